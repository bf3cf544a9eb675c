package custody.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// What the company allows. Durations are exact (a day has 24 hours).
///
/// @param facts how far what we learn of a customer or rep may be dated
/// @param ownership how far a change of responsibility may be dated
/// @param earliest no effective time lies before it, not even an imported one
/// @param defaultPool where customers go when no pool is named
/// @param grades the grades of customers, each with its colour (CSS hex)
public record Policy(
    Span facts, Span ownership, Instant earliest, String defaultPool, Map<String, String> grades) {
  public Policy {
    grades = Map.copyOf(grades);
  }

  /// @param back how far before now
  /// @param ahead how far after now
  public record Span(Duration back, Duration ahead) {}
}
