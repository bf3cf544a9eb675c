package custody.command;

/// A fact by which the same customer or rep is recognised. The store keeps a keyed hash of it.
///
/// @param kind which sort of fact, such as a field's name
/// @param value normalised, so that equal facts are equal texts
public record Identity(String kind, String value) {
  /// A customer's key in a source system.
  public static final String CUSTOMER_KEY = "customer-key";

  /// A rep's key in a source system.
  public static final String REP_KEY = "rep-key";

  private static final String LINE = "-line";

  /// The line that several desks share, each with an extension of its own.
  public static Identity line(String field, String number) {
    return new Identity(field + LINE, number);
  }

  /// Whether it belongs to one stream alone. Others may share what is not: it is noted for the
  /// first of them, so that the next one is recognised as likely the same.
  public boolean exclusive() {
    return !kind.endsWith(LINE);
  }

  /// The field it is in, for people.
  public String field() {
    return exclusive() ? kind : kind.substring(0, kind.length() - LINE.length());
  }

  /// The key by which a source system knows the stream.
  public static Identity external(String kind, String system, String id) {
    return new Identity(kind, system + '\n' + id);
  }

  @Override
  public String toString() {
    return kind;
  }
}
