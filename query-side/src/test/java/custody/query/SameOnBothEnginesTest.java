package custody.query;

import static org.assertj.core.api.Assertions.assertThat;

import custody.axonserver.FakeAxonServer;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.Seed;
import custody.query.customers.LatelyIndexed;
import custody.query.projection.Projecting;
import custody.query.projection.View;
import custody.store.AxonServerStore;
import custody.store.EnvelopeMetaData;
import custody.store.TestDatabase;
import custody.store.TestStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One history, recorded in PostgreSQL and in Axon Server: every table of every view holds the
/// same.
class SameOnBothEnginesTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @Test
  void historyRecordedOnEitherGivesTheSameViews(@TempDir Path directory) throws SQLException {
    List<Recorded> history = Histories.of(Seed.get(), 12, 6, 300);
    try (TestDatabase one = TestDatabase.create();
        TestDatabase other = TestDatabase.create();
        TestStore postgres = new TestStore(one.dataSource(), now::get);
        FakeAxonServer server = new FakeAxonServer(directory);
        AxonServerStore axonServer =
            new AxonServerStore(
                server.address(),
                "default",
                other.dataSource(),
                now::get,
                Duration.ofSeconds(15))) {
      record(history, postgres.engine());
      record(history, axonServer.engine());
      assertThat(axonServer.log().after(0, 1000)).isEqualTo(postgres.log().after(0, 1000));

      Map<String, List<String>> onPostgres = views(one, history.size());
      assertThat(onPostgres).hasSizeGreaterThan(10);
      Map<String, List<String>> onAxonServer =
          views(
              other,
              history.size(),
              "--spring.profiles.active=axon-server",
              "--axon.axonserver.servers=" + server.address());
      assertThat(onAxonServer).containsOnlyKeys(onPostgres.keySet());
      onPostgres.forEach(
          (table, rows) -> assertThat(onAxonServer.get(table)).as(table).isEqualTo(rows));
    }
  }

  private void record(List<Recorded> history, EventStorageEngine engine) {
    for (Recorded recorded : history) {
      now.set(recorded.recordedAt());
      engine.appendEvents(
          new GenericDomainEventMessage<>(
              "any",
              recorded.stream().toString(),
              recorded.sequence(),
              new GenericMessage<>(
                  recorded.eventId().toString(),
                  recorded.event(),
                  EnvelopeMetaData.of(recorded.envelope())),
              recorded.recordedAt()));
    }
  }

  /// What the query side makes of it.
  private static Map<String, List<String>> views(
      TestDatabase database, long head, String... settings) throws SQLException {
    List<String> all = new ArrayList<>(List.of(database.arguments()));
    all.addAll(List.of(settings));
    all.addAll(List.of("--server.port=0", "--management.server.port=-1"));
    try (ConfigurableApplicationContext process =
        new SpringApplicationBuilder(QuerySideApplication.class).run(all.toArray(String[]::new))) {
      int views = process.getBeansOfType(View.class).size();
      JdbcClient client = JdbcClient.create(database.dataSource());
      Projecting.eventually(
          () ->
              client
                      .sql("SELECT count(*) FROM custody.view_position WHERE position >= ?")
                      .param(head)
                      .query(Long.class)
                      .single()
                  == views);
    }
    LatelyIndexed.in(database.dataSource());
    return contents(database);
  }

  private static Map<String, List<String>> contents(TestDatabase database) throws SQLException {
    Map<String, List<String>> contents = new TreeMap<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table :
          column(
              statement,
              "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                  + " WHERE schemaname LIKE 'view_%'")) {
        contents.put(table, column(statement, "SELECT t::text FROM " + table + " t ORDER BY 1"));
      }
    }
    return contents;
  }

  private static List<String> column(Statement statement, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
