package custody.command;

/// A fact that belongs to one stream alone. The store keeps a keyed hash of it.
///
/// @param kind which sort of fact, such as a field's name
/// @param value normalised, so that equal facts are equal texts
public record Identity(String kind, String value) {
  /// A customer's key in a source system.
  public static final String CUSTOMER_KEY = "customer-key";

  /// A rep's key in a source system.
  public static final String REP_KEY = "rep-key";

  /// The key by which a source system knows the stream.
  public static Identity external(String kind, String system, String id) {
    return new Identity(kind, system + '\n' + id);
  }

  @Override
  public String toString() {
    return kind;
  }
}
