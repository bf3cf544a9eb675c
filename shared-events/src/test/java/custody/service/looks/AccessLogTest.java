package custody.service.looks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.RepId;
import custody.service.looks.DailyLimits.Counted;
import custody.store.TestDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class AccessLogTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();
  @RegisterExtension static final TestDatabase elsewhere = TestDatabase.create();

  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  private final RepId rep = RepId.create();
  private final String actor = "rep:" + rep;
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  private Entry entry(@Nullable Spending spending) {
    return entry(Instant.now(), spending);
  }

  private Entry entry(Instant at, @Nullable Spending spending) {
    return new Entry(
        at,
        actor,
        "api",
        spending == null ? "saw" : "exported",
        "GET /api/owners",
        (short) 200,
        null,
        null,
        null,
        null,
        null,
        "127.0.0.1",
        null,
        UUID.randomUUID(),
        spending);
  }

  private Spending export(LocalDate day, int limit) {
    return new Spending(actor, rep, day, Counted.EXPORTS, 1, limit, limit - 2);
  }

  private long entries(String which) {
    return jdbc.sql("SELECT count(*) FROM custody.access_log WHERE actor = ? AND " + which)
        .param(actor)
        .query(Long.class)
        .single();
  }

  @Test
  void twoProcessesTogetherAllowWhatTheLimitSaysAndRecordJustThat() {
    List<CompletableFuture<Boolean>> written = new ArrayList<>();
    try (AccessLog one = new AccessLog(database.dataSource());
        AccessLog other = new AccessLog(database.dataSource())) {
      for (int i = 0; i < 100; i++) {
        AccessLog log = i % 2 == 0 ? one : other;
        written.add(log.begin(entry(export(DAY, 11))));
        written.add(log.begin(entry(null)));
      }
      assertThat(written.stream().filter(AccessLog::await)).hasSize(111);
    }

    assertThat(entries("action = 'exported'")).isEqualTo(11);
    assertThat(entries("action = 'refused' AND status = 429")).isEqualTo(89);
    assertThat(entries("action = 'saw'")).isEqualTo(100);
  }

  @Test
  void theManagerIsToldOnceADayWhenALimitIsNearlyUsedUp() {
    try (AccessLog log = new AccessLog(database.dataSource())) {
      for (int i = 0; i < 3; i++) {
        AccessLog.await(log.begin(entry(export(DAY, 5))));
      }
      assertThat(alerts()).isEmpty();
      for (int i = 0; i < 4; i++) {
        AccessLog.await(log.begin(entry(export(DAY, 5))));
      }
      assertThat(alerts()).containsExactly("export-limit-near 5 of 5");
      AccessLog.await(log.begin(entry(export(DAY.plusDays(1), 2))));
      assertThat(alerts()).containsExactly("export-limit-near 5 of 5", "export-limit-near 1 of 2");
    }
  }

  private List<String> alerts() {
    return jdbc.sql(
            "SELECT kind || ' ' || count || ' of ' || most FROM custody.inbox_alert"
                + " WHERE rep = ? ORDER BY day")
        .param(rep.value())
        .query(String.class)
        .list();
  }

  @Test
  void aMonthIsMadeAheadOfTimeAndGoesAsAWholeOnceItNeedNotBeKept() {
    for (int back = 5; back <= 9; back++) {
      jdbc.sql(
              """
              DO $$ DECLARE month date :=
                date_trunc('month', now() AT TIME ZONE 'UTC') - interval '%d months';
              BEGIN
                EXECUTE format('CREATE TABLE custody.access_log_%%s PARTITION OF custody.access_log'
                  || ' FOR VALUES FROM (%%L) TO (%%L)', to_char(month, 'YYYY_MM'),
                  month || ' 00:00+00', (month + interval '1 month')::date || ' 00:00+00');
              END $$
              """
                  .formatted(back))
          .update();
    }
    assertThat(months()).contains(-9, -8, -7, -6, -5, 0, 3).doesNotContain(4);

    new LogMonths(database.dataSource(), new LooksProperties(null, 3)).tidy();
    assertThat(months()).as("kept for ever").contains(-9, -8, -7, -6, -5, 0, 3);

    LogMonths bounded = new LogMonths(database.dataSource(), new LooksProperties(7, 4));
    bounded.tidy();
    bounded.tidy();
    assertThat(months()).contains(-7, -6, -5, 0, 3, 4).doesNotContain(-9, -8, 5);
    jdbc.sql("SELECT custody.drop_access_log_months(0)").query(rows -> {});
    assertThat(months()).as("never the last six").contains(-6, -5, 0).doesNotContain(-7);

    try (AccessLog log = new AccessLog(database.dataSource())) {
      assertThat(AccessLog.await(log.begin(entry(null)))).isTrue();
    }
    assertThat(entries("tableoid <> 'custody.access_log_else'::regclass")).isOne();
    assertThatThrownBy(() -> new LooksProperties(5, 3)).hasMessageContaining("6 months");
  }

  @Test
  void whatNoMonthWasMadeForInTimeMovesToItsMonthOnceThereIsOne() {
    Instant late = ZonedDateTime.now(ZoneOffset.UTC).plusMonths(7).toInstant();
    try (AccessLog log = new AccessLog(elsewhere.dataSource())) {
      AccessLog.await(log.begin(entry(late, null)));
    }
    String parts = "SELECT tableoid::regclass::text FROM custody.access_log";
    JdbcClient jdbc = JdbcClient.create(elsewhere.dataSource());
    assertThat(jdbc.sql(parts).query(String.class).list()).containsExactly("access_log_else");

    new LogMonths(elsewhere.dataSource(), new LooksProperties(null, 8)).tidy();

    assertThat(jdbc.sql(parts).query(String.class).list())
        .containsExactly("access_log_" + late.toString().substring(0, 7).replace('-', '_'));
    assertThatThrownBy(() -> jdbc.sql("DELETE FROM custody.access_log_else").update())
        .as("a new one, as little to be changed")
        .rootCause()
        .hasMessageContaining("append-only");
  }

  /// Those that have a partition, counted from this one.
  private List<Integer> months() {
    return jdbc.sql(
            """
            SELECT months FROM generate_series(-12, 12) AS months
            WHERE to_regclass('custody.access_log_' || to_char(
              date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => months),
              'YYYY_MM')) IS NOT NULL
            """)
        .query(Integer.class)
        .list();
  }
}
