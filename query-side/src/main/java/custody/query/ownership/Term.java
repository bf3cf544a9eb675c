package custody.query.ownership;

import custody.contract.Actor;
import custody.contract.CollaboratorId;
import custody.contract.CorrectionEvent;
import custody.contract.CoverId;
import custody.contract.Event;
import custody.contract.ExemptionId;
import custody.contract.RecyclingEvent;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RecyclingEvent.ExemptionEnded;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.ResponsibilityEvent.StewardRemoved;
import custody.contract.RuleId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event that gives something for a time, or ends it: what a {@link CorrectionEvent} voids.
///
/// @param event its id
/// @param voidedAt when the correction that voids it was recorded; null if there is none
/// @param what what it gives or ends; null parts = it ends
record Term(
    long position,
    UUID event,
    Instant effectiveAt,
    Instant recordedAt,
    @Nullable Instant voidedAt,
    What what) {

  /// What is given, each kind in a table of its own.
  enum Kind {
    COVER,
    COLLABORATOR,
    STEWARD,
    EXEMPTION
  }

  /// @param id of the cover, collaboration, stewardship or exemption
  /// @param gives false if it ends
  /// @param until exclusive; null = until ended
  /// @param owner whom a cover is for
  /// @param rep who covers or collaborates
  /// @param account the steward
  /// @param rule what the exemption is from; null = any
  record What(
      Kind kind,
      UUID id,
      boolean gives,
      @Nullable Instant until,
      @Nullable UUID owner,
      @Nullable UUID rep,
      @Nullable String account,
      @Nullable UUID rule) {

    private static What end(Kind kind, UUID id) {
      return new What(kind, id, false, null, null, null, null, null);
    }

    /// Null if the event neither gives nor ends anything.
    static @Nullable What of(Event event) {
      return switch (event) {
        case ResponsibilityEvent it -> of(it);
        case RecyclingEvent it -> of(it);
        default -> null; // the few above are all there are
      };
    }

    private static What of(ResponsibilityEvent event) {
      return switch (event) {
        case CoverStarted(CoverId id, RepId owner, RepId by, Instant until) ->
            new What(Kind.COVER, id.value(), true, until, owner.value(), by.value(), null, null);
        case CoverEnded(CoverId id) -> end(Kind.COVER, id.value());
        case CollaboratorAdded(CollaboratorId id, RepId rep, var until) ->
            new What(Kind.COLLABORATOR, id.value(), true, until, null, rep.value(), null, null);
        case CollaboratorRemoved(CollaboratorId id) -> end(Kind.COLLABORATOR, id.value());
        case StewardAssigned(var id, Actor account, var until) ->
            new What(Kind.STEWARD, id.value(), true, until, null, null, account.toString(), null);
        case StewardRemoved(var id) -> end(Kind.STEWARD, id.value());
      };
    }

    private static What of(RecyclingEvent event) {
      return switch (event) {
        case Exempted(ExemptionId id, var rule, Instant until) ->
            new What(Kind.EXEMPTION, id.value(), true, until, null, null, null, value(rule));
        case ExemptionEnded(ExemptionId id) -> end(Kind.EXEMPTION, id.value());
      };
    }

    private static @Nullable UUID value(@Nullable RuleId rule) {
      return rule == null ? null : rule.value();
    }
  }

  Term voidedAt(Instant at) {
    return new Term(position, event, effectiveAt, recordedAt, at, what);
  }

  /// Whether it counted in what was known at that moment.
  boolean knownAt(Instant moment) {
    return !recordedAt.isAfter(moment) && (voidedAt == null || voidedAt.isAfter(moment));
  }
}
