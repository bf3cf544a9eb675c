package custody.query.customers;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Histories;
import custody.contract.Seed;
import custody.query.TestView;
import custody.store.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class PendingEntriesTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();

  @Test
  void whatABatchLeavesWaitingIsAtItsPlaceSoon() {
    JdbcClient administrator = JdbcClient.create(database.superuser());
    administrator.sql("CREATE EXTENSION pgstattuple").update();
    CustomersView view = new CustomersView(Clock.systemUTC());
    TestView fed = new TestView(view, database.dataSource());
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
}
