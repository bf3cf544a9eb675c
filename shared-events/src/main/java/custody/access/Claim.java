package custody.access;

/// What Custody's own tokens say.
final class Claim {
  static final String ISSUER = "urn:custody";
  static final String AUDIENCE = "custody";
  static final String ROLES = "roles";
  static final String TEAMS = "teams";
  static final String REP = "rep";
  static final String SCOPE = "scope";
  static final String EPOCH = "epoch";

  /// The session that a token belongs to.
  static final String SESSION = "sid";

  /// When the password was given, in seconds since 1970.
  static final String SIGNED_IN_AT = "auth_time";

  private Claim() {}
}
