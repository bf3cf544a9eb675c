package custody.service.agenda;

import custody.contract.Rule;
import custody.contract.RuleId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule through time, as known now; where it is withdrawn there is a gap.
public record RuleTimeline(RuleId id, List<Span<RuleVersion>> spans) {
  public RuleTimeline {
    spans = List.copyOf(spans);
  }

  /// What would be if this rule held for ever.
  public static RuleTimeline supposed(RuleId id, String name, Rule rule) {
    return new RuleTimeline(
        id, List.of(new Span<>(Instant.EPOCH, Span.FOR_EVER, new RuleVersion(id, 0, name, rule))));
  }

  /// The version that holds, else the first that will.
  public @Nullable RuleVersion next(Instant now) {
    return spans.stream()
        .filter(span -> span.to().isAfter(now))
        .map(Span::value)
        .findFirst()
        .orElse(null);
  }

  public @Nullable RuleVersion at(Instant time) {
    Span<RuleVersion> span = Span.at(spans, time);
    return span == null ? null : span.value();
  }
}
