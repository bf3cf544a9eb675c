package custody.query.profile;

import custody.service.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One customer at two times: the definition in SQL.
///
/// @param firstRecorded when we first heard of the customer
/// @param version the stream's version as known then
/// @param position the view shows everything up to there
/// @param facts those that hold, in the order to show them; those without value are kept, because
///     they say which event took the value away
public record State(
    UUID customer,
    Instant asOf,
    Instant knownAt,
    Instant firstRecorded,
    long version,
    long position,
    List<Fact> facts) {

  /// This state.
  ///
  /// @throws Problem 404 if the customer was not known or not registered yet
  State orThrow() {
    if (firstRecorded.isAfter(knownAt)) {
      throw new Problem(
          404,
          "customer-not-known-then",
          "The customer exists, but was not recorded yet at this knownAt. Ask for a later knownAt.",
          Map.of("firstRecordedAt", firstRecorded));
    }
    if (!isRegistered()) {
      throw new Problem(
          404,
          "customer-not-registered-then",
          "The customer exists, but was not registered yet at this asOf. Ask for a later asOf.");
    }
    return this;
  }

  private boolean isRegistered() {
    for (Fact fact : facts) {
      if (fact.part().equals("kind") && fact.value() != null) {
        return true;
      }
    }
    return false;
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
