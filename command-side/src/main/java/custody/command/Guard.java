package custody.command;

import custody.contract.Actor;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import custody.service.rights.Authority;
import custody.service.rights.Authority.Automation;
import custody.service.rights.Authority.Called;
import custody.service.rights.Relation;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Judges every command by the one table of rights, from the aggregate's own state: what the events
/// say at the moment of the append, and nothing that may be behind them.
public final class Guard {
  /// Refused to whoever may know that it is there.
  public static final Rejection NOT_ALLOWED =
      new Rejection(
          Rejection.Sort.FORBIDDEN,
          "not-allowed",
          "Your role does not allow this. Ask an administrator.",
          Map.of());

  private static final Set<Right> SEEING =
      EnumSet.of(Right.SEE, Right.SEE_MASKED, Right.SEE_FOR_REASON);

  private final Function<RepId, @Nullable RepStanding> reps;

  /// @param reps looks up a rep; null = there is none
  public Guard(Function<RepId, @Nullable RepStanding> reps) {
    this.reps = reps;
  }

  public enum Verdict {
    ALLOWED,
    FORBIDDEN,
    /// To be answered as if it were not there.
    HIDDEN
  }

  /// @param actor in whose name
  public Verdict judge(
      Authority whose, Actor actor, Command command, Standing standing, Instant now) {
    Set<Relation> relations = relations(whose, actor, standing, now);
    boolean departed = whose instanceof Called(Access access) && departed(access, now);
    if (!departed
        && Rules.allow(whose, command.right(), relations)
        && mayReceive(whose, command, relations, now)) {
      return Verdict.ALLOWED;
    }
    return sees(whose, standing, relations) && !departed ? Verdict.FORBIDDEN : Verdict.HIDDEN;
  }

  /// Whether whoever acts may know that it is there.
  public boolean sees(Authority whose, Actor actor, Standing standing, Instant now) {
    boolean departed = whose instanceof Called(Access access) && departed(access, now);
    return !departed && sees(whose, standing, relations(whose, actor, standing, now));
  }

  private static boolean sees(Authority whose, Standing standing, Set<Relation> relations) {
    return !standing.hidden()
        || SEEING.stream().anyMatch(right -> Rules.allow(whose, right, relations));
  }

  private boolean departed(Access access, Instant now) {
    RepId rep = access.rep();
    if (rep == null) {
      return false;
    }
    RepStanding standing = reps.apply(rep);
    return standing != null && standing.departedAt(now);
  }

  private Set<Relation> relations(Authority whose, Actor actor, Standing standing, Instant now) {
    EnumSet<Relation> relations = EnumSet.noneOf(Relation.class);
    if (standing.pooled()) {
      relations.add(Relation.POOLED);
    }
    if (whose instanceof Called(Access access)) {
      RepId rep = access.rep();
      if (rep != null && standing.owners().contains(rep)) {
        relations.add(Relation.OWN);
      }
      if (rep != null && standing.covers().contains(rep)) {
        relations.add(Relation.COVERED);
      }
      if (rep != null && standing.collaborators().contains(rep)) {
        relations.add(Relation.SHARED);
      }
      if (standing.stewards().contains(actor)) {
        relations.add(Relation.STEWARDED);
      }
      if (isOver(access, standing, now)) {
        relations.add(Relation.TEAM);
      }
    }
    return relations;
  }

  private boolean isOver(Access access, Standing standing, Instant now) {
    if (access.teams().isEmpty()) {
      return false;
    }
    if (access.teams().contains(Access.EVERY_TEAM)) {
      // Also what is with nobody, to programs that keep everything.
      return !standing.owners().isEmpty() || !access.scopes().isEmpty();
    }
    return !standing.owners().isEmpty()
        && standing.owners().stream()
            .allMatch(
                owner -> {
                  RepStanding rep = reps.apply(owner);
                  return rep != null
                      && rep.teams(standing.since(), now).stream().anyMatch(access::isOver);
                });
  }

  /// Whether the customer may go to the rep whom the command names: oneself, somebody of one's
  /// team, or, for an owner who moves it on, anybody.
  private boolean mayReceive(
      Authority whose, Command command, Set<Relation> relations, Instant now) {
    RepId receiver = command.receiver();
    if (receiver == null) {
      return true;
    }
    return switch (whose) {
      case Automation _ -> true;
      case Called(Access access) ->
          receiver.equals(access.rep())
              || (command.right() == Right.TRANSFER
                  && relations.contains(Relation.OWN)
                  && access.is(Role.REP))
              || ((command.right() != Right.CLAIM || access.may(Scope.WRITE))
                  && isInTeam(access, receiver, now));
    };
  }

  private boolean isInTeam(Access access, RepId rep, Instant now) {
    if (access.teams().contains(Access.EVERY_TEAM)) {
      return true;
    }
    RepStanding standing = reps.apply(rep);
    return standing != null && standing.teams(now, now).stream().anyMatch(access::isOver);
  }
}
