package custody.query.subject;

import custody.access.Accounts;
import custody.access.Sessions;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.query.Answers;
import custody.service.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything recorded of one rep as a person: what happened to them, with which account they come
/// in, when they owned and did something, and what they looked at. Which customers that were is not
/// theirs to take along, nor for whoever makes the file: a deed has its event's id, no customer's.
///
/// @param account null = they have none here
/// @param records what was recorded of the rep, in the order in which we learned it
/// @param deeds in the order of time, those found to be wrong included
/// @param looks by the day (UTC), as far as that is kept
record RepFile(
    RepId rep,
    Instant madeAt,
    long version,
    @Nullable Account account,
    List<SubjectFile.Record> records,
    List<Deed> deeds,
    List<Looks> looks) {

  /// @param passwordAt when the password was set
  /// @param sessions where they are signed in
  record Account(
      String name,
      List<Role> roles,
      List<String> teams,
      boolean active,
      Instant createdAt,
      @Nullable Instant passwordAt,
      List<Sessions.Open> sessions) {
    static Account of(Accounts.User user, List<Sessions.Open> sessions) {
      return new Account(
          user.name(),
          user.roles().stream().sorted().toList(),
          user.teams().stream().sorted().toList(),
          user.active(),
          user.createdAt(),
          user.passwordAt(),
          sessions);
    }
  }

  /// @param what an event's name, `ownership-began` or `ownership-ended`
  record Deed(Instant at, String what, UUID event) {}

  /// @param action saw, searched, exported, revealed, refused
  /// @param what method and address, with names in place of ids
  /// @param from the addresses it came from
  record Looks(LocalDate day, String action, String what, long times, List<String> from) {}

  static RepFile of(
      RepId rep, List<Recorded> stream, @Nullable Account account, Connection db, Instant now)
      throws SQLException {
    return new RepFile(
        rep,
        now,
        stream.getLast().version(),
        account,
        SubjectFile.records(stream, _ -> true),
        deeds(db, rep),
        looks(db, rep));
  }

  private static List<Deed> deeds(Connection db, RepId rep) throws SQLException {
    List<Deed> deeds = new ArrayList<>();
    try (PreparedStatement query =
        Answers.streaming(
            db,
            """
            SELECT effective_at AS at, name, event FROM view_reps.deed WHERE rep = ?
            UNION ALL
            SELECT valid_from, 'ownership-began', event FROM view_ownership.held
            WHERE rep = ? AND known_to > now()
            UNION ALL
            SELECT h.valid_to, 'ownership-ended', n.event FROM view_ownership.held h
            JOIN view_ownership.held n ON n.customer = h.customer AND n.valid_from = h.valid_to
              AND n.known_to > now()
            WHERE h.rep = ? AND h.known_to > now()
            ORDER BY at, event
            """)) {
      for (int i = 1; i <= 3; i++) {
        query.setObject(i, rep.value());
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          deeds.add(
              new Deed(
                  row.getObject(1, OffsetDateTime.class).toInstant(),
                  row.getString(2),
                  row.getObject(3, UUID.class)));
        }
      }
    }
    return deeds;
  }

  private static List<Looks> looks(Connection db, RepId rep) throws SQLException {
    List<Looks> looks = new ArrayList<>();
    try (PreparedStatement query =
        Answers.streaming(
            db,
            """
            SELECT (at AT TIME ZONE 'UTC')::date AS day, action, operation, count(*),
              array_agg(DISTINCT address ORDER BY address)
            FROM custody.access_log WHERE actor = ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """)) {
      query.setString(1, "rep:" + rep);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          looks.add(
              new Looks(
                  row.getObject(1, LocalDate.class),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  List.of((String[]) row.getArray(5).getArray())));
        }
      }
    }
    return looks;
  }
}
