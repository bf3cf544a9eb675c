package custody.command;

import java.time.Instant;
import java.util.Set;

/// What decisions about customers ask of a rep.
public interface RepStanding {

  /// True if the rep has joined and not left at the time.
  boolean activeAt(Instant time);

  /// True if the rep has announced to leave by then, and is still there.
  boolean leavingAt(Instant time);

  /// The teams a customer counts to that has been with the rep for some time: the rep's present or
  /// last one, and the one it came to the rep in.
  ///
  /// @param since when it came to the rep
  Set<String> teams(Instant since, Instant now);

  /// True if the rep has left by then, and not joined again.
  boolean departedAt(Instant time);
}
