package custody.command.axon;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the command side runs.
///
/// @param cachedEvents how many events' worth of customers are kept in memory, and of reps as much;
///     some 400 bytes each, and each customer or rep counts for six events more than are known of
///     it; none = what fills a quarter of the heap
/// @param attempts how often a command is tried while others change the same stream
@ConfigurationProperties("custody.commands")
public record CommandProperties(@Nullable Long cachedEvents, @DefaultValue("10") int attempts) {
  private static final int BYTES_EACH = 400;

  /// The bound that holds.
  long eventsInMemory() {
    return cachedEvents == null ? Runtime.getRuntime().maxMemory() / 4 / BYTES_EACH : cachedEvents;
  }
}
