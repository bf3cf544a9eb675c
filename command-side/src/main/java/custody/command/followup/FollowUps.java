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
/// least.
///
/// @param recorded as each was recorded first, whatever became of it: the same again, as from a
///     repeated import, is no news
public record FollowUps(
    PMap<FollowUpId, Versions<Edit>> edits, PMap<FollowUpId, Fingerprint> recorded) {
  public static final FollowUps NONE = new FollowUps(HashTreePMap.empty(), HashTreePMap.empty());

  private static final Rejection NOT_FOUND =
      Rejection.notFound(
          "follow-up-not-found", "The customer has no such follow-up at that time; check the id.");

  /// One change of a follow-up.
  sealed interface Edit {
    record Recording(Fingerprint details, boolean nextStep) implements Edit {}

    record Amendment(Fingerprint details, boolean nextStep) implements Edit {}

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
    Fingerprint known = recorded.get(command.followUp());
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
    for (Edit edit : edits.getOrDefault(followUp, Versions.none()).upTo(time)) {
      state = State.apply(state, edit);
    }
    return state;
  }

  public FollowUps evolve(Recorded recorded, FollowUpEvent event) {
    return switch (event) {
      case FollowUpRecorded it -> {
        Fingerprint details = Fingerprint.of(it.details());
        yield new FollowUps(
            with(it.followUp(), recorded, new Edit.Recording(details, promises(it.details()))),
            this.recorded.containsKey(it.followUp())
                ? this.recorded
                : this.recorded.plus(it.followUp(), details));
      }
      case FollowUpAmended it ->
          new FollowUps(
              with(
                  it.followUp(),
                  recorded,
                  new Edit.Amendment(Fingerprint.of(it.details()), promises(it.details()))),
              this.recorded);
      case NextStepDone it ->
          new FollowUps(with(it.followUp(), recorded, new Edit.StepDone()), this.recorded);
    };
  }

  private static boolean promises(FollowUp details) {
    return details.nextStep() != null;
  }

  private PMap<FollowUpId, Versions<Edit>> with(FollowUpId followUp, Recorded recorded, Edit edit) {
    return edits.plus(followUp, edits.getOrDefault(followUp, Versions.none()).with(recorded, edit));
  }

  public FollowUps without(UUID event) {
    return new FollowUps(Parts.without(edits, event), recorded);
  }
}
