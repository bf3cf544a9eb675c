package custody.service.field;

import java.util.List;

/// One profile field.
///
/// @param name as in JSON, camelCase
/// @param personal true if values are sealed in the store and can be erased
/// @param required true if there is no customer (contact) without it
/// @param unique true if no two customers may have the same value: the duplicate check refuses
/// @param maxLength the most characters of a text
/// @param choices the codes of a choice, in the order to show; empty for other types
/// @param label what people call it
public record FieldDefinition(
    String name,
    FieldType type,
    boolean personal,
    boolean required,
    boolean unique,
    int maxLength,
    List<String> choices,
    Label label) {
  public static final int DEFAULT_MAX_LENGTH = 1000;

  public FieldDefinition {
    choices = List.copyOf(choices);
  }

  /// The name for people, in both languages of the product.
  public record Label(String en, String zh) {}

  static FieldDefinition of(String name, FieldType type, String en, String zh) {
    return new FieldDefinition(
        name,
        type,
        type.personal(),
        false,
        false,
        DEFAULT_MAX_LENGTH,
        List.of(),
        new Label(en, zh));
  }

  FieldDefinition open() {
    return new FieldDefinition(name, type, false, required, unique, maxLength, choices, label);
  }

  FieldDefinition necessary() {
    return new FieldDefinition(name, type, personal, true, unique, maxLength, choices, label);
  }

  FieldDefinition once() {
    return new FieldDefinition(name, type, personal, required, true, maxLength, choices, label);
  }

  FieldDefinition atMost(int characters) {
    return new FieldDefinition(name, type, personal, required, unique, characters, choices, label);
  }

  /// What a value looks like, for people.
  public String expected() {
    return switch (type) {
      case TEXT -> "a text of 1 to " + maxLength + " characters, without control characters";
      case CHOICE -> "one of " + String.join(", ", choices);
      case NUMBER, MONEY, DATE, PHONE, MAIL, URL, GEO_POINT -> type.expected();
    };
  }
}
