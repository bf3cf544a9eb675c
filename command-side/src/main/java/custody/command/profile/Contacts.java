package custody.command.profile;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Parts;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.profile.ContactCommand.AddContact;
import custody.command.profile.ContactCommand.AmendContact;
import custody.command.profile.ContactCommand.RemoveContact;
import custody.contract.Changes;
import custody.contract.ContactId;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// The contact persons of a customer.
///
/// @param added as each was added first, whatever became of it: the same addition again, as from a
///     repeated import, is no news
public record Contacts(PMap<ContactId, Versions<Edit>> edits, PMap<ContactId, Changes> added) {
  static final Contacts NONE = new Contacts(HashTreePMap.empty(), HashTreePMap.empty());

  private static final Rejection NOT_FOUND =
      Rejection.notFound(
          "contact-not-found", "The customer has no such contact at that time; check the id.");

  /// One change of a contact.
  sealed interface Edit {
    record Addition(Changes fields) implements Edit {}

    record Amendment(Changes fields) implements Edit {}

    record Removal() implements Edit {}

    private static @Nullable Map<String, Personal<FieldValue>> apply(
        @Nullable Map<String, Personal<FieldValue>> before, Edit edit) {
      return switch (edit) {
        case Addition(Changes fields) -> fields.applyTo(Map.of());
        case Amendment(Changes fields) -> before == null ? null : fields.applyTo(before);
        case Removal() -> null;
      };
    }
  }

  Decision decide(ContactCommand command, Context context) {
    return switch (command) {
      case AddContact it -> {
        Changes known = added.get(it.contact());
        if (known == null) {
          yield Decision.created(it.contact(), new ContactAdded(it.contact(), it.fields()));
        }
        yield known.equals(it.fields())
            ? Decision.nothing()
            : Decision.rejected(
                Rejection.conflict(
                    "contact-exists", "There is a contact under this id; amend it instead."));
      }
      case AmendContact it -> {
        Map<String, Personal<FieldValue>> before = at(it.contact(), context.effectiveAt());
        if (before == null) {
          yield Decision.rejected(NOT_FOUND);
        }
        Changes changed = Fields.changed(it.fields(), before);
        yield changed.isEmpty()
            ? Decision.nothing()
            : Decision.accepted(new ContactAmended(it.contact(), changed));
      }
      case RemoveContact it ->
          has(it.contact(), context.effectiveAt())
              ? Decision.accepted(new ContactRemoved(it.contact()))
              : Decision.rejected(NOT_FOUND);
    };
  }

  boolean has(ContactId contact, Instant time) {
    return at(contact, time) != null;
  }

  private @Nullable Map<String, Personal<FieldValue>> at(ContactId contact, Instant time) {
    Map<String, Personal<FieldValue>> fields = null;
    for (Edit edit : edits.getOrDefault(contact, Versions.none()).upTo(time)) {
      fields = Edit.apply(fields, edit);
    }
    return fields;
  }

  Contacts evolve(Recorded recorded, ContactAdded event) {
    return new Contacts(
        with(event.contact(), recorded, new Edit.Addition(event.fields())),
        added.containsKey(event.contact()) ? added : added.plus(event.contact(), event.fields()));
  }

  Contacts evolve(Recorded recorded, ContactAmended event) {
    return new Contacts(with(event.contact(), recorded, new Edit.Amendment(event.fields())), added);
  }

  Contacts evolve(Recorded recorded, ContactRemoved event) {
    return new Contacts(with(event.contact(), recorded, new Edit.Removal()), added);
  }

  private PMap<ContactId, Versions<Edit>> with(ContactId contact, Recorded recorded, Edit edit) {
    return edits.plus(contact, edits.getOrDefault(contact, Versions.none()).with(recorded, edit));
  }

  Contacts without(UUID event) {
    return new Contacts(Parts.without(edits, event), added);
  }
}
