package custody.command.recycling;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Grants;
import custody.command.Rejection;
import custody.command.recycling.RecyclingCommand.EndExemption;
import custody.command.recycling.RecyclingCommand.Exempt;
import custody.command.recycling.RecyclingCommand.Recycle;
import custody.contract.ExemptionId;
import custody.contract.Holder;
import custody.contract.Holder.Owner;
import custody.contract.Holder.Pool;
import custody.contract.OwnershipEvent.Recycled;
import custody.contract.Recorded;
import custody.contract.RecyclingEvent;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RecyclingEvent.ExemptionEnded;
import custody.contract.RepId;
import custody.contract.RuleId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What rules may not take back.
public record Recycling(Grants<ExemptionId, Exempted> exemptions) {
  public static final Recycling NONE = new Recycling(Grants.none());

  public boolean exempt(RuleId rule, Instant time) {
    return exemptions.at(time).stream().anyMatch(it -> it.rule() == null || rule.equals(it.rule()));
  }

  /// @param holder who has the customer at the command's effective time
  public Decision decide(RecyclingCommand command, @Nullable Holder holder, Context context) {
    return switch (command) {
      case Recycle it -> recycle(it, holder, context);
      case Exempt it -> {
        if (exemptions.knows(it.exemption())) {
          yield Decision.rejected(
              Rejection.conflict("id-used", "This id was used before; use a new one."));
        }
        yield it.until().isAfter(context.effectiveAt())
            ? Decision.created(it.exemption(), new Exempted(it.exemption(), it.rule(), it.until()))
            : Decision.rejected(
                Rejection.invalid("until-too-early", "It must end after it begins."));
      }
      case EndExemption it -> {
        if (!exemptions.knows(it.exemption())) {
          yield Decision.rejected(
              Rejection.notFound(
                  "exemption-not-found", "There is no such exemption; check the id."));
        }
        yield exemptions.lastsBeyond(it.exemption(), context.effectiveAt())
            ? Decision.accepted(new ExemptionEnded(it.exemption()))
            : Decision.nothing();
      }
    };
  }

  private Decision recycle(Recycle command, @Nullable Holder holder, Context context) {
    if (!(holder instanceof Owner(RepId from))) {
      return Decision.rejected(
          Rejection.conflict("not-owned", "The customer is in a pool at that time already."));
    }
    if (exempt(command.rule(), context.effectiveAt())) {
      return Decision.rejected(
          Rejection.conflict("exempt", "The customer is exempt from this rule at that time."));
    }
    String name = command.pool();
    Pool pool = new Pool(name == null ? context.policy().defaultPool() : name);
    Rejection unknown = context.policy().mayKeep(pool);
    return unknown == null
        ? Decision.accepted(new Recycled(from, pool, command.rule(), command.ruleVersion()))
        : Decision.rejected(unknown);
  }

  public Recycling evolve(Recorded recorded, RecyclingEvent event) {
    return switch (event) {
      case Exempted it -> new Recycling(exemptions.with(recorded, it.exemption(), it, it.until()));
      case ExemptionEnded it -> new Recycling(exemptions.ended(recorded, it.exemption()));
    };
  }

  public Recycling without(UUID event) {
    return new Recycling(exemptions.without(event));
  }
}
