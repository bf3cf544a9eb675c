package custody.command.axon;

import custody.command.Guard;
import custody.command.Rejection;
import custody.command.RepStanding;
import custody.command.Standing;
import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.rights.Authority;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes out of a refusal what the caller must not learn by it: which customer of somebody else's
/// is like the one they entered. They learn that there is one, and whom to ask.
final class Hints {
  private final Guard guard;
  private final Function<UUID, Standing> customers;
  private final Function<RepId, @Nullable RepStanding> reps;

  /// @param customers looks up who is what to a customer now
  /// @param reps looks up a rep; null = there is none
  Hints(
      Guard guard,
      Function<UUID, Standing> customers,
      Function<RepId, @Nullable RepStanding> reps) {
    this.guard = guard;
    this.customers = customers;
    this.reps = reps;
  }

  Rejection veiled(Rejection rejection, Authority whose, Actor actor, Instant now) {
    Map<String, Object> properties = rejection.properties();
    if (properties.get("existing") instanceof String existing) {
      String ask = ask(existing, whose, actor, now);
      if (ask != null) {
        return Rejection.conflict(
                "duplicate-elsewhere",
                "A customer that you do not see has the same value in {field}. Ask {ask}.")
            .with(Map.of("field", properties.getOrDefault("field", "externalIds"), "ask", ask));
      }
    }
    if (properties.get("candidates") instanceof List<?> candidates) {
      Map<String, Object> veiled = new HashMap<>(properties);
      veiled.put(
          "candidates",
          candidates.stream().map(it -> candidate(it, whose, actor, now)).distinct().toList());
      return new Rejection(rejection.sort(), rejection.code(), rejection.detail(), veiled);
    }
    return rejection;
  }

  private Object candidate(Object candidate, Authority whose, Actor actor, Instant now) {
    if (candidate instanceof Map<?, ?> it && it.get("id") instanceof String id) {
      String ask = ask(id, whose, actor, now);
      return ask == null ? candidate : Map.of("ask", ask);
    }
    return candidate;
  }

  /// Null if the caller sees the customer.
  private @Nullable String ask(String customer, Authority whose, Actor actor, Instant now) {
    Standing standing = customers.apply(UUID.fromString(customer));
    if (guard.sees(whose, actor, standing, now)) {
      return null;
    }
    TreeSet<String> teams = new TreeSet<>();
    for (RepId owner : standing.owners()) {
      RepStanding rep = reps.apply(owner);
      if (rep != null) {
        teams.addAll(rep.teams(now, now));
      }
    }
    return teams.isEmpty() ? "administrator" : String.join(", ", teams);
  }
}
