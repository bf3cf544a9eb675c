package custody.service.looks;

import custody.service.looks.Look.Action;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One line of the access log, as it is written.
///
/// @param at UTC
/// @param operation method and address, with names in place of ids
/// @param status of the answer
/// @param terms keyed hashes of the words searched for, between blanks; null = none
/// @param reason sealed, base64; null = none
/// @param address the client's
/// @param spending what it takes of a daily limit; null = nothing
record Entry(
    Instant at,
    String actor,
    String channel,
    String action,
    String operation,
    short status,
    @Nullable UUID customer,
    @Nullable List<UUID> customers,
    @Nullable Integer shown,
    @Nullable String terms,
    @Nullable String reason,
    String address,
    @Nullable String agent,
    UUID correlation,
    @Nullable Spending spending) {

  /// What was begun has ended.
  ///
  /// @param held the customers in it; null if they are too many to name
  /// @param size how many they are, or how many rows where they are not named
  Entry ended(Instant now, @Nullable List<UUID> held, int size) {
    return new Entry(
        now,
        actor,
        channel,
        action,
        operation,
        status,
        customer,
        held,
        size,
        terms,
        reason,
        address,
        agent,
        correlation,
        null);
  }

  /// The same, tried in vain.
  Entry refused(short instead) {
    return new Entry(
        at,
        actor,
        channel,
        Action.REFUSED.word(),
        operation,
        instead,
        customer,
        null,
        null,
        terms,
        reason,
        address,
        agent,
        correlation,
        null);
  }
}
