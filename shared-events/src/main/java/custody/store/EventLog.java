package custody.store;

import custody.contract.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// Everything recorded, readable in order. There is one implementation per engine; views, replays
/// and imports read through it and never from the event tables.
///
/// All calls block (virtual threads welcome) and throw Spring's `DataAccessException` when the
/// engine cannot be reached.
public interface EventLog {

  /// The next events in position order, personal data opened.
  ///
  /// What is returned is a prefix of what follows `position`: an event with a smaller position can
  /// never become visible later.
  ///
  /// @param position exclusive; 0 = from the beginning
  /// @param limit the most to return
  List<Recorded> after(long position, int limit);

  /// One stream in sequence order; empty if there is none.
  List<Recorded> stream(UUID stream);

  /// The stream's version: its last sequence + 1; 0 if there is none.
  long version(UUID stream);

  /// The last position that can be read now; 0 if nothing was recorded.
  long head();

  /// Waits until something after the position may be readable, or the time is over. Woken by a
  /// signal in this process and by notifications from others.
  void await(long position, Duration timeout) throws InterruptedException;
}
