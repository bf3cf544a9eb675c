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
  /// @return without names, in no order
  List<Effect> effects(
      Connection db, List<CustomerId> customers, List<RuleTimeline> rules, Instant now)
      throws SQLException;

  /// Reads all facts each time.
  static Judge anew(Days days) {
    int atOnce = 1000;
    return (db, customers, rules, now) -> {
      List<Effect> effects = new ArrayList<>();
      for (int from = 0; from < customers.size(); from += atOnce) {
        List<CustomerId> page = customers.subList(from, Math.min(customers.size(), from + atOnce));
        for (CustomerFacts facts : FactsReader.facts(db, page, now)) {
          effects.addAll(Effect.of(rules, facts, now, days));
        }
      }
      return effects;
    };
  }
}
