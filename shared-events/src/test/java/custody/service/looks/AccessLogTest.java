package custody.service.looks;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.RepId;
import custody.service.looks.DailyLimits.Counted;
import custody.store.TestDatabase;
import java.time.Instant;
import java.time.LocalDate;
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

  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  private final RepId rep = RepId.create();
  private final String actor = "rep:" + rep;
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  private Entry entry(@Nullable Spending spending) {
    return new Entry(
        Instant.now(),
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
}
