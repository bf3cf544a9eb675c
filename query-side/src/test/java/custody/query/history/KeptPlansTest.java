package custody.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerId;
import custody.query.TestView;
import custody.query.history.History.Order;
import custody.query.history.History.Question;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Questions about one customer are planned once, however different customers are.
class KeptPlansTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  /// Some with many events, most with few.
  private static final String EVENTS =
      """
      INSERT INTO view_history.event (customer, position, sequence, event, recorded_at,
        effective_at, name, actor, channel, payload)
      SELECT ('00000000-0000-7000-8000-' || lpad(c::text, 12, '0'))::uuid, c * 1000 + n, n, gen_random_uuid(), '2026-01-01Z',
        '2026-01-01Z', 'call.received', 'user:alice', 'api', '{}'
      FROM generate_series(1, 400) c,
        LATERAL generate_series(0, CASE WHEN c <= 120 THEN 150 ELSE 9 END) n
      """;

  private static final String PLANS =
      """
      SELECT sum(generic_plans) FROM pg_prepared_statements
      WHERE statement LIKE '%view_history.event%'
      """;

  @Test
  void aHistoryIsNotPlannedForEachCustomer() throws Exception {
    TestView view = new TestView(new HistoryView(), database.dataSource());
    view.clear();
    try (Connection one = database.dataSource().getConnection()) {
      SingleConnectionDataSource source = new SingleConnectionDataSource(one, true);
      JdbcTemplate sql = new JdbcTemplate(source);
      sql.execute(EVENTS);
      sql.execute("ANALYZE view_history.event");
      History history =
          new History(
              source,
              new SubjectKeys(database.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY)));
      IntStream.range(121, 161).forEach(it -> history.page(all(it), 1000));
      // The driver prepares what it is given for the fifth time, PostgreSQL plans anew five times.
      assertThat(sql.queryForObject(PLANS, Long.class)).isGreaterThan(25);
    }
  }

  private static Question all(int customer) {
    UUID id = UUID.fromString("00000000-0000-7000-8000-%012d".formatted(customer));
    return new Question(
        new CustomerId(id), Set.of(), null, Order.EFFECTIVE, null, null, null, null);
  }
}
