package custody.command.followup;

import custody.command.Context;
import custody.command.Decision;
import custody.command.Parts;
import custody.command.Rejection;
import custody.command.Versions;
import custody.command.followup.FollowUpCommand.AmendFollowUp;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.FollowUpId;
import custody.contract.Recorded;
import custody.contract.RepId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// What decisions need of a customer's follow-ups: there may be thousands, so of each only the
/// least, and nothing at all until one of them is asked about.
///
/// @param told null = left aside
/// @param inARow how many were recorded last without one being changed
/// @param events how many events about them have been met
public record FollowUps(@Nullable PMap<FollowUpId, Told> told, int inARow, long events) {
  public static final FollowUps NONE = new FollowUps(HashTreePMap.empty(), 0, 0);

  /// There may be some, but they were not read.
  public static final FollowUps LEFT_ASIDE = new FollowUps(null, 0, 0);

  /// More than so many gather before they are left aside.
  private static final int MANY = 8;

  private static final Rejection NOT_FOUND =
      Rejection.notFound(
          "follow-up-not-found", "The customer has no such follow-up at that time; check the id.");

  /// All that was said of one follow-up.
  ///
  /// @param first as it was recorded first, whatever became of it: the same again, as from a
  ///     repeated import, is no news
  record Told(@Nullable Fingerprint first, Versions<Edit> edits) {
    static final Told NOTHING = new Told(null, Versions.none());

    Told with(Recorded recorded, Edit edit) {
      return new Told(
          first == null && edit instanceof Edit.Recording it ? it.details() : first,
          edits.with(recorded, edit));
    }

    Told without(UUID event) {
      Versions<Edit> left = edits.without(event);
      return left.equals(edits) ? this : new Told(first, left);
    }
  }

  /// One change of a follow-up.
  sealed interface Edit {
    record Recording(Fingerprint details, boolean nextStep) implements Edit {
      static Recording of(FollowUp details) {
        return new Recording(Fingerprint.of(details), details.nextStep() != null);
      }
    }

    record Amendment(Fingerprint details, boolean nextStep) implements Edit {
      static Amendment of(FollowUp details) {
        return new Amendment(Fingerprint.of(details), details.nextStep() != null);
      }
    }

    record StepDone() implements Edit {}
  }

  private record State(Fingerprint details, boolean nextStep, boolean done) {
    static @Nullable State apply(@Nullable State before, Edit edit) {
      return switch (edit) {
        case Edit.Recording(var details, var nextStep) -> new State(details, nextStep, false);
        case Edit.Amendment(var details, var nextStep) ->
            before == null ? null : new State(details, nextStep, before.done());
        case Edit.StepDone() ->
            before == null ? null : new State(before.details(), before.nextStep(), true);
      };
    }
  }

  /// Whether the command asks about follow-ups that were left aside.
  public boolean lack(FollowUpCommand command) {
    return told == null && !(command instanceof RecordFollowUp it && it.anew());
  }

  /// Whether there are many, none of which seems to be asked about.
  public boolean areMany() {
    return told != null && inARow > MANY;
  }

  /// The same, left aside.
  public FollowUps aside() {
    return new FollowUps(null, 0, events);
  }

  /// How many of the events met take no memory.
  public long forgotten() {
    return told == null ? events : 0;
  }

  public Decision decide(FollowUpCommand command, Context context) {
    return switch (command) {
      case RecordFollowUp it -> record(it, context);
      case AmendFollowUp it -> amend(it, context);
      case CompleteNextStep it -> {
        State state = at(it.followUp(), context.effectiveAt());
        if (state == null) {
          yield Decision.rejected(NOT_FOUND);
        }
        yield state.nextStep() && !state.done()
            ? Decision.accepted(new NextStepDone(it.followUp(), it.note()))
            : Decision.rejected(
                Rejection.conflict(
                    "no-open-next-step", "The follow-up has no next step that is still open."));
      }
    };
  }

  private Decision record(RecordFollowUp command, Context context) {
    Told told = command.anew() ? null : all().get(command.followUp());
    Fingerprint known = told == null ? null : told.first();
    if (known != null) {
      return known.equals(Fingerprint.of(command.details()))
          ? Decision.nothing()
          : Decision.rejected(
              Rejection.conflict(
                  "follow-up-exists", "There is a follow-up under this id; amend it instead."));
    }
    Rejection objection = objection(command.details(), context);
    return objection != null
        ? Decision.rejected(objection)
        : Decision.created(
            command.followUp(), new FollowUpRecorded(command.followUp(), command.details()));
  }

  private Decision amend(AmendFollowUp command, Context context) {
    State state = at(command.followUp(), context.effectiveAt());
    if (state == null) {
      return Decision.rejected(NOT_FOUND);
    }
    if (state.details().equals(Fingerprint.of(command.details()))) {
      return Decision.nothing();
    }
    if (command.details().occurredAt().isAfter(context.now())) {
      return Decision.rejected(
          Rejection.invalid(
              "occurred-in-future", "A follow-up has taken place; use a time up to now."));
    }
    Rejection objection = objection(command.details(), context);
    return objection != null
        ? Decision.rejected(objection)
        : Decision.accepted(new FollowUpAmended(command.followUp(), command.details()));
  }

  private static @Nullable Rejection objection(FollowUp details, Context context) {
    RepId rep = details.rep();
    return rep == null ? null : context.facts().mayHaveMet(rep, details.occurredAt());
  }

  private @Nullable State at(FollowUpId followUp, Instant time) {
    State state = null;
    Told known = all().get(followUp);
    if (known != null) {
      for (Edit edit : known.edits().upTo(time)) {
        state = State.apply(state, edit);
      }
    }
    return state;
  }

  private PMap<FollowUpId, Told> all() {
    if (told == null) {
      throw new IllegalStateException("decided on follow-ups that were not read");
    }
    return told;
  }

  public FollowUps evolve(Recorded recorded, FollowUpEvent event) {
    return switch (event) {
      case FollowUpRecorded(var followUp, var details) ->
          with(followUp, recorded, Edit.Recording.of(details));
      case FollowUpAmended(var followUp, var details) ->
          with(followUp, recorded, Edit.Amendment.of(details));
      case NextStepDone it -> with(it.followUp(), recorded, new Edit.StepDone());
    };
  }

  private FollowUps with(FollowUpId followUp, Recorded recorded, Edit edit) {
    return told == null
        ? new FollowUps(null, 0, events + 1)
        : new FollowUps(
            told.plus(followUp, told.getOrDefault(followUp, Told.NOTHING).with(recorded, edit)),
            edit instanceof Edit.Recording ? inARow + 1 : 0,
            events + 1);
  }

  /// As if the event had never been. A follow-up that nothing is left of stays: its id was used.
  public FollowUps without(UUID event) {
    return told == null
        ? this
        : new FollowUps(Parts.replaced(told, it -> it.without(event)), inARow, events);
  }
}
