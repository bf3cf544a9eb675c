package custody.service.rights;

/// What somebody is to a customer (or, for a manager, to a rep or a case) at this moment. One may
/// be several things at once; what any of them allows is allowed.
public enum Relation {
  /// The rep is the owner.
  OWN,
  /// The rep stands in for the owner.
  COVERED,
  /// The rep is a collaborator.
  SHARED,
  /// The caller is a steward of it.
  STEWARDED,
  /// The owner is in a team of the manager, or was when the customer came to them and has left it.
  /// To a service account: likewise, or any customer if it is for every team.
  TEAM,
  /// It is in a pool.
  POOLED,
  /// Nothing in particular: what is allowed as this is allowed with every customer.
  ANY
}
