package custody.service.agenda;

import custody.contract.CustomerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Says what rules say of many customers. Who is asked often remembers most of it.
@FunctionalInterface
public interface Judge {
  /// @param customers a portion of those there may be: their facts are in memory at once
  /// @return without names, in no order
  List<Effect> effects(
      Connection db, List<CustomerId> customers, List<RuleTimeline> rules, Instant now)
      throws SQLException;

  /// Reads all facts each time.
  static Judge anew(Days days) {
    return (db, customers, rules, now) -> {
      List<Effect> effects = new ArrayList<>();
      for (CustomerFacts facts : FactsReader.facts(db, customers, now)) {
        effects.addAll(Effect.of(rules, facts, now, days));
      }
      return effects;
    };
  }
}
