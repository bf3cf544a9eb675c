package custody.command.looks;

import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.agenda.Alerts;
import custody.service.looks.Leavers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Tells the manager of a rep who is about to leave and looks at far more customers than usual, by
/// what {@link UnusualProperties} says. Done again, it finds the same: a day is told of once.
final class UnusualLooks {
  private static final int USUAL_DAYS = 30;

  /// Nobody looks at anything before there are views.
  private static final String READY = "SELECT to_regclass('view_reps.fact') IS NOT NULL";

  /// Those of whom it was ever announced that they leave. Few of them still work here.
  private static final String ANNOUNCED =
      "SELECT DISTINCT rep FROM view_reps.fact WHERE name IN ('rep.leaving-announced', 'rep.left')";

  private static final String UNUSUAL =
      """
      WITH seen AS (
        SELECT (l.at AT TIME ZONE :zone)::date AS day, c.customer
        FROM custody.access_log l
        CROSS JOIN LATERAL unnest(l.customers || l.customer) c (customer)
        WHERE l.actor = :actor AND l.at >= (:first::date - :usual)::timestamp AT TIME ZONE :zone
          AND l.action NOT IN ('refused', 'exported') AND c.customer IS NOT NULL
      ), daily AS (
        SELECT day, count(DISTINCT customer) AS customers FROM seen GROUP BY day
      ), judged AS (
        SELECT d.day, d.customers, coalesce((
          SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY u.customers) FROM daily u
          WHERE u.day < d.day AND u.day >= d.day - :usual), 0)::bigint AS usual
        FROM daily d WHERE d.day >= :first::date
      )
      SELECT day, customers, usual FROM judged WHERE customers > greatest(:floor, :times * usual)
      """;

  private final DataSource database;
  private final JdbcClient jdbc;
  private final Leavers leavers;
  private final UnusualProperties settings;
  private final ZoneId zone;
  private final Clock clock;

  UnusualLooks(
      DataSource database, Leavers leavers, UnusualProperties settings, ZoneId zone, Clock clock) {
    this.database = database;
    this.jdbc = JdbcClient.create(database);
    this.leavers = leavers;
    this.settings = settings;
    this.zone = zone;
    this.clock = clock;
  }

  private record Day(LocalDate day, long customers, long usual) {}

  void find() throws SQLException {
    if (!jdbc.sql(READY).query(Boolean.class).single()) {
      return;
    }
    Instant now = clock.instant();
    LocalDate first = LocalDate.ofInstant(now, zone).minusDays(settings.daysBack());
    for (UUID announced : jdbc.sql(ANNOUNCED).query(UUID.class).list()) {
      RepId rep = new RepId(announced);
      if (leavers.isLeaving(rep)) {
        tell(rep, unusual(rep, first), now);
      }
    }
  }

  private List<Day> unusual(RepId rep, LocalDate first) {
    return jdbc.sql(UNUSUAL)
        .param("actor", Actor.rep(rep).toString())
        .param("zone", zone.getId())
        .param("first", first)
        .param("usual", USUAL_DAYS)
        .param("floor", settings.floor())
        .param("times", settings.times())
        .query(Day.class)
        .list();
  }

  private void tell(RepId rep, List<Day> unusual, Instant now) throws SQLException {
    try (Connection db = database.getConnection()) {
      for (Day day : unusual) {
        Alerts.raise(
            db, Alerts.Kind.UNUSUAL_LOOKS, rep, day.day(), day.customers(), day.usual(), now);
      }
    }
  }
}
