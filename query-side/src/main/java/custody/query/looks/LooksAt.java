package custody.query.looks;

import custody.contract.CustomerId;
import custody.query.Answers;
import custody.service.looks.LookSeal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One look at a customer, as it is told to whoever the data is about: without where it came from,
/// and without whom else a list showed.
///
/// @param by the account
/// @param action saw, searched, exported, revealed
/// @param what method and address, with names in place of ids
/// @param reason as it was given
public record LooksAt(
    Instant at, String by, String channel, String action, String what, @Nullable String reason) {

  /// All of them that are kept, in the order of time.
  public static List<LooksAt> all(Connection db, CustomerId customer, LookSeal seal)
      throws SQLException {
    List<LooksAt> looks = new ArrayList<>();
    try (PreparedStatement query =
        Answers.streaming(
            db,
            """
            SELECT at, actor, channel, action, operation, reason FROM custody.access_log
            WHERE (customer = ? OR customers @> ARRAY[?::uuid]) AND action <> 'refused'
            ORDER BY at, no
            """)) {
      query.setObject(1, customer.value());
      query.setObject(2, customer.value());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          looks.add(
              new LooksAt(
                  row.getObject(1, OffsetDateTime.class).toInstant(),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  seal.opened(row.getBytes(6))));
        }
      }
    }
    return looks;
  }
}
