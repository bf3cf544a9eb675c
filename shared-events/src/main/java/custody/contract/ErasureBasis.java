package custody.contract;

/// The legal basis of an erasure (GDPR article 17, PIPL article 47).
public enum ErasureBasis {
  /// The person withdrew the consent it rested on.
  CONSENT,
  /// It is no longer needed for what it was collected for.
  PURPOSE,
  /// The person objected to its use.
  OBJECTION,
  /// It was collected or used unlawfully.
  UNLAWFUL,
  /// A law demands the erasure.
  OBLIGATION,
  /// The time for which it may be kept is over.
  RETENTION
}
