package custody.command.handover;

import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Condition;
import custody.contract.HandoverPlan.Split;
import custody.service.Problem;
import custody.service.field.FieldCatalog;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Which fields customers may be split by: those whose values may stand open in a plan.
@Component
final class PlanFields {
  private final FieldCatalog catalog;

  PlanFields(FieldCatalog catalog) {
    this.catalog = catalog;
  }

  /// @throws Problem `field-not-for-splits`
  void check(HandoverPlan plan) {
    plan.scope().stream().map(Condition::field).forEach(this::check);
    for (Split split : plan.splits()) {
      if (split instanceof Split.ByField by) {
        check(by.field());
      }
    }
  }

  private void check(String field) {
    boolean open =
        field.equals("kind")
            || field.equals("grade")
            || catalog.find(FieldCatalog.Of.CUSTOMER, field).stream()
                .anyMatch(definition -> !definition.personal());
    if (!open) {
      throw new Problem(
          422,
          "field-not-for-splits",
          "Customers are split by kind, grade, or a profile field that is not personal; this is"
              + " none of them.",
          Map.of("field", field));
    }
  }
}
