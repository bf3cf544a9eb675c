package custody.command.axon;

import custody.command.Outcome;
import custody.store.Answer;
import custody.store.AnsweredAlreadyException;
import custody.store.Claim;
import custody.store.ClaimTakenException;
import custody.store.OutcomeUnknownException;
import custody.store.StoreUnavailableException;
import java.util.List;
import java.util.UUID;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/// What travels back for a {@link Submission} between processes: outcomes, or why there are none,
/// without the names of exceptions.
sealed interface Reply {
  record Done(List<Outcome> outcomes) implements Reply {}

  record ClaimTaken(Claim claim, UUID holder) implements Reply {}

  record Answered(Answer answer) implements Reply {}

  /// Others were faster; decided again, it may go.
  record Conflict(String reason) implements Reply {}

  /// Nothing took place.
  record Unavailable(String reason) implements Reply {}

  /// It may have taken place or not.
  record Unknown(String reason) implements Reply {}

  /// Anything else went wrong. The log of the process that worked on it says what.
  record Failed(String error) implements Reply {}

  static Reply to(Throwable failure) {
    return switch (failure) {
      case ClaimTakenException it -> new ClaimTaken(it.claim(), it.holder());
      case AnsweredAlreadyException it -> new Answered(it.answer());
      case ConcurrencyException it -> new Conflict(text(it));
      case AggregateStreamCreationException it -> new Conflict(text(it));
      case StoreUnavailableException it -> new Unavailable(text(it));
      case DataAccessResourceFailureException it -> new Unavailable(text(it));
      case TransientDataAccessException it -> new Unavailable(text(it));
      case OutcomeUnknownException it -> new Unknown(text(it));
      default -> new Failed(failure.getClass().getSimpleName());
    };
  }

  /// @throws RuntimeException as if it had been thrown here
  default List<Outcome> orThrow() {
    return switch (this) {
      case Done(List<Outcome> outcomes) -> outcomes;
      case ClaimTaken(Claim claim, UUID holder) -> throw new ClaimTakenException(claim, holder);
      case Answered(Answer answer) -> throw new AnsweredAlreadyException(answer);
      case Conflict(String reason) -> throw new ConcurrencyException(reason);
      case Unavailable(String reason) -> throw new StoreUnavailableException(reason);
      case Unknown(String reason) -> throw new OutcomeUnknownException(reason, null);
      case Failed(String error) ->
          throw new IllegalStateException("the process that decides it failed with " + error);
    };
  }

  private static String text(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
