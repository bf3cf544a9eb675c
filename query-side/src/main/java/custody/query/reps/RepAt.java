package custody.query.reps;

import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.RepEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rep at two times, by the one definition's fold over what happened to the rep.
///
/// @param status null before the rep joined
/// @param lastDay the last working day announced, in the company's zone
record RepAt(
    @Nullable Status status,
    @Nullable Personal<String> name,
    String team,
    String territory,
    List<ExternalId> externalIds,
    @Nullable Instant joinedAt,
    @Nullable LocalDate lastDay,
    @Nullable Instant leftAt) {

  static final RepAt UNKNOWN = new RepAt(null, null, "", "", List.of(), null, null, null);

  enum Status {
    ACTIVE,
    LEAVING,
    LEFT
  }

  /// @param at its effective time
  RepAt evolve(RepEvent event, Instant at) {
    return switch (event) {
      case RepEvent.Joined it ->
          new RepAt(
              Status.ACTIVE,
              it.name(),
              it.team(),
              it.territory(),
              it.externalIds(),
              at,
              null,
              null);
      case RepEvent.Moved it ->
          new RepAt(
              status, name, it.team(), it.territory(), externalIds, joinedAt, lastDay, leftAt);
      case RepEvent.LeavingAnnounced it ->
          new RepAt(
              status == Status.ACTIVE ? Status.LEAVING : status,
              name,
              team,
              territory,
              externalIds,
              joinedAt,
              it.lastDay(),
              leftAt);
      case RepEvent.Left _ ->
          new RepAt(
              status == null ? null : Status.LEFT,
              name,
              team,
              territory,
              externalIds,
              joinedAt,
              lastDay,
              at);
      case RepEvent.PersonalDataErased _ -> this;
    };
  }
}
