package custody.wire;

import custody.contract.CallEvent;
import custody.contract.ChurnEvent;
import custody.contract.ComplaintEvent;
import custody.contract.CorrectionEvent;
import custody.contract.ErasureEvent;
import custody.contract.Event;
import custody.contract.FollowUpEvent;
import custody.contract.HandoverEvent;
import custody.contract.OwnershipEvent;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.RecyclingEvent;
import custody.contract.RepEvent;
import custody.contract.ResponsibilityEvent;
import custody.contract.RuleEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The allow-list: every event we write and read, with its logical name and current revision.
/// Nothing else is ever resolved to a class.
public enum EventType {
  CUSTOMER_REGISTERED("customer.registered", 1, ProfileEvent.Registered.class),
  CUSTOMER_MERGED("customer.merged", 1, ProfileEvent.Merged.class),
  CUSTOMER_MERGE_REVERTED("customer.merge-reverted", 1, ProfileEvent.MergeReverted.class),
  PROFILE_AMENDED("profile.amended", 1, ProfileEvent.Amended.class),
  PROFILE_CLASSIFIED("profile.classified", 1, ProfileEvent.Classified.class),
  CONTACT_ADDED("contact.added", 1, ProfileEvent.ContactAdded.class),
  CONTACT_AMENDED("contact.amended", 1, ProfileEvent.ContactAmended.class),
  CONTACT_REMOVED("contact.removed", 1, ProfileEvent.ContactRemoved.class),
  DATE_SET("date.set", 1, ProfileEvent.DateSet.class),
  DATE_REMOVED("date.removed", 1, ProfileEvent.DateRemoved.class),
  ASSORTMENT_REPORTED("assortment.reported", 1, ProfileEvent.AssortmentReported.class),
  FOLLOW_UP_RECORDED("follow-up.recorded", 2, FollowUpEvent.FollowUpRecorded.class),
  FOLLOW_UP_AMENDED("follow-up.amended", 1, FollowUpEvent.FollowUpAmended.class),
  NEXT_STEP_DONE("follow-up.next-step-done", 1, FollowUpEvent.NextStepDone.class),
  OWNERSHIP_ASSIGNED("ownership.assigned", 1, OwnershipEvent.Assigned.class),
  OWNERSHIP_TRANSFERRED("ownership.transferred", 1, OwnershipEvent.Transferred.class),
  OWNERSHIP_RELEASED("ownership.released", 1, OwnershipEvent.Released.class),
  OWNERSHIP_CLAIMED("ownership.claimed", 1, OwnershipEvent.Claimed.class),
  OWNERSHIP_RECYCLED("ownership.recycled", 1, OwnershipEvent.Recycled.class),
  COVER_STARTED("cover.started", 1, ResponsibilityEvent.CoverStarted.class),
  COVER_ENDED("cover.ended", 1, ResponsibilityEvent.CoverEnded.class),
  COLLABORATOR_ADDED("collaborator.added", 1, ResponsibilityEvent.CollaboratorAdded.class),
  COLLABORATOR_REMOVED("collaborator.removed", 1, ResponsibilityEvent.CollaboratorRemoved.class),
  STEWARD_ASSIGNED("steward.assigned", 1, ResponsibilityEvent.StewardAssigned.class),
  STEWARD_REMOVED("steward.removed", 1, ResponsibilityEvent.StewardRemoved.class),
  RECYCLING_EXEMPTED("recycling.exempted", 1, RecyclingEvent.Exempted.class),
  RECYCLING_EXEMPTION_ENDED("recycling.exemption-ended", 1, RecyclingEvent.ExemptionEnded.class),
  COMPLAINT_RAISED("complaint.raised", 1, ComplaintEvent.ComplaintRaised.class),
  COMPLAINT_ESCALATED("complaint.escalated", 1, ComplaintEvent.ComplaintEscalated.class),
  COMPLAINT_RESOLVED("complaint.resolved", 1, ComplaintEvent.ComplaintResolved.class),
  CHURN_RECORDED("churn.recorded", 1, ChurnEvent.ChurnRecorded.class),
  CHURN_WON_BACK("churn.won-back", 1, ChurnEvent.WonBack.class),
  CALL_RECEIVED("call.received", 1, CallEvent.CallReceived.class),
  CALL_RECORDING_LINKED("call.recording-linked", 1, CallEvent.RecordingLinked.class),
  EVENT_VOIDED("event.voided", 1, CorrectionEvent.Voided.class),
  REP_JOINED("rep.joined", 1, RepEvent.Joined.class),
  REP_MOVED("rep.moved", 1, RepEvent.Moved.class),
  REP_LEAVING_ANNOUNCED("rep.leaving-announced", 1, RepEvent.LeavingAnnounced.class),
  REP_LEFT("rep.left", 1, RepEvent.Left.class),
  RULE_SET("rule.set", 1, RuleEvent.RuleSet.class),
  RULE_WITHDRAWN("rule.withdrawn", 1, RuleEvent.RuleWithdrawn.class),
  HANDOVER_OPENED("handover.opened", 1, HandoverEvent.Opened.class),
  HANDOVER_PLANNED("handover.planned", 1, HandoverEvent.Planned.class),
  HANDOVER_APPROVED("handover.approved", 1, HandoverEvent.Approved.class),
  HANDOVER_ALLOTTED("handover.allotted", 1, HandoverEvent.Allotted.class),
  HANDOVER_STARTED("handover.started", 1, HandoverEvent.Started.class),
  HANDOVER_PAUSED("handover.paused", 1, HandoverEvent.Paused.class),
  HANDOVER_RESUMED("handover.resumed", 1, HandoverEvent.Resumed.class),
  HANDOVER_CANCELLED("handover.cancelled", 1, HandoverEvent.Cancelled.class),
  HANDOVER_CUSTOMER_MOVED("handover.customer-moved", 1, HandoverEvent.CustomersMoved.class),
  HANDOVER_CUSTOMER_FAILED("handover.customer-failed", 1, HandoverEvent.CustomersFailed.class),
  HANDOVER_COMPLETED("handover.completed", 1, HandoverEvent.Completed.class),
  HANDOVER_UNDO_STARTED("handover.undo-started", 1, HandoverEvent.UndoStarted.class),
  HANDOVER_CUSTOMER_RETURNED(
      "handover.customer-returned", 1, HandoverEvent.CustomersReturned.class),
  HANDOVER_CUSTOMER_KEPT("handover.customer-kept", 1, HandoverEvent.CustomersKept.class),
  HANDOVER_UNDONE("handover.undone", 1, HandoverEvent.Undone.class),
  HANDOVER_CLOSED("handover.closed", 1, HandoverEvent.Closed.class),
  REP_PERSONAL_DATA_ERASED("rep.personal-data-erased", 1, RepEvent.PersonalDataErased.class),
  PERSONAL_DATA_ERASED("personal-data.erased", 1, PersonalDataEvent.Erased.class),
  ERASURE_REQUESTED("erasure.requested", 1, ErasureEvent.Requested.class),
  ERASURE_APPROVED("erasure.approved", 1, ErasureEvent.Approved.class),
  ERASURE_REFUSED("erasure.refused", 1, ErasureEvent.Refused.class),
  ERASURE_REAPPLIED("erasure.reapplied", 1, ErasureEvent.Reapplied.class),
  ERASURE_COMPLETED("erasure.completed", 1, ErasureEvent.Completed.class);

  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(EventType::logicalName, Function.identity()));
  private static final Map<Class<?>, EventType> BY_CLASS =
      Arrays.stream(values()).collect(Collectors.toMap(type -> type.type, Function.identity()));

  private final String logicalName;
  private final int revision;
  private final Class<? extends Event> type;

  EventType(String logicalName, int revision, Class<? extends Event> type) {
    this.logicalName = logicalName;
    this.revision = revision;
    this.type = type;
  }

  /// The stored name, such as `follow-up.recorded`; its part before the dot is the family.
  public String logicalName() {
    return logicalName;
  }

  /// The part of the name before the dot, such as `follow-up`.
  public String family() {
    return logicalName.substring(0, logicalName.indexOf('.'));
  }

  /// The revision we write. Older ones are read through {@link Upcasters}.
  public int revision() {
    return revision;
  }

  public Class<? extends Event> type() {
    return type;
  }

  /// The type of this event.
  ///
  /// @throws IllegalStateException if the event is not in the allow-list
  public static EventType of(Event event) {
    return of(event.getClass());
  }

  /// The same of all events of a class.
  public static EventType of(Class<? extends Event> events) {
    EventType type = BY_CLASS.get(events);
    if (type == null) {
      throw new IllegalStateException(events + " has no logical name");
    }
    return type;
  }

  /// The type of that logical name; null if there is none.
  public static @Nullable EventType named(String logicalName) {
    return BY_NAME.get(logicalName);
  }
}
