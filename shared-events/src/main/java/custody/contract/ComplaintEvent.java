package custody.contract;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What a customer is unhappy with.
public sealed interface ComplaintEvent extends CustomerEvent {

  /// Effective from the time the customer complained.
  record ComplaintRaised(ComplaintId complaint, Complaint details) implements ComplaintEvent {}

  /// @param to whose it is now; null = whoever is above
  record ComplaintEscalated(
      ComplaintId complaint, @Nullable Actor to, @Nullable Personal<String> note)
      implements ComplaintEvent {}

  /// @param outcome a configured code such as refunded, replaced, explained
  /// @param resolution what was done about it
  record ComplaintResolved(
      ComplaintId complaint, @Nullable String outcome, Personal<String> resolution)
      implements ComplaintEvent {}

  /// @param category a configured code such as quality, delivery, service, price
  /// @param contact who complained, if a contact
  /// @param due the day by which an answer was promised
  record Complaint(
      String category,
      Severity severity,
      Personal<String> summary,
      @Nullable ContactId contact,
      @Nullable LocalDate due) {}

  /// How much it matters to the customer.
  enum Severity {
    LOW,
    MEDIUM,
    HIGH
  }
}
