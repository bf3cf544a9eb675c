package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.service.agenda.CustomerFacts.Contact;
import custody.service.agenda.CustomerFacts.Exemption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// Random facts of one customer, dense around a zone's days, with changes at midnight and at any
/// other time.
final class Made {
  static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Asia/Shanghai"),
          ZoneId.of("America/New_York"), // clocks change at night
          ZoneId.of("America/Asuncion"), // midnight itself is skipped
          ZoneId.of("Pacific/Apia")); // a whole day was
  static final RuleId RULE = new RuleId(new UUID(7, 1));
  static final List<RepId> REPS = List.of(new RepId(new UUID(1, 1)), new RepId(new UUID(1, 2)));

  private final Random random;
  private final Days days;

  /// Sixty days around the end of winter time.
  static final Instant START = Instant.parse("2026-02-20T00:00:00Z");

  private final Instant start = START;
  private final int length = 60;

  Made(Random random, Days days) {
    this.random = random;
    this.days = days;
  }

  CustomerFacts facts() {
    List<Span<Holder>> holders =
        spans(
            () ->
                random.nextInt(4) == 0
                    ? new Holder.Pool("public")
                    : new Holder.Owner(REPS.get(random.nextInt(2))),
            0);
    List<Contact> contacts = new ArrayList<>();
    for (int i = random.nextInt(length / 2); i > 0; i--) {
      contacts.add(
          new Contact(
              instant(),
              random.nextBoolean() ? Medium.CALL : Medium.VISIT,
              random.nextInt(4) == 0 ? "order" : null));
    }
    return new CustomerFacts(
        new CustomerId(new UUID(2, 2)),
        1,
        "x",
        holders,
        spans(() -> random.nextInt(3) > 0 ? "A" : "B", 0),
        contacts,
        random.nextInt(3) == 0
            ? spans(() -> new Exemption(random.nextBoolean() ? RULE : null), 60)
            : List.of(),
        random.nextInt(10) == 0);
  }

  RuleTimeline rule(Supplier<Rule> rules) {
    long[] version = {0};
    return new RuleTimeline(
        RULE, spans(() -> new RuleVersion(RULE, ++version[0], "r", rules.get()), 15));
  }

  /// @param gaps in percent
  <T> List<Span<T>> spans(Supplier<T> values, int gaps) {
    List<Span<T>> spans = new ArrayList<>();
    Instant from = random.nextBoolean() ? start : instant();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Instant to = i == 0 && gaps == 0 ? Span.FOR_EVER : later(from);
      if (random.nextInt(100) >= gaps) {
        spans.add(new Span<>(from, to, values.get()));
      }
      from = to;
    }
    return spans;
  }

  private Instant later(Instant from) {
    Instant at = instant();
    return at.isAfter(from) ? at : from.plus(Duration.ofHours(1 + random.nextInt(40)));
  }

  Instant instant() {
    Instant at = start.plus(Duration.ofMinutes(random.nextInt(length * 24 * 60)));
    return random.nextInt(3) == 0 ? days.start(days.of(at)) : at;
  }
}
