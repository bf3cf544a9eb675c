package custody.query.history;

import custody.contract.Personal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A page of a customer's history, for the API's description. As NDJSON, each line is one
/// [Line]. Nothing is made of it: the answer is written as it is read, and tests read answers back
/// into this.
record HistoryAnswer(
    UUID id, Instant knownAt, long position, List<Line> events, @Nullable String next) {

  /// @param name of the event as it is stored, such as `follow-up.recorded`
  /// @param version of the customer once this had happened
  /// @param payload what the event says, by its name
  /// @param changes what it changed in the profile
  /// @param voidedBy the correction by which it counts no more
  record Line(
      UUID customer,
      UUID event,
      String name,
      Instant effectiveAt,
      Instant recordedAt,
      String actor,
      String channel,
      @Nullable Personal<String> reason,
      @Nullable Source source,
      long version,
      JsonNode payload,
      @Nullable List<Change> changes,
      @Nullable Correction voidedBy) {}

  /// What says that it was a mistake.
  record Correction(
      UUID event,
      String name,
      Instant effectiveAt,
      Instant recordedAt,
      String actor,
      String channel,
      @Nullable Personal<String> reason,
      @Nullable Source source) {}

  /// @param author who wrote it there
  record Source(String system, String record, @Nullable Personal<String> author) {}

  record Change(
      String part,
      @Nullable String item,
      @Nullable String field,
      @Nullable JsonNode before,
      @Nullable JsonNode after) {}
}
