package custody.command.profile;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Facts.Alike;
import custody.command.Identity;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.FieldValue;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// What decisions need of a customer's profile.
///
/// @param memory how much is known of what fields and class were before
public record Profile(
    Fields fields,
    Versions<Classified> classification,
    List<ExternalId> externalIds,
    Contacts contacts,
    Dates dates,
    Assortment assortment,
    Memory memory) {
  /// The field that holds a customer's name.
  public static final String NAME = "name";

  public static final Profile NONE =
      new Profile(
          Fields.NONE,
          Versions.none(),
          List.of(),
          Contacts.NONE,
          Dates.NONE,
          Assortment.NONE,
          Memory.NONE);

  /// The first command of every customer.
  public static Decision register(Register command, Context context) {
    Holder holder = command.holder();
    if (holder == null) {
      holder = new Holder.Pool(context.policy().defaultPool());
    }
    if (holder instanceof Holder.Owner(var rep)) {
      Rejection objection = context.mayOwn(rep);
      if (objection != null) {
        return Decision.rejected(objection);
      }
    }
    Rejection noPool =
        context.envelope().channel() == Channel.IMPORT ? null : context.policy().mayKeep(holder);
    if (noPool != null) {
      return Decision.rejected(noPool);
    }
    if (command.despiteLikely() && !context.hasReason()) {
      return Decision.rejected(Context.reasonMissing());
    }
    if (!command.despiteLikely() && !context.facts().alike().isEmpty()) {
      return Decision.rejected(likely(context.facts().alike()));
    }
    Changes fields = Fields.changed(command.fields(), Map.of());
    return Decision.created(
        command.customer(), new Registered(command.kind(), fields, command.externalIds(), holder));
  }

  private static Rejection likely(List<Alike> alike) {
    return Rejection.conflict(
            "duplicate-likely",
            "Customers with a similar name or behind the same phone line exist. Look at them; if"
                + " this is another one, say so with a reason.")
        .with(
            Map.of(
                "candidates",
                alike.stream()
                    .map(
                        it ->
                            Map.of(
                                "id",
                                it.customer().toString(),
                                "likeness",
                                it.likeness(),
                                "field",
                                it.field()))
                    .toList()));
  }

  public Decision decide(ProfileCommand command, Context context) {
    return switch (command) {
      case Register _ ->
          Decision.rejected(
              Rejection.conflict(
                  "already-registered", "This customer is registered; amend it instead."));
      case Amend it -> {
        Changes changed = fields.changed(it.fields(), context.effectiveAt());
        yield changed.isEmpty() ? Decision.nothing() : Decision.accepted(new Amended(changed));
      }
      case Classify it -> {
        String colour =
            it.colour() == null ? context.policy().grades().get(it.grade()) : it.colour();
        if (colour == null) {
          yield Decision.rejected(
              Rejection.invalid(
                      "grade-unknown",
                      "No such grade is configured; use one of them, or send its colour.")
                  .with(
                      Map.of(
                          "grades",
                          context.policy().grades().keySet().stream().sorted().toList())));
        }
        Classified wish = new Classified(it.grade(), colour);
        yield wish.equals(classification.at(context.effectiveAt()))
            ? Decision.nothing()
            : Decision.accepted(wish);
      }
    };
  }

  public Decision decide(ContactCommand command, Context context) {
    return contacts.decide(command, context);
  }

  public Decision decide(DateCommand command, Context context) {
    return dates.decide(command, contacts, context);
  }

  public Decision decide(AssortmentCommand command, Context context) {
    return assortment.decide(command, context);
  }

  public Profile evolve(Recorded recorded, ProfileEvent event) {
    return switch (event) {
      case Registered it ->
          new Profile(
              fields.with(recorded, it.fields()),
              classification,
              it.externalIds(),
              contacts,
              dates,
              assortment,
              memory);
      case Merged _, MergeReverted _ -> this;
      case Amended it ->
          with(fields.with(recorded, it.fields()), classification, memory.with(recorded));
      case Classified it -> with(fields, classification.with(recorded, it), memory.with(recorded));
      case ContactAdded it -> with(contacts.evolve(recorded, it));
      case ContactAmended it -> with(contacts.evolve(recorded, it));
      case ContactRemoved it -> with(contacts.evolve(recorded, it));
      case DateSet it -> with(dates.evolve(recorded, it.date(), Optional.of(it.details())));
      case DateRemoved it -> with(dates.evolve(recorded, it.date(), Optional.empty()));
      case AssortmentReported it -> with(assortment.evolve(recorded, it));
    };
  }

  public Profile without(UUID event) {
    return new Profile(
        fields.without(event),
        classification.without(event),
        externalIds,
        contacts.without(event),
        dates.without(event),
        assortment.without(event),
        memory);
  }

  /// As read without some of what fields and class were before.
  public Profile inPart() {
    return with(fields, classification, memory.inPart());
  }

  /// Without what fields and class were before the latest change.
  public Profile trimmed() {
    Instant latest = memory.latest();
    return with(fields.onwards(latest), classification.onwards(latest), memory.trimmed());
  }

  /// Whether the event says nothing of what is known of fields and class.
  public boolean spares(Recorded recorded) {
    return switch (recorded.event()) {
      case Amended _ -> !fields.has(recorded.sequence());
      case Classified _ -> !classification.has(recorded.sequence());
      default -> false;
    };
  }

  /// What no other customer may have, now or at a time known to come.
  ///
  /// @param unique the fields that no two customers may share
  public Set<Identity> identities(Set<String> unique, Instant now) {
    Set<Identity> identities = new HashSet<>();
    for (ExternalId key : externalIds) {
      identities.add(Identity.external(Identity.CUSTOMER_KEY, key.system(), key.id()));
    }
    for (String field : unique) {
      fields.from(field, now).forEach(value -> identities.addAll(Recognition.by(field, value)));
    }
    return identities;
  }

  /// The name now.
  public Optional<String> name(Instant now) {
    return Stream.ofNullable(fields.at(NAME, now)).flatMap(Distinctive::text).findAny();
  }

  /// The name among new fields.
  public static Optional<String> name(Changes fields) {
    return name(fields.values());
  }

  /// The name among these fields.
  public static Optional<String> name(Map<String, Personal<FieldValue>> fields) {
    return Stream.ofNullable(fields.get(NAME)).flatMap(Distinctive::text).findAny();
  }

  private Profile with(Fields fields, Versions<Classified> classification, Memory memory) {
    return new Profile(fields, classification, externalIds, contacts, dates, assortment, memory);
  }

  private Profile with(Contacts contacts) {
    return new Profile(fields, classification, externalIds, contacts, dates, assortment, memory);
  }

  private Profile with(Dates dates) {
    return new Profile(fields, classification, externalIds, contacts, dates, assortment, memory);
  }

  private Profile with(Assortment assortment) {
    return new Profile(fields, classification, externalIds, contacts, dates, assortment, memory);
  }
}
