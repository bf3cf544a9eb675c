package custody.contract;

import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.ImportantDate;
import custody.contract.ProfileEvent.Kind;
import custody.contract.ProfileEvent.Registered;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One customer at two times, by the naive fold of {@link Definition}: the reference that views
/// are tested against.
///
/// @param kind null before registration
/// @param holder null before registration
/// Amending something that is not there (its beginning voided, or removed before) changes nothing.
///
/// @param followUps by id; `nextStep` of a follow-up is gone once it is done
public record CustomerAt(
    @Nullable Kind kind,
    List<ExternalId> externalIds,
    Map<String, Personal<FieldValue>> fields,
    @Nullable Classified classification,
    Map<ContactId, Map<String, Personal<FieldValue>>> contacts,
    Map<DateId, ImportantDate> dates,
    Map<String, AssortmentReported> assortment,
    Map<FollowUpId, FollowUpState> followUps,
    @Nullable Holder holder) {

  /// @param done how the next step went, once it is done
  public record FollowUpState(FollowUp details, @Nullable NextStepDone done) {}

  public static final CustomerAt UNKNOWN =
      new CustomerAt(null, List.of(), Map.of(), null, Map.of(), Map.of(), Map.of(), Map.of(), null);

  /// The customer whose stream these events are, at the two times (UTC).
  public static CustomerAt of(Collection<Recorded> stream, Instant asOf, Instant knownAt) {
    return Definition.state(UNKNOWN, CustomerAt::evolve, stream, asOf, knownAt);
  }

  CustomerAt evolve(Recorded recorded) {
    return switch (recorded.event()) {
      case ProfileEvent event -> evolve(event);
      case FollowUpEvent event -> withFollowUps(evolve(followUps, event));
      case OwnershipEvent event -> withHolder(event.to());
      case CorrectionEvent _, RepEvent _ -> this;
    };
  }

  private CustomerAt evolve(ProfileEvent event) {
    return switch (event) {
      case Registered it ->
          new CustomerAt(
              it.kind(),
              it.externalIds(),
              it.fields().applyTo(fields),
              classification,
              contacts,
              dates,
              assortment,
              followUps,
              it.holder());
      case Amended it -> withFields(it.fields().applyTo(fields));
      case Classified it -> withClassification(it);
      case ContactAdded it ->
          withContacts(changed(contacts, it.contact(), _ -> it.fields().applyTo(Map.of())));
      case ContactAmended it ->
          withContacts(
              changed(
                  contacts,
                  it.contact(),
                  before -> before == null ? null : it.fields().applyTo(before)));
      case ContactRemoved it -> withContacts(changed(contacts, it.contact(), _ -> null));
      case DateSet it -> withDates(changed(dates, it.date(), _ -> it.details()));
      case DateRemoved it -> withDates(changed(dates, it.date(), _ -> null));
      case AssortmentReported it -> withAssortment(changed(assortment, it.product(), _ -> it));
    };
  }

  private static Map<FollowUpId, FollowUpState> evolve(
      Map<FollowUpId, FollowUpState> followUps, FollowUpEvent event) {
    return switch (event) {
      case FollowUpRecorded it ->
          changed(followUps, it.followUp(), _ -> new FollowUpState(it.details(), null));
      case FollowUpAmended it ->
          changed(
              followUps,
              it.followUp(),
              before -> before == null ? null : new FollowUpState(it.details(), before.done()));
      case NextStepDone it ->
          changed(
              followUps,
              it.followUp(),
              before -> before == null ? null : new FollowUpState(before.details(), it));
    };
  }

  private static <K, V> Map<K, V> changed(
      Map<K, V> before, K key, UnaryOperator<@Nullable V> change) {
    Map<K, V> after = new LinkedHashMap<>(before);
    V value = change.apply(before.get(key));
    if (value == null) {
      after.remove(key);
    } else {
      after.put(key, value);
    }
    return Collections.unmodifiableMap(after);
  }

  private CustomerAt withFields(Map<String, Personal<FieldValue>> fields) {
    return new CustomerAt(
        kind, externalIds, fields, classification, contacts, dates, assortment, followUps, holder);
  }

  private CustomerAt withClassification(Classified classification) {
    return new CustomerAt(
        kind, externalIds, fields, classification, contacts, dates, assortment, followUps, holder);
  }

  private CustomerAt withContacts(Map<ContactId, Map<String, Personal<FieldValue>>> contacts) {
    return new CustomerAt(
        kind, externalIds, fields, classification, contacts, dates, assortment, followUps, holder);
  }

  private CustomerAt withDates(Map<DateId, ImportantDate> dates) {
    return new CustomerAt(
        kind, externalIds, fields, classification, contacts, dates, assortment, followUps, holder);
  }

  private CustomerAt withAssortment(Map<String, AssortmentReported> assortment) {
    return new CustomerAt(
        kind, externalIds, fields, classification, contacts, dates, assortment, followUps, holder);
  }

  private CustomerAt withFollowUps(Map<FollowUpId, FollowUpState> followUps) {
    return new CustomerAt(
        kind, externalIds, fields, classification, contacts, dates, assortment, followUps, holder);
  }

  private CustomerAt withHolder(Holder holder) {
    return new CustomerAt(
        kind, externalIds, fields, classification, contacts, dates, assortment, followUps, holder);
  }
}
