package custody.command;

import custody.contract.CustomerId;
import custody.contract.Event;
import custody.contract.RepId;
import custody.contract.Rule.PoolLimits;
import custody.store.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the shell looked up for a decision, beyond the stream itself.
///
/// @param reps those the command names; one that does not exist is missing
/// @param alike customers that are likely the same as a new one, the likest first
/// @param limits the rules that limit claims now; empty if nobody claims
/// @param load of the rep who claims; null if nobody does
/// @param other the customer that one is to be merged into; null if there is none
/// @param said the event that is to be voided; null if the customer has no such
public record Facts(
    Map<RepId, RepStanding> reps,
    List<Alike> alike,
    List<PoolLimits> limits,
    @Nullable Load load,
    @Nullable Other other,
    @Nullable Event said) {
  public static final Facts NONE = new Facts(Map.of(), List.of());

  public Facts(Map<RepId, RepStanding> reps, List<Alike> alike) {
    this(reps, alike, List.of(), null, null, null);
  }

  /// A decision on it holds only if no other one was made on the same: the append takes the turn.
  ///
  /// @param held customers that are the rep's, or will be
  /// @param claimed how many of them the rep claimed today
  /// @param turn the rep's next
  public record Load(long held, long claimed, Turn turn) {}

  /// A decision on it takes a turn, too: merges decided at once could go in circles.
  ///
  /// @param mergedInto the customer that it is itself; null = none
  /// @param turn the next of all merges
  public record Other(@Nullable CustomerId mergedInto, Turn turn) {}

  /// @param likeness 0 to 1
  /// @param field in which they are alike: the name, or that of a phone line they share
  public record Alike(CustomerId customer, double likeness, String field) {}

  /// What the append has to take for the decision to hold; null = nothing.
  public @Nullable Turn turn() {
    if (load != null) {
      return load.turn();
    }
    return other == null ? null : other.turn();
  }

  public Facts {
    reps = Map.copyOf(reps);
    alike = List.copyOf(alike);
    limits = List.copyOf(limits);
  }

  /// Null if the rep may own at the time.
  public @Nullable Rejection mayOwn(RepId rep, Instant time) {
    RepStanding standing = reps.get(rep);
    if (standing == null) {
      return unknown();
    }
    return standing.activeAt(time)
        ? null
        : Rejection.conflict(
            "rep-not-active",
            "The rep has not joined or has left at that time; choose another rep or time.");
  }

  /// Null if the rep may have made a contact at the time. Before joining is allowed: what people
  /// know of the time before they came is worth keeping.
  public @Nullable Rejection mayHaveMet(RepId rep, Instant time) {
    RepStanding standing = reps.get(rep);
    if (standing == null) {
      return unknown();
    }
    return standing.departedAt(time)
        ? Rejection.conflict(
            "rep-not-active", "The rep had left by then; name who made the contact.")
        : null;
  }

  private static Rejection unknown() {
    return Rejection.conflict("unknown-rep", "There is no such rep; use the id of one who joined.");
  }
}
