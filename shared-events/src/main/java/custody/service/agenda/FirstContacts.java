package custody.service.agenda;

import custody.contract.RepId;
import custody.contract.Rule.FirstContact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Customers whom their owner, new to them, has yet to contact.
public final class FirstContacts {
  private FirstContacts() {}

  /// By when the first contact must be made; null if it was, or the rule is not about the customer.
  public static @Nullable Due next(RuleTimeline rule, CustomerFacts facts, Instant now, Days days) {
    RuleVersion version = rule.at(now);
    RepId owner = facts.ownerAt(now);
    Instant since = facts.ownedSince(now);
    if (version == null
        || owner == null
        || since == null
        || !(version.rule() instanceof FirstContact first)
        || !CustomerFacts.isAmong(first.grades(), facts.gradeAt(now))) {
      return null;
    }
    Instant last =
        facts.lastContact(
            now, it -> first.media().isEmpty() || first.media().contains(it.medium()));
    return last != null && !last.isBefore(since)
        ? null
        : new Due(
            version,
            facts.customer(),
            facts.name(),
            owner,
            days.of(since).plusDays(first.withinDays()));
  }
}
