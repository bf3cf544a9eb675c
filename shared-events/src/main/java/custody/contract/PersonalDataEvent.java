package custody.contract;

import org.jspecify.annotations.Nullable;

/// What became of a customer's personal data.
public sealed interface PersonalDataEvent extends CustomerEvent {

  /// The keys that sealed it were destroyed with this event: what was recorded before reads as
  /// erased, at all times asked about. What else is known of the customer stays. Cannot be voided.
  ///
  /// @param contact the one contact person whose data it was; null = all personal data of the
  ///     customer, its contact persons' included
  record Erased(ErasureId erasure, ErasureBasis basis, @Nullable ContactId contact)
      implements PersonalDataEvent {}
}
