package custody.command;

import java.time.Instant;

/// What decisions about customers ask of a rep.
public interface RepStanding {

  /// True if the rep has joined and not left at the time.
  boolean activeAt(Instant time);

  /// True if the rep has announced to leave by then, and is still there.
  boolean leavingAt(Instant time);

  /// True if the rep has left by then, and not joined again.
  boolean departedAt(Instant time);
}
