package custody.service.field;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The company's own fields, beside the core ones.
///
/// @param customer fields of customers
/// @param contact fields of a customer's contacts
/// @param defaultRegion ISO 3166 code of the country whose phone numbers are written without a
///     country code
@ConfigurationProperties("custody.fields")
public record FieldProperties(
    @DefaultValue List<Field> customer,
    @DefaultValue List<Field> contact,
    @DefaultValue("CN") String defaultRegion) {

  /// @param name as in JSON, camelCase
  /// @param personal null = as usual for the type
  /// @param choices the codes of a choice
  /// @param maxLength the most characters of a text
  /// @param label null = the name
  public record Field(
      @Nullable String name,
      @Nullable FieldType type,
      @Nullable Boolean personal,
      @DefaultValue("false") boolean required,
      @DefaultValue("false") boolean unique,
      @DefaultValue("" + FieldDefinition.DEFAULT_MAX_LENGTH) int maxLength,
      @DefaultValue List<String> choices,
      @Nullable Label label) {}

  /// A label; a missing language takes the other's.
  public record Label(@Nullable String en, @Nullable String zh) {}
}
