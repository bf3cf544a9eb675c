package custody.contract;

import java.time.LocalDate;
import java.util.List;

/// What can happen to one rep. One rep is one stream.
public sealed interface RepEvent extends Event {

  /// Active from its effective time on, until {@link Left} takes effect.
  record Joined(
      Personal<String> name,
      String team,
      String territory,
      List<ProfileEvent.ExternalId> externalIds)
      implements RepEvent {
    public Joined {
      externalIds = List.copyOf(externalIds);
    }
  }

  record Moved(String team, String territory) implements RepEvent {}

  /// @param lastDay the last working day, in the company's zone
  record LeavingAnnounced(LocalDate lastDay) implements RepEvent {}

  /// From its effective time on the rep owns nothing new and sees nothing.
  record Left() implements RepEvent {}

  /// The rep's keys were destroyed with this event: what was recorded of them before reads as
  /// erased, at all times asked about.
  record PersonalDataErased(ErasureId erasure, ErasureBasis basis) implements RepEvent {}
}
