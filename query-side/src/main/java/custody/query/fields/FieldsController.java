package custody.query.fields;

import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The company's fields, in the order to show them.
@RestController
class FieldsController {
  private final FieldCatalog catalog;

  FieldsController(FieldCatalog catalog) {
    this.catalog = catalog;
  }

  record Fields(List<Field> customer, List<Field> contact) {}

  /// @param personal true if values can be erased
  /// @param required true if there is no customer (contact) without it
  /// @param unique true if no two customers may have the same value
  /// @param maxLength the most characters of a text
  /// @param choices the codes of a choice; empty for other types
  record Field(
      String name,
      String type,
      boolean personal,
      boolean required,
      boolean unique,
      int maxLength,
      List<String> choices,
      FieldDefinition.Label label) {

    static Field of(FieldDefinition it) {
      return new Field(
          it.name(),
          it.type().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          it.personal(),
          it.required(),
          it.unique(),
          it.maxLength(),
          it.choices(),
          it.label());
    }
  }

  @Operation(summary = "The fields of customers and contacts")
  @GetMapping("/api/fields")
  Fields fields() {
    return new Fields(of(FieldCatalog.Of.CUSTOMER), of(FieldCatalog.Of.CONTACT));
  }

  private List<Field> of(FieldCatalog.Of whose) {
    return catalog.fields(whose).stream().map(Field::of).toList();
  }
}
