package custody.service;

/// What a person is in the company; decides what they see and do. Nobody is anything by default.
public enum Role {
  /// Owns customers.
  REP,
  /// Answers for the reps and customers of teams.
  MANAGER,
  /// A second, non-owning responsible for customers.
  STEWARD,
  /// Sees everything on record and changes nothing.
  AUDITOR,
  /// Keeps users, rules and operations; sees no customer by virtue of it.
  ADMIN
}
