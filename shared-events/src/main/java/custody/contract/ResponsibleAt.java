package custody.contract;

import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RecyclingEvent.ExemptionEnded;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.ResponsibilityEvent.StewardRemoved;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who is responsible beside the owner, and what rules leave alone, by the naive fold.
///
/// @param covers in the order in which they began: several may be in force, and whoever began last
///     is the one who acts
/// @param ended what has ended, whenever it began; empty once folded
public record ResponsibleAt(
    Map<CoverId, CoverStarted> covers,
    Map<CollaboratorId, CollaboratorAdded> collaborators,
    Map<StewardId, StewardAssigned> stewards,
    Map<ExemptionId, Exempted> exemptions,
    Set<Id> ended) {
  public static final ResponsibleAt NOBODY =
      new ResponsibleAt(Map.of(), Map.of(), Map.of(), Map.of(), Set.of());

  /// The one who stands in for the owner; null if nobody does.
  public @Nullable CoverStarted acting() {
    return covers.isEmpty() ? null : List.copyOf(covers.values()).getLast();
  }

  ResponsibleAt evolve(ResponsibilityEvent event) {
    return switch (event) {
      case CoverStarted it ->
          new ResponsibleAt(
              with(covers, it.cover(), it), collaborators, stewards, exemptions, ended);
      case CollaboratorAdded it ->
          new ResponsibleAt(
              covers, with(collaborators, it.collaborator(), it), stewards, exemptions, ended);
      case StewardAssigned it ->
          new ResponsibleAt(
              covers, collaborators, with(stewards, it.steward(), it), exemptions, ended);
      case CoverEnded it -> ended(it.cover());
      case CollaboratorRemoved it -> ended(it.collaborator());
      case StewardRemoved it -> ended(it.steward());
    };
  }

  ResponsibleAt evolve(RecyclingEvent event) {
    return switch (event) {
      case Exempted it ->
          new ResponsibleAt(
              covers, collaborators, stewards, with(exemptions, it.exemption(), it), ended);
      case ExemptionEnded it -> ended(it.exemption());
    };
  }

  private ResponsibleAt ended(Id id) {
    Set<Id> more = new HashSet<>(ended);
    more.add(id);
    return new ResponsibleAt(covers, collaborators, stewards, exemptions, Set.copyOf(more));
  }

  /// Without what has ended by itself or otherwise.
  ResponsibleAt inForce(Instant asOf, @Nullable Holder holder) {
    return new ResponsibleAt(
        only(covers, it -> it.until().isAfter(asOf) && new Holder.Owner(it.owner()).equals(holder)),
        only(collaborators, it -> it.until() == null || it.until().isAfter(asOf)),
        only(stewards, it -> it.until() == null || it.until().isAfter(asOf)),
        only(exemptions, it -> it.until().isAfter(asOf)),
        Set.of());
  }

  private <K extends Id, V> Map<K, V> only(Map<K, V> all, Predicate<V> lasts) {
    Map<K, V> left = new LinkedHashMap<>(all);
    left.keySet().removeAll(ended);
    left.values().removeIf(lasts.negate());
    return Collections.unmodifiableMap(left);
  }

  private static <K, V> Map<K, V> with(Map<K, V> before, K key, V value) {
    Map<K, V> after = new LinkedHashMap<>(before);
    after.put(key, value);
    return Collections.unmodifiableMap(after);
  }
}
