package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.contract.RuleId;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What rules ask of one customer, as known now.
///
/// @param version of its stream, which these facts reflect
/// @param name null if it has none, or it was erased
/// @param holders from registration on, in the order of time, without gap
/// @param grades in the order of time
/// @param contacts of each medium and outcome at least the latest
/// @param exemptions from recycling; the rule is null if it is from any
/// @param inHandover whether a handover case is under way that is to move it
public record CustomerFacts(
    CustomerId customer,
    long version,
    @Nullable String name,
    List<Span<Holder>> holders,
    List<Span<String>> grades,
    List<Contact> contacts,
    List<Span<Exemption>> exemptions,
    boolean inHandover) {
  public CustomerFacts {
    holders = List.copyOf(holders);
    grades = List.copyOf(grades);
    contacts = List.copyOf(contacts);
    exemptions = List.copyOf(exemptions);
  }

  /// A contact that took place.
  public record Contact(Instant at, Medium medium, @Nullable String outcome) {}

  /// @param rule null = from any rule
  public record Exemption(@Nullable RuleId rule) {}

  /// The owner at the time; null if it is in a pool or not registered.
  public @Nullable RepId ownerAt(Instant time) {
    Span<Holder> span = Span.at(holders, time);
    return span != null && span.value() instanceof Holder.Owner(RepId rep) ? rep : null;
  }

  public @Nullable String gradeAt(Instant time) {
    Span<String> span = Span.at(grades, time);
    return span == null ? null : span.value();
  }

  /// Since when the owner at the time has it without interruption; null if it has none.
  public @Nullable Instant ownedSince(Instant time) {
    RepId owner = ownerAt(time);
    Instant since = null;
    for (Span<Holder> span : holders.reversed()) {
      if (span.from().isAfter(time)) {
        continue;
      }
      if (owner == null || !span.value().equals(new Holder.Owner(owner))) {
        break;
      }
      since = span.from();
    }
    return since;
  }

  /// True if the owner at the time did not get it from another rep.
  public boolean ownedAsNew(Instant time) {
    Instant since = ownedSince(time);
    if (since == null) {
      return false;
    }
    for (Span<Holder> span : holders) {
      if (span.to().equals(since)) {
        return span.value() instanceof Holder.Pool;
      }
    }
    return true;
  }

  /// When it was contacted last, up to the time; null if never.
  public @Nullable Instant lastContact(Instant time, Predicate<Contact> counts) {
    return contacts.stream()
        .filter(counts)
        .map(Contact::at)
        .filter(at -> !at.isAfter(time))
        .max(Instant::compareTo)
        .orElse(null);
  }

  static boolean isAmong(List<String> grades, @Nullable String grade) {
    return grades.isEmpty() || (grade != null && grades.contains(grade));
  }
}
