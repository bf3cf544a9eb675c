package custody.query.customers;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Histories;
import custody.contract.Seed;
import custody.query.TestView;
import custody.query.projection.InMemoryEventLog;
import custody.query.projection.Projecting;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class PendingEntriesTest {
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

    PendingEntries entries = new PendingEntries(database.dataSource(), view);
    entries.start();
    try {
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (waiting(administrator) > 0) {
        assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
        Thread.onSpinWait();
      }
    } finally {
      entries.stop();
    }
    assertThat(entries.isRunning()).isFalse();
  }

  @Test
  void noBatchStopsToPutAwayWhatWaitsHoweverMuch() {
    JdbcClient administrator = administrator();
    InMemoryEventLog events = new InMemoryEventLog();
    try (Projecting process = Projecting.start(database.dataSource(), events, view())) {
      process.reach(0);
      untidied(administrator);
      events.record(Histories.of(SEED, 4_000, 5, 20_000));
      process.reach(events.head());
    }
    assertThat(
            administrator
                .sql("SELECT pending_pages FROM pgstatginindex('view_customers.found_by_tokens')")
                .query(Long.class)
                .single())
        .as("pages of 8 KB; PostgreSQL's own limit are 512")
        .isGreaterThan(600);
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
