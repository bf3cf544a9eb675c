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
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One customer at two times, by the naive fold of {@link Definition}: the reference that views
/// are tested against. Amending something that is not there (its beginning voided, or removed
/// before) changes nothing.
///
/// @param kind null before registration
/// @param holder null before registration
/// @param followUps by id
/// @param responsible who is, beside the holder
/// @param care complaints, loss, calls
/// @param mergedInto the customer that this one is; null = itself
public record CustomerAt(
    @Nullable Kind kind,
    List<ExternalId> externalIds,
    Map<String, Personal<FieldValue>> fields,
    @Nullable Classified classification,
    Map<ContactId, Map<String, Personal<FieldValue>>> contacts,
    Map<DateId, ImportantDate> dates,
    Map<String, AssortmentReported> assortment,
    Map<FollowUpId, FollowUpState> followUps,
    @Nullable Holder holder,
    ResponsibleAt responsible,
    CareAt care,
    @Nullable CustomerId mergedInto) {

  /// @param done how the next step went, once it is done
  public record FollowUpState(FollowUp details, @Nullable NextStepDone done) {}

  public static final CustomerAt UNKNOWN =
      new CustomerAt(
          null,
          List.of(),
          Map.of(),
          null,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          null,
          ResponsibleAt.NOBODY,
          CareAt.NOTHING,
          null);

  /// The customer whose stream these events are, at the two times (UTC).
  public static CustomerAt of(Collection<Recorded> stream, Instant asOf, Instant knownAt) {
    CustomerAt folded = Definition.state(UNKNOWN, CustomerAt::evolve, stream, asOf, knownAt);
    return folded.with(folded.responsible.inForce(asOf, folded.holder));
  }

  /// The state with one event more, which comes last in effective order.
  public CustomerAt evolve(Recorded recorded) {
    return switch (recorded.event()) {
      case ProfileEvent event -> evolve(event);
      case FollowUpEvent event -> withFollowUps(evolve(followUps, event));
      case OwnershipEvent event -> withHolder(event.to());
      case ResponsibilityEvent event -> with(responsible.evolve(event));
      case RecyclingEvent event -> with(responsible.evolve(event));
      case ComplaintEvent event -> with(care.evolve(event));
      case ChurnEvent event -> with(care.evolve(event));
      case CallEvent event -> with(care.evolve(event));
      case CorrectionEvent _,
          PersonalDataEvent _,
          RepEvent _,
          RuleEvent _,
          HandoverEvent _,
          ErasureEvent _ ->
          this;
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
              it.holder(),
              responsible,
              care,
              mergedInto);
      case Merged it -> withMergedInto(it.into());
      case MergeReverted _ -> withMergedInto(null);
      case Amended it -> withFields(it.fields().applyTo(fields));
      case Classified it -> withClassification(it);
      case ContactAdded it ->
          withContacts(CareAt.changed(contacts, it.contact(), _ -> it.fields().applyTo(Map.of())));
      case ContactAmended it ->
          withContacts(
              CareAt.changed(
                  contacts,
                  it.contact(),
                  before -> before == null ? null : it.fields().applyTo(before)));
      case ContactRemoved it -> withContacts(CareAt.changed(contacts, it.contact(), _ -> null));
      case DateSet it -> withDates(CareAt.changed(dates, it.date(), _ -> it.details()));
      case DateRemoved it -> withDates(CareAt.changed(dates, it.date(), _ -> null));
      case AssortmentReported it ->
          withAssortment(CareAt.changed(assortment, it.product(), _ -> it));
    };
  }

  private static Map<FollowUpId, FollowUpState> evolve(
      Map<FollowUpId, FollowUpState> followUps, FollowUpEvent event) {
    return switch (event) {
      case FollowUpRecorded it ->
          CareAt.changed(followUps, it.followUp(), _ -> new FollowUpState(it.details(), null));
      case FollowUpAmended it ->
          CareAt.changed(
              followUps,
              it.followUp(),
              before -> before == null ? null : new FollowUpState(it.details(), before.done()));
      case NextStepDone it ->
          CareAt.changed(
              followUps,
              it.followUp(),
              before -> before == null ? null : new FollowUpState(before.details(), it));
    };
  }

  private CustomerAt withFields(Map<String, Personal<FieldValue>> fields) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }

  private CustomerAt withMergedInto(@Nullable CustomerId other) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        other);
  }

  private CustomerAt withClassification(Classified classification) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }

  private CustomerAt withContacts(Map<ContactId, Map<String, Personal<FieldValue>>> contacts) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }

  private CustomerAt withDates(Map<DateId, ImportantDate> dates) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }

  private CustomerAt withAssortment(Map<String, AssortmentReported> assortment) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }

  private CustomerAt withFollowUps(Map<FollowUpId, FollowUpState> followUps) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }

  private CustomerAt withHolder(Holder holder) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }

  private CustomerAt with(ResponsibleAt responsible) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }

  private CustomerAt with(CareAt care) {
    return new CustomerAt(
        kind,
        externalIds,
        fields,
        classification,
        contacts,
        dates,
        assortment,
        followUps,
        holder,
        responsible,
        care,
        mergedInto);
  }
}
