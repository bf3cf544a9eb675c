package custody.command.followup;

import custody.command.CustomerCommand;
import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpId;
import custody.contract.Personal;
import custody.contract.RepId;
import custody.service.rights.Right;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Commands of the slice {@link FollowUps}.
public sealed interface FollowUpCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.FOLLOW_UP;
  }

  /// Effective from the time it occurred, whatever the envelope says.
  ///
  /// @param anew true if the id was made for it, so that nothing was recorded under it before
  record RecordFollowUp(CustomerId customer, FollowUpId followUp, FollowUp details, boolean anew)
      implements FollowUpCommand {
    /// Of which it may be that it was recorded before.
    public RecordFollowUp(CustomerId customer, FollowUpId followUp, FollowUp details) {
      this(customer, followUp, details, false);
    }

    /// One that nobody has recorded yet.
    public static RecordFollowUp anew(CustomerId customer, FollowUp details) {
      return new RecordFollowUp(customer, FollowUpId.create(), details, true);
    }

    @Override
    public Instant occurredAt() {
      return details.occurredAt();
    }

    @Override
    public Dating dating() {
      return Dating.OCCURRENCE;
    }

    @Override
    public Set<RepId> reps() {
      return FollowUpCommand.madeBy(details);
    }
  }

  /// Replaces the details as a whole, from its effective time on.
  record AmendFollowUp(CustomerId customer, FollowUpId followUp, FollowUp details)
      implements FollowUpCommand {
    @Override
    public Set<RepId> reps() {
      return FollowUpCommand.madeBy(details);
    }
  }

  /// @param note how it went
  record CompleteNextStep(CustomerId customer, FollowUpId followUp, @Nullable Personal<String> note)
      implements FollowUpCommand {}

  private static Set<RepId> madeBy(FollowUp details) {
    RepId rep = details.rep();
    return rep == null ? Set.of() : Set.of(rep);
  }
}
