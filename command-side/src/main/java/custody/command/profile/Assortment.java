package custody.command.profile;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Parts;
import custody.command.Versions;
import custody.command.profile.AssortmentCommand.ReportAssortment;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.Recorded;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// What an outlet sells of ours.
public record Assortment(PMap<String, Versions<AssortmentReported>> reports) {
  static final Assortment NONE = new Assortment(HashTreePMap.empty());

  Decision decide(AssortmentCommand command, Context context) {
    return switch (command) {
      case ReportAssortment it -> {
        AssortmentReported report =
            new AssortmentReported(it.product(), it.monthlyVolume(), it.stock());
        yield report.equals(
                reports.getOrDefault(it.product(), Versions.none()).at(context.effectiveAt()))
            ? Decision.nothing()
            : Decision.accepted(report);
      }
    };
  }

  Assortment evolve(Recorded recorded, AssortmentReported report) {
    return new Assortment(
        reports.plus(
            report.product(),
            reports.getOrDefault(report.product(), Versions.none()).with(recorded, report)));
  }

  Assortment without(UUID event) {
    return new Assortment(Parts.without(reports, event));
  }
}
