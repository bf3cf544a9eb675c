package custody.query.ownership;

import custody.query.Answers;
import custody.query.ownership.Ownership.Behind;
import custody.query.ownership.Term.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads who is responsible beside the owner. All within the snapshot of the connection given.
final class Responsible {
  private Responsible() {}

  /// Somebody stood in for an owner for a time; where the owner lost the customer and got it back,
  /// one cover is told twice.
  ///
  /// @param owner who was stood in for
  /// @param by who stood in
  /// @param to exclusive; covers always end
  /// @param acting true of the one who acts at the moment asked about: the last who began; null if
  ///     no moment was asked about
  record Cover(
      UUID cover,
      UUID owner,
      UUID by,
      Instant from,
      @Nullable Instant to,
      @Nullable Boolean acting,
      Behind event) {}

  /// @param to exclusive; null = no end
  record Collaborator(
      UUID collaborator, UUID rep, Instant from, @Nullable Instant to, Behind event) {}

  /// @param account `user:<name>` or `rep:<id>`
  /// @param to exclusive; null = no end
  record Steward(UUID steward, String account, Instant from, @Nullable Instant to, Behind event) {}

  /// @param rule from this one only; null = any
  /// @param to exclusive
  record Exemption(
      UUID exemption, @Nullable UUID rule, Instant from, @Nullable Instant to, Behind event) {}

  /// @param asOf what is in force then; null = at any time
  /// @param knownAt null = as known now
  record Question(UUID customer, @Nullable Instant asOf, @Nullable Instant knownAt) {}

  /// Reads what is particular to the kind, from column 11 on.
  private interface Reading<T> {
    T read(ResultSet row, UUID id, Instant from, @Nullable Instant to, Behind event)
        throws SQLException;
  }

  /// In the order in which they began.
  static List<Cover> covers(Connection db, Question question) throws SQLException {
    List<Cover> covers =
        read(
            db,
            Kind.COVER,
            "g.owner, g.rep",
            question,
            (row, id, from, to, event) ->
                new Cover(
                    id,
                    row.getObject(11, UUID.class),
                    row.getObject(12, UUID.class),
                    from,
                    to,
                    question.asOf() == null ? null : false,
                    event));
    if (question.asOf() != null && !covers.isEmpty()) {
      Cover last = covers.removeLast();
      covers.add(
          new Cover(
              last.cover(), last.owner(), last.by(), last.from(), last.to(), true, last.event()));
    }
    return covers;
  }

  static List<Collaborator> collaborators(Connection db, Question question) throws SQLException {
    return read(
        db,
        Kind.COLLABORATOR,
        "g.rep",
        question,
        (row, id, from, to, event) ->
            new Collaborator(id, row.getObject(11, UUID.class), from, to, event));
  }

  static List<Steward> stewards(Connection db, Question question) throws SQLException {
    return read(
        db,
        Kind.STEWARD,
        "g.account",
        question,
        (row, id, from, to, event) -> new Steward(id, row.getString(11), from, to, event));
  }

  static List<Exemption> exemptions(Connection db, Question question) throws SQLException {
    return read(
        db,
        Kind.EXEMPTION,
        "g.rule",
        question,
        (row, id, from, to, event) ->
            new Exemption(id, row.getObject(11, UUID.class), from, to, event));
  }

  private static <T> List<T> read(
      Connection db, Kind kind, String columns, Question question, Reading<T> reading)
      throws SQLException {
    String table = kind.name().toLowerCase(Locale.ROOT);
    String sql =
        """
        SELECT g.%1$s, g.valid_from, g.valid_to, t.event, t.actor, t.channel, t.reason,
          nullif(t.reason_erased, false), t.recorded_at, t.effective_at, %2$s
        FROM view_ownership.%1$s g
        JOIN view_ownership.term t ON t.customer = g.customer AND t.position = g.position
        WHERE g.customer = ?
        """
            .formatted(table, columns);
    sql += question.asOf() == null ? "" : " AND g.valid_from <= ? AND g.valid_to > ?";
    sql +=
        question.knownAt() == null
            ? " AND g.known_to = 'infinity'"
            : " AND g.known_from <= ? AND g.known_to > ?";
    List<T> found = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(sql + " ORDER BY t.effective_at, t.position, g.valid_from")) {
      int next = 1;
      query.setObject(next++, question.customer());
      for (Instant at : new Instant[] {question.asOf(), question.knownAt()}) {
        if (at != null) {
          Answers.set(query, next++, at);
          Answers.set(query, next++, at);
        }
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              reading.read(
                  row,
                  row.getObject(1, UUID.class),
                  Objects.requireNonNull(Answers.instant(row, 2)),
                  Answers.instant(row, 3),
                  new Behind(
                      row.getObject(4, UUID.class),
                      row.getString(5),
                      row.getString(6),
                      row.getString(7),
                      row.getObject(8, Boolean.class),
                      Objects.requireNonNull(Answers.instant(row, 9)),
                      Objects.requireNonNull(Answers.instant(row, 10)))));
        }
      }
    }
    return found;
  }
}
