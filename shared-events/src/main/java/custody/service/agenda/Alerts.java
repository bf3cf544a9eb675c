package custody.service.agenda;

import custody.contract.RepId;
import custody.contract.UuidV7;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// What a rep's managers find in their inboxes because they ought to look into it. It is nothing a
/// customer's history tells, so it is no event; whoever notices it raises it, as often as it is
/// noticed: of one kind there is one a day for each rep.
public final class Alerts {
  private static final int SHOWN_DAYS = 30;

  private Alerts() {}

  /// What was noticed.
  public enum Kind {
    /// The rep has taken away nearly as much as may be taken away in a day.
    EXPORT_LIMIT_NEAR,
    /// The rep has opened nearly as much contact data as may be opened in a day.
    REVEAL_LIMIT_NEAR,
    /// The rep looks at more customers than is usual.
    UNUSUAL_LOOKS;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// @param count how many there were when it was raised last on this day
  /// @param most how many there may be, or usually are
  public record Alert(UUID id, Kind kind, RepId rep, LocalDate day, long count, long most) {}

  /// Puts it before the managers of the rep's team, or counts on in what they have of today.
  ///
  /// @param day the company's
  public static void raise(
      Connection db, Kind kind, RepId rep, LocalDate day, long count, long most, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        db.prepareStatement(
            """
            INSERT INTO custody.inbox_alert (id, kind, rep, day, count, most, raised_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, rep, day) DO UPDATE SET
              count = greatest(inbox_alert.count, excluded.count), most = excluded.most
            """)) {
      insert.setObject(1, UuidV7.create());
      insert.setString(2, kind.word());
      insert.setObject(3, rep.value());
      insert.setObject(4, day);
      insert.setLong(5, count);
      insert.setLong(6, most);
      insert.setObject(7, now.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    }
  }

  /// Those about these reps that are not old yet, the latest first.
  static List<Alert> about(Connection db, Collection<RepId> reps, LocalDate today)
      throws SQLException {
    List<Alert> alerts = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT id, kind, rep, day, count, most FROM custody.inbox_alert
            WHERE rep = ANY (?) AND day > ? ORDER BY day DESC, id DESC
            """)) {
      query.setArray(1, db.createArrayOf("uuid", reps.stream().map(RepId::value).toArray()));
      query.setObject(2, today.minusDays(SHOWN_DAYS));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          alerts.add(
              new Alert(
                  row.getObject(1, UUID.class),
                  Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT).replace('-', '_')),
                  new RepId(row.getObject(3, UUID.class)),
                  row.getObject(4, LocalDate.class),
                  row.getLong(5),
                  row.getLong(6)));
        }
      }
    }
    return alerts;
  }
}
