package custody.store;

import java.time.Duration;

/// Nothing waits for ever.
///
/// @param append how long an append may take, waiting and retries included
/// @param statement how long the server works on one statement, waiting for locks included
/// @param network how long the server may be silent before its connection counts as broken, which
///     is looked at once a second; longer than `statement`, so that a busy server can still say so
record StoreTimeouts(Duration append, Duration statement, Duration network) {
  static final StoreTimeouts DEFAULT =
      new StoreTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(8));
}
