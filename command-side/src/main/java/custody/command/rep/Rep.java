package custody.command.rep;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Identity;
import custody.command.Rejection;
import custody.command.RepStanding;
import custody.command.Versions;
import custody.command.rep.RepCommand.AnnounceLeaving;
import custody.command.rep.RepCommand.ErasePersonalData;
import custody.command.rep.RepCommand.Join;
import custody.command.rep.RepCommand.Leave;
import custody.command.rep.RepCommand.Move;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepEvent.Joined;
import custody.contract.RepEvent.LeavingAnnounced;
import custody.contract.RepEvent.Left;
import custody.contract.RepEvent.Moved;
import custody.contract.RepEvent.PersonalDataErased;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What decisions need of a rep.
///
/// @param activity true from joining, false from leaving on
/// @param posts team and territory
/// @param joins as they were said, so that the same again is no news
public record Rep(
    Versions<Boolean> activity,
    Versions<Moved> posts,
    Versions<LocalDate> lastDays,
    Set<ExternalId> externalIds,
    List<Joined> joins)
    implements RepStanding {
  public static final Rep NONE =
      new Rep(Versions.none(), Versions.none(), Versions.none(), Set.of(), List.of());

  private static final Rejection NOT_ACTIVE =
      Rejection.conflict("rep-not-active", "The rep has not joined or has left at that time.");

  @Override
  public boolean activeAt(Instant time) {
    return Boolean.TRUE.equals(activity.at(time));
  }

  @Override
  public boolean departedAt(Instant time) {
    return Boolean.FALSE.equals(activity.at(time));
  }

  /// An announcement from before the rep left and came back counts no more.
  @Override
  public boolean leavingAt(Instant time) {
    return activeAt(time)
        && lastDays
            .effectiveAt(time)
            .map(announced -> activity.effectiveAt(time).stream().noneMatch(announced::isBefore))
            .orElse(false);
  }

  @Override
  public Set<String> teams(Instant since, Instant now) {
    Set<String> teams = new HashSet<>();
    for (Instant time : List.of(since, now)) {
      Moved post = posts.at(time.isAfter(now) ? now : time);
      if (post != null) {
        teams.add(post.team());
      }
    }
    return teams;
  }

  public boolean exists() {
    return !activity.isEmpty();
  }

  public Decision decide(RepCommand command, Context context) {
    if (!exists() && !(command instanceof Join)) {
      return Decision.rejected(
          Rejection.notFound("rep-not-found", "There is no such rep; check the id."));
    }
    Rejection objection = context.objection(command);
    if (objection != null) {
      return Decision.rejected(objection);
    }
    Instant time = context.effectiveAt();
    return switch (command) {
      case Join it -> join(it, time);
      case Move it -> {
        Moved wish = new Moved(it.team(), it.territory());
        yield whenActive(time, wish.equals(posts.at(time)), wish);
      }
      case AnnounceLeaving it ->
          whenActive(
              time, it.lastDay().equals(lastDays.at(time)), new LeavingAnnounced(it.lastDay()));
      case Leave _ ->
          departsLater(time)
              ? Decision.rejected(
                  Rejection.conflict(
                      "joins-or-leaves-later",
                      "The rep joins or leaves at a later time already; use a time after it."))
              : whenActive(time, false, new Left());
      case ErasePersonalData it ->
          Decision.accepted(new PersonalDataErased(it.erasure(), it.basis()));
    };
  }

  private Decision join(Join command, Instant time) {
    Joined wish =
        new Joined(command.name(), command.team(), command.territory(), command.externalIds());
    if (joins.contains(wish) && activeAt(time)) {
      return Decision.nothing();
    }
    if (activeAt(time) || departsLater(time)) {
      return Decision.rejected(
          Rejection.conflict("already-joined", "The rep has joined; move the rep instead."));
    }
    return Decision.created(command.rep(), wish);
  }

  private boolean departsLater(Instant time) {
    return activity.inEffectiveOrder().stream().anyMatch(it -> it.effectiveAt().isAfter(time));
  }

  private Decision whenActive(Instant time, boolean soAlready, RepEvent event) {
    if (!activeAt(time)) {
      return Decision.rejected(NOT_ACTIVE);
    }
    return soAlready ? Decision.nothing() : Decision.accepted(event);
  }

  public Rep evolve(Recorded recorded, RepEvent event) {
    return switch (event) {
      case Joined it -> {
        Set<ExternalId> ids = new HashSet<>(externalIds);
        ids.addAll(it.externalIds());
        List<Joined> all = new ArrayList<>(joins);
        all.add(it);
        yield new Rep(
            activity.with(recorded, true),
            posts.with(recorded, new Moved(it.team(), it.territory())),
            lastDays,
            Set.copyOf(ids),
            List.copyOf(all));
      }
      case Moved it -> new Rep(activity, posts.with(recorded, it), lastDays, externalIds, joins);
      case LeavingAnnounced it ->
          new Rep(activity, posts, lastDays.with(recorded, it.lastDay()), externalIds, joins);
      case Left _ -> new Rep(activity.with(recorded, false), posts, lastDays, externalIds, joins);
      // State is not blanked here: it is dropped, and folded anew from events that read as erased.
      case PersonalDataErased _ -> this;
    };
  }

  /// As last said.
  public Optional<String> name() {
    return joins.isEmpty()
        ? Optional.empty()
        : switch (joins.getLast().name()) {
          case Personal.Known<String>(String name) -> Optional.of(name);
          case Personal.Erased<String>() -> Optional.empty();
        };
  }

  public Set<Identity> identities() {
    return externalIds.stream()
        .map(key -> Identity.external(Identity.REP_KEY, key.system(), key.id()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
