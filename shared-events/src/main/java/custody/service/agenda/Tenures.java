package custody.service.agenda;

import custody.contract.RepId;
import custody.contract.Rule.Held;
import custody.contract.Rule.Tenure;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long reps have held what they hold.
public final class Tenures {
  private Tenures() {}

  /// Where a rep belongs.
  public record Post(String team, String territory) {}

  /// A rep's posts through time, with gaps where the rep had not joined or had left.
  ///
  /// @param name null if it is not known any more
  /// @param inHandover whether a handover case of theirs is under way
  public record RepFacts(
      RepId rep, @Nullable String name, List<Span<Post>> posts, boolean inHandover) {
    public RepFacts {
      posts = List.copyOf(posts);
    }

    public @Nullable Post postAt(Instant time) {
      Span<Post> span = Span.at(posts, time);
      return span == null ? null : span.value();
    }
  }

  /// @param since the first day
  /// @param over the first day after the longest time
  public record Term(LocalDate since, LocalDate over) {}

  /// How long the rep may stay in the territory; null if there is none, the rule is not about it,
  /// or a handover case sees to it already.
  public static @Nullable Term ofTerritory(
      RuleTimeline rule, RepFacts facts, Instant now, Days days) {
    RuleVersion version = rule.at(now);
    Post post = facts.postAt(now);
    if (version == null
        || post == null
        || facts.inHandover()
        || !(version.rule() instanceof Tenure tenure)
        || tenure.held() != Held.TERRITORY) {
      return null;
    }
    Instant since = now;
    for (Span<Post> span : facts.posts().reversed()) {
      if (span.from().isAfter(now)) {
        continue;
      }
      if (span.to().isBefore(since) || !span.value().territory().equals(post.territory())) {
        break;
      }
      since = span.from();
    }
    return term(days.of(since), tenure);
  }

  /// How long the owner may keep the customer; null if it has none, the rule is not about it, or a
  /// handover case sees to it already.
  public static @Nullable Term ofCustomer(
      RuleTimeline rule, CustomerFacts facts, Instant now, Days days) {
    RuleVersion version = rule.at(now);
    Instant since = facts.ownedSince(now);
    return version == null
            || since == null
            || facts.inHandover()
            || !(version.rule() instanceof Tenure tenure)
            || tenure.held() != Held.CUSTOMER
            || !CustomerFacts.isAmong(tenure.grades(), facts.gradeAt(now))
        ? null
        : term(days.of(since), tenure);
  }

  private static Term term(LocalDate since, Tenure tenure) {
    return new Term(since, since.plus(tenure.max()));
  }
}
