package custody.service.looks;

import custody.contract.RepId;
import custody.service.agenda.Alerts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Counts what is opened and taken away, in the transaction that puts it on record.
final class DailyUse {
  private static final short TOO_MANY = 429;

  /// Nothing happens, and no row comes back, if that would be more than the limit.
  private static final String USE =
      """
      INSERT INTO custody.daily_use AS u (actor, day, what, used)
      SELECT ?, ?, ?, n.amount FROM (SELECT ?::integer AS amount, ?::integer AS most) n
      WHERE n.amount <= n.most
      ON CONFLICT (actor, day, what) DO UPDATE SET used = u.used + excluded.used
        WHERE u.used + excluded.used <= ?
      RETURNING used
      """;

  private DailyUse() {}

  /// Within the transaction of the connection. Accounts are taken in one order, so that two
  /// processes never wait for each other.
  ///
  /// @return the same entries; refused where a limit is used up
  static List<Entry> count(Connection db, List<Entry> entries) throws SQLException {
    List<Entry> allowed = new ArrayList<>(entries);
    List<Integer> spending =
        IntStream.range(0, entries.size())
            .boxed()
            .filter(i -> entries.get(i).spending() != null)
            .sorted(Comparator.comparing(i -> key(entries.get(i))))
            .toList();
    for (int i : spending) {
      if (!use(db, entries.get(i))) {
        allowed.set(i, entries.get(i).refused(TOO_MANY));
      }
    }
    return allowed;
  }

  private static String key(Entry entry) {
    Spending spending = entry.spending();
    return spending == null ? "" : spending.actor() + " " + spending.day() + word(spending);
  }

  private static boolean use(Connection db, Entry entry) throws SQLException {
    Spending spending = entry.spending();
    if (spending == null || spending.amount() == 0) {
      return true;
    }
    try (PreparedStatement use = db.prepareStatement(USE)) {
      use.setString(1, spending.actor());
      use.setObject(2, spending.day());
      use.setString(3, word(spending));
      use.setInt(4, spending.amount());
      use.setInt(5, spending.limit());
      use.setInt(6, spending.limit());
      try (ResultSet row = use.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        int used = row.getInt(1);
        RepId rep = spending.rep();
        if (rep != null && used > spending.unremarkable()) {
          alert(db, entry, spending, rep, used);
        }
        return true;
      }
    }
  }

  /// Their manager finds it in the inbox.
  private static void alert(Connection db, Entry entry, Spending spending, RepId rep, int used)
      throws SQLException {
    Alerts.Kind kind =
        switch (spending.counted()) {
          case REVEALS -> Alerts.Kind.REVEAL_LIMIT_NEAR;
          case EXPORTS -> Alerts.Kind.EXPORT_LIMIT_NEAR;
        };
    Alerts.raise(db, kind, rep, spending.day(), used, spending.limit(), entry.at());
  }

  private static String word(Spending spending) {
    return spending.counted().name().toLowerCase(Locale.ROOT);
  }
}
