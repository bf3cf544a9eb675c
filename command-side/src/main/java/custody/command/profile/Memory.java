package custody.command.profile;

import custody.contract.Recorded;
import java.time.Instant;

/// How much is known of what the fields and the class were before.
///
/// @param latest when the latest change that was not dated ahead is effective, UTC
/// @param inARow how many changes came last of which each was effective no earlier than all before
/// @param forgotten how many changes are not kept any more
/// @param isWhole whether all is known; if not, what was so at `latest` and what is so later
public record Memory(Instant latest, int inARow, long forgotten, boolean isWhole) {
  static final Memory NONE = new Memory(Instant.MIN, 0, 0, true);

  /// More than so many gather before they are forgotten: whoever is kept in memory takes half as
  /// much again with eight.
  private static final int LONG = 2;

  /// With one more change.
  Memory with(Recorded change) {
    Instant effectiveAt = change.effectiveAt();
    if (effectiveAt.isAfter(change.recordedAt())) {
      return this;
    }
    return effectiveAt.isBefore(latest)
        ? new Memory(latest, 0, forgotten, isWhole)
        : new Memory(effectiveAt, inARow + 1, forgotten, isWhole);
  }

  public boolean isKnownAt(Instant time) {
    return isWhole || !time.isBefore(latest);
  }

  /// Whether there is much to forget. While changes are being dated back there is not: more of them
  /// may follow, for which all would be read anew.
  public boolean isLong() {
    return inARow > LONG;
  }

  Memory inPart() {
    return isWhole ? new Memory(latest, inARow, forgotten, false) : this;
  }

  Memory trimmed() {
    return new Memory(latest, 0, forgotten + inARow, false);
  }
}
