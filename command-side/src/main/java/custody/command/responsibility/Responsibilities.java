package custody.command.responsibility;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Grants;
import custody.command.Rejection;
import custody.command.responsibility.ResponsibilityCommand.AddCollaborator;
import custody.command.responsibility.ResponsibilityCommand.AssignSteward;
import custody.command.responsibility.ResponsibilityCommand.EndCover;
import custody.command.responsibility.ResponsibilityCommand.RemoveCollaborator;
import custody.command.responsibility.ResponsibilityCommand.RemoveSteward;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.contract.Actor;
import custody.contract.CollaboratorId;
import custody.contract.CoverId;
import custody.contract.Holder;
import custody.contract.Holder.Owner;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.ResponsibilityEvent.StewardRemoved;
import custody.contract.StewardId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who is responsible beside the owner.
///
/// Covers may be nested and may overlap. All in force see and record; the one that began last acts.
/// When it ends, the one before acts again if it still lasts. A cover is for one owner: it is in
/// force only while that owner has the customer, so a stand-in's access ends with the move that
/// ends the owner's.
public record Responsibilities(
    Grants<CoverId, CoverStarted> covers,
    Grants<CollaboratorId, CollaboratorAdded> collaborators,
    Grants<StewardId, StewardAssigned> stewards) {
  public static final Responsibilities NONE =
      new Responsibilities(Grants.none(), Grants.none(), Grants.none());

  private static final Rejection NOT_OWNED =
      Rejection.conflict(
          "not-owned", "The customer is in a pool at that time: there is nobody to stand in for.");

  /// The covers in force, the last of which acts.
  ///
  /// @param holder who has the customer at that time
  public List<CoverStarted> covers(Instant time, @Nullable Holder holder) {
    return covers.at(time).stream()
        .filter(cover -> new Owner(cover.owner()).equals(holder))
        .toList();
  }

  public Decision decide(ResponsibilityCommand command, @Nullable Holder holder, Context context) {
    return switch (command) {
      case StartCover it ->
          switch (holder) {
            case Owner(RepId owner) -> start(it, owner, context);
            case Holder.Pool _ -> Decision.rejected(NOT_OWNED);
            case null -> Decision.rejected(NOT_OWNED);
          };
      case AddCollaborator it -> add(it, holder, context);
      case AssignSteward it -> assign(it, context);
      case EndCover it ->
          end(
              covers,
              it.cover(),
              new CoverEnded(it.cover()),
              Rejection.notFound("cover-not-found", "There is no such cover; check the id."),
              context);
      case RemoveCollaborator it ->
          end(
              collaborators,
              it.collaborator(),
              new CollaboratorRemoved(it.collaborator()),
              Rejection.notFound(
                  "collaborator-not-found",
                  "There is no such collaborator; use the id of the collaboration, not the rep's."),
              context);
      case RemoveSteward it ->
          end(
              stewards,
              it.steward(),
              new StewardRemoved(it.steward()),
              Rejection.notFound(
                  "steward-not-found",
                  "There is no such steward; use the id of the stewardship, not the account's."),
              context);
    };
  }

  private Decision start(StartCover command, RepId owner, Context context) {
    CoverStarted wish = new CoverStarted(command.cover(), owner, command.by(), command.until());
    Rejection objection = objection(wish, context);
    return objection == null
        ? Decision.created(command.cover(), wish)
        : Decision.rejected(objection);
  }

  private @Nullable Rejection objection(CoverStarted wish, Context context) {
    if (covers.knows(wish.cover())) {
      return exists();
    }
    if (wish.by().equals(wish.owner())) {
      return Rejection.conflict(
          "cover-is-owner", "The rep is the owner at that time; let somebody else stand in.");
    }
    Rejection time = within(wish.until(), context);
    if (time != null) {
      return time;
    }
    if (covers.spanning(context.effectiveAt(), wish.until()).stream()
        .anyMatch(it -> it.by().equals(wish.by()) && it.owner().equals(wish.owner()))) {
      return Rejection.conflict(
          "already-covering", "The rep stands in during all of that time already.");
    }
    return context.facts().mayOwn(wish.by(), context.effectiveAt());
  }

  private Decision add(AddCollaborator command, @Nullable Holder holder, Context context) {
    Instant until = command.until();
    Rejection objection =
        collaborators.knows(command.collaborator()) ? exists() : within(until, context);
    if (objection == null && new Owner(command.rep()).equals(holder)) {
      objection =
          Rejection.conflict(
              "collaborator-is-owner", "The rep is the owner at that time and has access anyway.");
    }
    if (objection == null
        && spanning(collaborators, until, context).stream()
            .anyMatch(it -> it.rep().equals(command.rep()))) {
      objection =
          Rejection.conflict(
              "already-collaborator", "The rep is a collaborator during all of that time.");
    }
    if (objection == null) {
      objection = context.facts().mayOwn(command.rep(), context.effectiveAt());
    }
    return objection == null
        ? Decision.created(
            command.collaborator(),
            new CollaboratorAdded(command.collaborator(), command.rep(), until))
        : Decision.rejected(objection);
  }

  private Decision assign(AssignSteward command, Context context) {
    Instant until = command.until();
    Actor account = command.account();
    Rejection objection = stewards.knows(command.steward()) ? exists() : within(until, context);
    if (objection == null
        && account.kind() != Actor.Kind.REP
        && account.kind() != Actor.Kind.USER) {
      objection =
          Rejection.invalid("steward-invalid", "A steward is a person: name a rep or a user.");
    }
    if (objection == null
        && spanning(stewards, until, context).stream()
            .anyMatch(it -> it.account().equals(account))) {
      objection =
          Rejection.conflict("already-steward", "This is the steward during all of that time.");
    }
    if (objection == null && account.kind() == Actor.Kind.REP) {
      objection = context.facts().mayOwn(RepId.of(account.id()), context.effectiveAt());
    }
    return objection == null
        ? Decision.created(
            command.steward(), new StewardAssigned(command.steward(), account, until))
        : Decision.rejected(objection);
  }

  private static <V> List<V> spanning(
      Grants<?, V> grants, @Nullable Instant until, Context context) {
    return grants.spanning(context.effectiveAt(), Objects.requireNonNullElse(until, Instant.MAX));
  }

  private static Rejection exists() {
    return Rejection.conflict("id-used", "This id was used before; use a new one.");
  }

  /// Null if what is to be given lasts at all.
  private static @Nullable Rejection within(@Nullable Instant until, Context context) {
    return until == null || until.isAfter(context.effectiveAt())
        ? null
        : Rejection.invalid("until-too-early", "It must end after it begins.");
  }

  private static <K> Decision end(
      Grants<K, ?> grants, K id, ResponsibilityEvent end, Rejection unknown, Context context) {
    if (!grants.knows(id)) {
      return Decision.rejected(unknown);
    }
    return grants.lastsBeyond(id, context.effectiveAt())
        ? Decision.accepted(end)
        : Decision.nothing();
  }

  public Responsibilities evolve(Recorded recorded, ResponsibilityEvent event) {
    return switch (event) {
      case CoverStarted it ->
          new Responsibilities(
              covers.with(recorded, it.cover(), it, it.until()), collaborators, stewards);
      case CoverEnded it ->
          new Responsibilities(covers.ended(recorded, it.cover()), collaborators, stewards);
      case CollaboratorAdded it ->
          new Responsibilities(
              covers, collaborators.with(recorded, it.collaborator(), it, it.until()), stewards);
      case CollaboratorRemoved it ->
          new Responsibilities(covers, collaborators.ended(recorded, it.collaborator()), stewards);
      case StewardAssigned it ->
          new Responsibilities(
              covers, collaborators, stewards.with(recorded, it.steward(), it, it.until()));
      case StewardRemoved it ->
          new Responsibilities(covers, collaborators, stewards.ended(recorded, it.steward()));
    };
  }

  public Responsibilities without(UUID event) {
    return new Responsibilities(
        covers.without(event), collaborators.without(event), stewards.without(event));
  }
}
