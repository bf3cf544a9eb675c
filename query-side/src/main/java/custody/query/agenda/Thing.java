package custody.query.agenda;

import custody.contract.CallEvent;
import custody.contract.ChurnEvent;
import custody.contract.ComplaintEvent;
import custody.contract.CorrectionEvent;
import custody.contract.ErasureEvent;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.HandoverEvent;
import custody.contract.Id;
import custody.contract.OwnershipEvent;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RecyclingEvent;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RecyclingEvent.ExemptionEnded;
import custody.contract.RepEvent;
import custody.contract.RepEvent.Joined;
import custody.contract.RepEvent.LeavingAnnounced;
import custody.contract.RepEvent.Left;
import custody.contract.RepEvent.Moved;
import custody.contract.RepEvent.PersonalDataErased;
import custody.contract.ResponsibilityEvent;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.ResponsibilityEvent.StewardRemoved;
import custody.contract.RuleEvent;
import java.util.List;
import java.util.UUID;

/// What an event is about.
///
/// @param item the id of the one meant, where a stream has several of the part; else empty
record Thing(UUID stream, Part part, String item) {

  /// What the event tells something new of; empty if the agenda keeps nothing of it.
  static List<Thing> of(Recorded recorded) {
    UUID stream = recorded.stream();
    return switch (recorded.event()) {
      case ProfileEvent profile ->
          switch (profile) {
            case Registered _ -> List.of(only(stream, Part.NAME), only(stream, Part.HOLDER));
            case Merged _, MergeReverted _ -> List.of(only(stream, Part.HOLDER));
            case Amended it ->
                it.fields().values().containsKey("name") || it.fields().cleared().contains("name")
                    ? List.of(only(stream, Part.NAME))
                    : List.of();
            case Classified _ -> List.of(only(stream, Part.GRADE));
            case DateSet it -> List.of(one(stream, Part.IMPORTANT_DATE, it.date()));
            case DateRemoved it -> List.of(one(stream, Part.IMPORTANT_DATE, it.date()));
            case ContactAdded _, ContactAmended _, ContactRemoved _, AssortmentReported _ ->
                List.of();
          };
      case FollowUpEvent followUp ->
          List.of(
              one(
                  stream,
                  Part.FOLLOW_UP,
                  switch (followUp) {
                    case FollowUpRecorded it -> it.followUp();
                    case FollowUpAmended it -> it.followUp();
                    case NextStepDone it -> it.followUp();
                  }));
      case OwnershipEvent _ -> List.of(only(stream, Part.HOLDER));
      case ResponsibilityEvent responsibility ->
          switch (responsibility) {
            case CoverStarted it -> List.of(one(stream, Part.COVER, it.cover()));
            case CoverEnded it -> List.of(one(stream, Part.COVER, it.cover()));
            case StewardAssigned it -> List.of(one(stream, Part.STEWARD, it.steward()));
            case StewardRemoved it -> List.of(one(stream, Part.STEWARD, it.steward()));
            case CollaboratorAdded _, CollaboratorRemoved _ -> List.of();
          };
      case RecyclingEvent recycling ->
          List.of(
              one(
                  stream,
                  Part.EXEMPTION,
                  switch (recycling) {
                    case Exempted it -> it.exemption();
                    case ExemptionEnded it -> it.exemption();
                  }));
      case RepEvent rep ->
          switch (rep) {
            case Joined _, Moved _, Left _ -> List.of(only(stream, Part.POST));
            case LeavingAnnounced _, PersonalDataErased _ -> List.of();
          };
      case ComplaintEvent _,
          ChurnEvent _,
          CallEvent _,
          CorrectionEvent _,
          PersonalDataEvent _,
          RuleEvent _,
          HandoverEvent _,
          ErasureEvent _ ->
          List.of();
    };
  }

  private static Thing only(UUID stream, Part part) {
    return new Thing(stream, part, "");
  }

  private static Thing one(UUID stream, Part part, Id id) {
    return new Thing(stream, part, id.value().toString());
  }
}
