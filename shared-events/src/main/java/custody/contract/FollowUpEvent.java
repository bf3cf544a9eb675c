package custody.contract;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Contacts with a customer.
public sealed interface FollowUpEvent extends CustomerEvent {

  /// Effective from the time it occurred.
  record FollowUpRecorded(FollowUpId followUp, FollowUp details) implements FollowUpEvent {}

  /// Replaces the details as a whole.
  record FollowUpAmended(FollowUpId followUp, FollowUp details) implements FollowUpEvent {}

  /// @param note how it went
  record NextStepDone(FollowUpId followUp, @Nullable Personal<String> note)
      implements FollowUpEvent {}

  /// @param occurredAt when the contact took place: UTC, microseconds
  /// @param rep who made the contact
  /// @param outcome a configured code such as reached, order, no-answer
  record FollowUp(
      Medium medium,
      Instant occurredAt,
      @Nullable RepId rep,
      Personal<String> summary,
      @Nullable String outcome,
      @Nullable NextStep nextStep) {}

  /// How the customer was contacted.
  enum Medium {
    CALL,
    VISIT,
    MAIL,
    MESSAGE,
    MEETING
  }

  /// What was promised.
  ///
  /// @param due the day it is due
  record NextStep(Personal<String> what, @Nullable LocalDate due) {}
}
