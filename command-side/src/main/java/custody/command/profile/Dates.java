package custody.command.profile;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Parts;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.profile.DateCommand.RemoveDate;
import custody.command.profile.DateCommand.SetDate;
import custody.contract.ContactId;
import custody.contract.DateId;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.ImportantDate;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// The important dates of a customer and its contacts.
///
/// @param dates empty where a date was removed
public record Dates(PMap<DateId, Versions<Optional<ImportantDate>>> dates) {
  static final Dates NONE = new Dates(HashTreePMap.empty());

  Decision decide(DateCommand command, Contacts contacts, Context context) {
    Instant time = context.effectiveAt();
    return switch (command) {
      case SetDate it -> {
        ContactId contact = it.details().contact();
        if (contact != null && !contacts.has(contact, time)) {
          yield Decision.rejected(
              Rejection.conflict(
                  "unknown-contact",
                  "The customer has no such contact at that time; add it first."));
        }
        if (at(it.date(), time).equals(Optional.of(it.details()))) {
          yield Decision.nothing();
        }
        DateSet set = new DateSet(it.date(), it.details());
        yield dates.containsKey(it.date())
            ? Decision.accepted(set)
            : Decision.created(it.date(), set);
      }
      case RemoveDate it ->
          at(it.date(), time).isPresent()
              ? Decision.accepted(new DateRemoved(it.date()))
              : Decision.rejected(
                  Rejection.notFound(
                      "date-not-found",
                      "The customer has no such important date at that time; check the id."));
    };
  }

  private Optional<ImportantDate> at(DateId date, Instant time) {
    Optional<ImportantDate> details = dates.getOrDefault(date, Versions.none()).at(time);
    return details == null ? Optional.empty() : details;
  }

  Dates evolve(Recorded recorded, DateId date, Optional<ImportantDate> details) {
    return new Dates(
        dates.plus(date, dates.getOrDefault(date, Versions.none()).with(recorded, details)));
  }

  Dates without(UUID event) {
    return new Dates(Parts.without(dates, event));
  }
}
