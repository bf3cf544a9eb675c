package custody.contract;

import java.util.Locale;

/// Who did it. An opaque account name, never a person's name: it stays readable for ever.
///
/// @param kind what sort of account
/// @param id the rep's id, the user's or the service account's name, the rule's name
public record Actor(Kind kind, String id) {

  public enum Kind {
    REP,
    USER,
    SERVICE,
    RULE;

    /// As it is written; every event is read and written with it.
    private final String text = name().toLowerCase(Locale.ROOT);
  }

  public static Actor rep(RepId rep) {
    return new Actor(Kind.REP, rep.toString());
  }

  /// Reads `kind:id`, as {@link #toString()} writes it.
  ///
  /// @throws IllegalArgumentException if the text is no actor
  public static Actor parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new IllegalArgumentException("an actor is written kind:id");
    }
    for (Kind kind : Kind.values()) {
      if (kind.text.length() == colon && text.startsWith(kind.text)) {
        return new Actor(kind, text.substring(colon + 1));
      }
    }
    throw new IllegalArgumentException("an actor is one of rep:, user:, service:, rule:");
  }

  @Override
  public String toString() {
    return kind.text + ":" + id;
  }
}
