package custody.query.customers;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Histories;
import custody.contract.Seed;
import custody.query.Story;
import custody.query.TestView;
import custody.query.projection.InMemoryEventLog;
import custody.query.projection.Projecting;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class IndexingTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();

  @Test
  void whatABatchLeavesWaitingIsAtItsPlaceSoon() {
    JdbcClient administrator = administrator();
    CustomersView view = view();
    TestView fed = new TestView(view, database.dataSource());
    untidied(administrator);
    fed.apply(Histories.of(SEED, 40, 5, 300), new Random(SEED), 40);
    assertThat(waiting(administrator)).isPositive();

    Indexing indexing = new Indexing(database.dataSource(), view);
    indexing.start();
    try {
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (waiting(administrator) > 0) {
        assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
        Thread.onSpinWait();
      }
    } finally {
      indexing.stop();
    }
    assertThat(indexing.isRunning()).isFalse();
  }

  @Test
  void noBatchStopsToPutAwayWhatWaitsHoweverMuch() {
    JdbcClient administrator = administrator();
    InMemoryEventLog events = new InMemoryEventLog();
    try (Projecting process = Projecting.start(database.dataSource(), events, view())) {
      process.reach(0);
      untidied(administrator);
      events.record(Histories.of(SEED, 5_000, 5, 20_000));
      process.reach(events.head());
    }
    assertThat(
            administrator
                .sql("SELECT pending_pages FROM pgstatginindex('view_customers.found_by_tokens')")
                .query(Long.class)
                .single())
        .as("pages of 8 KB; PostgreSQL's own limit are 512")
        .isGreaterThan(530);
  }

  @Test
  void whoChangesMeanwhileWaitsForTheNextTime() throws SQLException {
    Story story = new Story();
    CustomersView view = view();
    new TestView(view, database.dataSource()).clear();
    Indexing indexing = new Indexing(database.dataSource(), view);
    try (Connection batch = database.dataSource().getConnection();
        Connection other = database.dataSource().getConnection()) {
      batch.setAutoCommit(false);
      story.register("2026-01-01T00:00:00Z", null, Story.text("name", "first"));
      view.apply(List.of(story.events().getLast()), batch);
      batch.commit();
      assertThat(waiting()).isZero();

      story.amend("2026-01-02T00:00:00Z", null, Story.text("name", "second"));
      view.apply(List.of(story.events().getLast()), batch);
      batch.commit();
      Indexing.Chunk second = Indexing.next(new UUID(0, 0), other);
      story.amend("2026-01-03T00:00:00Z", null, Story.text("name", "third"));
      view.apply(List.of(story.events().getLast()), batch);
      Indexing.write(second, other); // waits for nobody
      batch.commit();
      Indexing.write(second, other);
      assertThat(waiting()).isEqualTo(1);
      assertThat(tokens()).isEqualTo(new Index(" k 1 first ", "").tokens());

      indexing.index();
      assertThat(waiting()).isZero();
      assertThat(tokens()).isEqualTo(new Index(" k 1 third ", "").tokens());
    }
  }

  @Test
  void nothingLeadsToTheErasedBySomethingErased() throws SQLException {
    Story story = new Story();
    Story erased = new Story();
    CustomersView view = view();
    new TestView(view, database.dataSource()).clear();
    try (Connection batch = database.dataSource().getConnection()) {
      batch.setAutoCommit(false);
      story.register("2026-01-01T00:00:00Z", null, Story.text("name", "first"));
      view.apply(story.events(), batch);
      erased.register("2026-01-01T00:00:00Z", null, Story.text("name", "stays"));
      view.erase(story.customer, erased.events(), batch);
      batch.commit();
    }
    assertThat(tokens()).isEmpty();
    assertThat(waiting()).isEqualTo(1);

    new Indexing(database.dataSource(), view).index();
    assertThat(tokens()).isEqualTo(new Index(" k 1 stays ", "").tokens());
    assertThat(waiting()).isZero();
  }

  private static long waiting() {
    return JdbcClient.create(database.dataSource())
        .sql("SELECT count(*) FROM view_customers.found_by_lately")
        .query(Long.class)
        .single();
  }

  private static List<Integer> tokens() {
    return JdbcClient.create(database.dataSource())
        .sql("SELECT unnest(tokens) FROM view_customers.found_by")
        .query(Integer.class)
        .list();
  }

  private static JdbcClient administrator() {
    JdbcClient administrator = JdbcClient.create(database.superuser());
    administrator.sql("CREATE EXTENSION IF NOT EXISTS pgstattuple").update();
    return administrator;
  }

  /// PostgreSQL's own vacuum puts waiting entries away too, once a minute.
  private static void untidied(JdbcClient administrator) {
    for (String table : List.of("found_by", "customer")) {
      administrator
          .sql("ALTER TABLE view_customers." + table + " SET (autovacuum_enabled = false)")
          .update();
    }
  }

  private static long waiting(JdbcClient administrator) {
    return administrator
        .sql(
            """
            SELECT sum((pgstatginindex(i)).pending_tuples)::bigint
            FROM unnest(ARRAY['view_customers.found_by_tokens', 'view_customers.customer_fields']::regclass[]) i
            """)
        .query(Long.class)
        .single();
  }

  private static CustomersView view() {
    return new CustomersView(
        Clock.systemUTC(),
        new SubjectKeys(database.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY)));
  }
}
