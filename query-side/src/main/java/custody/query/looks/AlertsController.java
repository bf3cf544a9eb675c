package custody.query.looks;

import custody.contract.RepId;
import custody.query.Answers;
import custody.query.sight.Sight;
import custody.service.Problem;
import custody.service.rights.Right;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Who opens, takes or looks at so much that somebody should know.
@RestController
class AlertsController {
  private static final int MOST = 1000;
  private static final int DAYS = 30;

  private final DataSource database;
  private final Clock clock;

  AlertsController(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// @param day of the company
  /// @param kind reveal-limit-near, export-limit-near, unusual-looks
  /// @param count how many they were when it was raised last
  /// @param most the limit; of unusual looks, how many are usual
  record Alert(
      UUID id,
      RepId rep,
      @Nullable String team,
      LocalDate day,
      String kind,
      Instant raisedAt,
      long count,
      long most) {}

  /// @param alerts newest first, at most 1000
  record Alerts(List<Alert> alerts) {}

  /// @param from the last 30 days unless given
  @Operation(
      summary = "Reps who near a daily limit, and leavers who look at unusually many customers",
      description = "To managers of their teams' reps, to auditors of all.")
  @GetMapping("/api/look-alerts")
  Alerts alerts(@RequestParam(required = false) @Nullable Instant from, Sight sight) {
    boolean all = sight.may(Right.READ_ACCESS_LOG);
    if (!all && !sight.answersForTeams(Right.SEE_LOOKS)) {
      throw new Problem(403, "not-allowed", "Your role does not allow this. Ask an administrator.");
    }
    Instant now = clock.instant();
    return Answers.snapshot(
        database,
        db -> {
          List<Alert> alerts = new ArrayList<>();
          try (PreparedStatement query =
              db.prepareStatement(
                  """
                  SELECT a.id, a.rep, m.team, a.day, a.kind, a.raised_at, a.count, a.most
                  FROM custody.inbox_alert a LEFT JOIN view_reps.member m ON m.rep = a.rep
                    AND m.since <= ? AND m.until > ?
                  WHERE a.raised_at >= ? AND (? OR m.team = ANY (?))
                  ORDER BY a.raised_at DESC, a.id LIMIT ?
                  """)) {
            Answers.set(query, 1, now);
            Answers.set(query, 2, now);
            Answers.set(
                query, 3, Objects.requireNonNullElse(from, now.minus(Duration.ofDays(DAYS))));
            query.setBoolean(4, all || sight.caller().access().isOver("*"));
            query.setArray(5, db.createArrayOf("text", sight.caller().access().teams().toArray()));
            query.setInt(6, MOST);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                alerts.add(
                    new Alert(
                        row.getObject(1, UUID.class),
                        new RepId(row.getObject(2, UUID.class)),
                        row.getString(3),
                        row.getObject(4, LocalDate.class),
                        row.getString(5),
                        row.getObject(6, OffsetDateTime.class).toInstant(),
                        row.getLong(7),
                        row.getLong(8)));
              }
            }
          }
          return new Alerts(alerts);
        });
  }
}
