package custody.service.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.service.field.FieldCatalog.Of;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class FieldCatalogTest {
  @Test
  void aCompanyDeclaresItsOwnFieldsInConfiguration() {
    FieldCatalog catalog =
        catalog(
            Map.of(
                "custody.fields.customer[0].name", "licence",
                "custody.fields.customer[0].type", "text",
                "custody.fields.customer[0].unique", "true",
                "custody.fields.customer[0].label.zh", "许可证",
                "custody.fields.customer[1].name", "place",
                "custody.fields.customer[1].type", "geo-point",
                "custody.fields.customer[1].personal", "false",
                "custody.fields.contact[0].name", "wechat",
                "custody.fields.contact[0].type", "text"));

    FieldDefinition licence = catalog.find(Of.CUSTOMER, "licence").orElseThrow();
    assertThat(licence.personal()).isTrue();
    assertThat(licence.unique()).isTrue();
    assertThat(licence.label()).isEqualTo(new FieldDefinition.Label("许可证", "许可证"));
    assertThat(catalog.find(Of.CUSTOMER, "place").orElseThrow().personal()).isFalse();
    assertThat(catalog.find(Of.CONTACT, "wechat")).isPresent();
    assertThat(catalog.find(Of.CUSTOMER, "wechat")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "name, Bad Name, custody.fields.customer[0].name: write a name",
    "name, phone, custody.fields.customer[0].name: there is a field phone already",
    "type, choice, custody.fields.customer[0].choices: a choice lists",
    "choices[0], a, custody.fields.customer[0].choices: a choice lists",
    "max-length, 0, custody.fields.customer[0].max-length: write a number"
  })
  void aMistakeInConfigurationSaysWhereItIsAndWhatToWrite(
      String property, String value, String message) {
    Map<String, String> settings =
        new java.util.HashMap<>(
            Map.of(
                "custody.fields.customer[0].name", "own",
                "custody.fields.customer[0].type", "text"));
    settings.put("custody.fields.customer[0]." + property, value);

    assertThatThrownBy(() -> catalog(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aCountryWithoutPhoneNumbersIsRefused() {
    assertThatThrownBy(() -> new FieldJson(catalog(Map.of()), "cn"))
        .hasMessageContaining("custody.fields.default-region");
  }

  private static FieldCatalog catalog(Map<String, String> settings) {
    return new FieldCatalog(
        new Binder(new MapConfigurationPropertySource(settings))
            .bindOrCreate("custody.fields", FieldProperties.class));
  }
}
