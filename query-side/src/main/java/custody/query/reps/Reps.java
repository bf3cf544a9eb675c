package custody.query.reps;

import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.RepEvent;
import custody.query.Answers;
import custody.query.reps.RepAt.Status;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the directory of reps.
final class Reps {
  private Reps() {}

  /// A rep at a moment.
  ///
  /// @param version of the rep's stream, as far as it was known then
  record Rep(
      UUID id,
      long version,
      Status status,
      @Nullable Personal<String> name,
      String team,
      String territory,
      List<ExternalId> externalIds,
      @Nullable Instant joinedAt,
      @Nullable LocalDate lastDay,
      @Nullable Instant leftAt) {

    static Rep of(UUID id, long version, Status status, RepAt at) {
      return new Rep(
          id,
          version,
          status,
          at.name(),
          at.team(),
          at.territory(),
          at.externalIds(),
          at.joinedAt(),
          at.lastDay(),
          at.leftAt());
    }
  }

  /// In the order of their ids, those who had joined by then.
  ///
  /// @param only this one; null = all
  /// @param after those behind this one only; null = from the first
  static List<Rep> at(
      Connection db,
      Instant asOf,
      Instant knownAt,
      @Nullable UUID only,
      @Nullable UUID after,
      Predicate<Rep> wanted,
      int limit)
      throws SQLException {
    String which = only != null ? " AND rep = ?" : after != null ? " AND rep > ?" : "";
    try (PreparedStatement query =
        Answers.streaming(
            db,
            """
            SELECT rep, sequence, effective_at, name, payload FROM view_reps.fact
            WHERE recorded_at <= ?
            """
                + which
                + " ORDER BY rep, effective_at, position")) {
      Answers.set(query, 1, knownAt);
      if (only != null || after != null) {
        query.setObject(2, only != null ? only : after);
      }
      List<Rep> reps = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        UUID rep = null;
        long version = 0;
        RepAt state = RepAt.UNKNOWN;
        while (row.next() && reps.size() < limit) {
          UUID next = row.getObject(1, UUID.class);
          if (!next.equals(rep)) {
            add(reps, rep, version, state, wanted);
            rep = next;
            version = 0;
            state = RepAt.UNKNOWN;
          }
          version = Math.max(version, row.getLong(2) + 1);
          Instant effectiveAt = row.getObject(3, OffsetDateTime.class).toInstant();
          if (!effectiveAt.isAfter(asOf)) {
            state = state.evolve(event(row.getString(4), row.getString(5)), effectiveAt);
          }
        }
        if (reps.size() < limit) {
          add(reps, rep, version, state, wanted);
        }
      }
      return reps;
    }
  }

  private static void add(
      List<Rep> reps, @Nullable UUID id, long version, RepAt state, Predicate<Rep> wanted) {
    Status status = state.status();
    if (id == null || status == null) {
      return;
    }
    Rep rep = Rep.of(id, version, status, state);
    if (wanted.test(rep)) {
      reps.add(rep);
    }
  }

  private static RepEvent event(String name, String payload) {
    EventType type = Objects.requireNonNull(EventType.named(name));
    return (RepEvent) ContractJson.plain().readValue(payload, type.type());
  }
}
