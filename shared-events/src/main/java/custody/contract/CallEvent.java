package custody.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the telephone system tells of a customer's calls. What was said is a follow-up.
public sealed interface CallEvent extends CustomerEvent {

  /// Effective from the time the call began.
  record CallReceived(CallId call, Call details) implements CallEvent {}

  /// @param recording where the recording is kept: an address or key of the telephone system; the
  ///     last one linked counts
  record RecordingLinked(CallId call, Personal<String> recording) implements CallEvent {}

  /// @param startedAt UTC, microseconds
  /// @param number who called, E.164 where it is known
  /// @param line which of our numbers or queues was called
  /// @param rep who took it, or whom it was meant for
  /// @param seconds how long it lasted
  record Call(
      Instant startedAt,
      Personal<String> number,
      @Nullable String line,
      @Nullable RepId rep,
      boolean answered,
      @Nullable Integer seconds) {}
}
