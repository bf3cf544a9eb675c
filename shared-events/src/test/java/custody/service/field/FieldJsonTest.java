package custody.service.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import custody.contract.Changes;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.service.Problem;
import custody.service.field.FieldCatalog.Of;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FieldJsonTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final FieldCatalog catalog =
      new FieldCatalog(
          new FieldProperties(
              List.of(
                  field("area", FieldType.NUMBER, List.of()),
                  field("revenue", FieldType.MONEY, List.of()),
                  field("size", FieldType.CHOICE, List.of("small", "large"))),
              List.of(),
              "CN"));
  private final FieldJson fields = new FieldJson(catalog, "CN");

  @ParameterizedTest
  @CsvSource({
    "0571-88886666, +8657188886666",
    "0571-88886666-802, +8657188886666;ext=802",
    "0571 8888 6666 转 802, +8657188886666;ext=802",
    "(0571)88886666分机802, +8657188886666;ext=802",
    "010-88886666-80, +861088886666;ext=80",
    "138 0013 8000, +8613800138000",
    "138-0013-8000, +8613800138000",
    "１３８００１３８０００, +8613800138000",
    "+86 138 0013 8000, +8613800138000",
    "8613800138000, +8613800138000",
    "400-812-3123, +864008123123",
    "+49 30 901820, +4930901820",
    "+1 (212) 555-0123 ext. 45, +12125550123;ext=45",
    "+8657188886666;ext=802, +8657188886666;ext=802"
  })
  void aPhoneNumberHasOneFormHoweverItIsWritten(String entered, String normal) {
    assertThat(read("phone", text(entered))).contains(new FieldValue.Phone(normal, entered));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "12", "88886666", "999999999999999999999", "+999 1234567"})
  void whatCannotBeCalledIsNoPhoneNumber(String entered) {
    assertThat(read("phone", text(entered))).isEmpty();
  }

  @Test
  void whatIsWrittenReadsBackTheSame() {
    for (String json :
        List.of("\"0571-88886666-802\"", "\"+1 (212) 555-0123 ext. 45\"", "\"13800138000\"")) {
      FieldValue.Phone first = (FieldValue.Phone) read("phone", JSON.readTree(json)).orElseThrow();
      FieldValue.Phone again =
          (FieldValue.Phone) read("phone", FieldJson.write(first)).orElseThrow();
      assertThat(again.phone()).isEqualTo(first.phone());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          area     | 1.50            | 1.5
          area     | 1e3             | 1000
          area     | -0.000          | 0
          """)
  void numbersLoseWhatDoesNotCount(String field, String json, BigDecimal number) {
    assertThat(read(field, JSON.readTree(json))).contains(new FieldValue.Number(number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          name     | 7
          name     | true
          name     | {}
          name     | []
          name     | ""
          name     | " \\t "
          name     | "a\\u0000b"
          name     | "a\\ud800b"
          area     | "1"
          area     | 1e19
          area     | 1e999999999
          area     | 1e-10
          area     | 0.0000000001
          area     | 1234567890123456789
          revenue  | 12
          revenue  | {"amount":1}
          revenue  | {"amount":"1","currency":"CNY"}
          revenue  | {"amount":1,"currency":"cny"}
          revenue  | {"amount":1,"currency":"XYZ"}
          revenue  | {"amount":1.23456,"currency":"CNY"}
          revenue  | {"amount":1,"currency":"CNY","more":1}
          size     | "huge"
          size     | 1
          birthday | "1799-12-31"
          birthday | "2201-01-01"
          birthday | "2026-02-29"
          birthday | "2026-1-1"
          birthday | "+12026-01-01"
          mail     | "a"
          mail     | "a@b"
          mail     | "a@@b.cn"
          mail     | "a b@c.cn"
          mail     | "王 <w@c.cn>"
          website  | "www.example.com"
          website  | "javascript:alert(1)"
          website  | "ftp://example.com"
          website  | "https://user:pw@example.com"
          website  | "https://"
          website  | "https://a b"
          location | {"latitude":90.1,"longitude":0}
          location | {"latitude":0,"longitude":-180.1}
          location | {"latitude":"0","longitude":0}
          location | {"latitude":0}
          location | {"latitude":0,"lon":0}
          location | [30,120]
          """)
  void whatIsNotAsExpectedIsRefused(String field, String json) {
    assertThat(read(field, JSON.readTree(json))).isEmpty();
  }

  @Test
  void textsAreTrimmedAndComposed() {
    assertThat(read("name", text("  Cafe\u0301 \n"))).contains(new FieldValue.Text("Café"));
    assertThat(read("name", text("𠮷野家"))).contains(new FieldValue.Text("𠮷野家"));
    assertThat(read("name", text("a".repeat(200)))).isPresent();
    assertThat(read("name", text("a".repeat(201)))).isEmpty();
  }

  @Test
  void everyTypeIsReadFromATableToo() {
    assertThat(readText("area", "1234.50")).contains(new FieldValue.Number(dec("1234.5")));
    assertThat(readText("revenue", "12.50 CNY")).contains(new FieldValue.Money(dec("12.5"), "CNY"));
    assertThat(readText("birthday", "1980-05-06"))
        .contains(new FieldValue.Date(LocalDate.of(1980, 5, 6)));
    assertThat(readText("size", "small")).contains(new FieldValue.Choice("small"));
    assertThat(readText("location", "30.27, 120.16"))
        .contains(new FieldValue.GeoPoint(30.27, 120.16));
    assertThat(readText("mail", "Wang@Example.COM"))
        .contains(new FieldValue.Mail("Wang@example.com"));
    assertThat(readText("website", "https://example.com/a"))
        .contains(new FieldValue.Url("https://example.com/a"));
    assertThat(readText("area", "1,234")).isEmpty();
    assertThat(readText("revenue", "12.50")).isEmpty();
    assertThat(readText("location", "30.27")).isEmpty();
  }

  @Test
  void personalFieldsAreSealedAndOthersStayReadable() {
    Changes changes =
        fields.first(Of.CUSTOMER, json("{\"name\":\"a\",\"region\":\"b\",\"mail\":null}"));

    assertThat(changes.personal()).containsOnlyKeys("name");
    assertThat(changes.set()).containsOnlyKeys("region");
    assertThat(changes.cleared()).isEmpty();
  }

  @Test
  void aPatchClearsWithNullEvenWhatIsConfiguredNoLonger() {
    Changes changes = fields.patch(Of.CUSTOMER, json("{\"mail\":null,\"formerField\":null}"));

    assertThat(changes.cleared()).containsExactlyInAnyOrder("mail", "formerField");
    assertThat(fields.patch(Of.CUSTOMER, null).isEmpty()).isTrue();
  }

  @Test
  void allComplaintsComeAtOnceAndNameFieldsButNoValues() {
    Problem problem =
        assertThrows(
            Problem.class,
            () ->
                fields.first(
                    Of.CUSTOMER,
                    json(
                        "{\"phone\":\"1380013800x\",\"birthday\":\"x1380\",\"王小明\":\"y\","
                            + "\"colour\":1}")));

    assertThat(problem.code()).isEqualTo("fields-invalid");
    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.detail())
        .contains("name is required", "phone must be", "birthday must be", "no field colour")
        .doesNotContain("1380")
        .doesNotContain("王小明");
    assertThat((List<?>) problem.properties().get("errors")).hasSize(5);
  }

  @Test
  void requiredFieldsCannotBeCleared() {
    assertThatThrownBy(() -> fields.patch(Of.CONTACT, json("{\"name\":null}")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("name is required");
  }

  @Test
  void theErasedReadsAsErased() {
    assertThat(FieldJson.write(Map.of("name", Personal.erased())).toString())
        .isEqualTo("{\"name\":{\"erased\":true}}");
  }

  private Optional<FieldValue> read(String field, JsonNode json) {
    return fields.read(catalog.find(Of.CUSTOMER, field).orElseThrow(), json);
  }

  private Optional<FieldValue> readText(String field, String text) {
    return fields.readText(catalog.find(Of.CUSTOMER, field).orElseThrow(), text);
  }

  private static JsonNode text(String text) {
    return JSON.getNodeFactory().stringNode(text);
  }

  private static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  private static Map<String, JsonNode> json(String text) {
    Map<String, JsonNode> map = new LinkedHashMap<>();
    JSON.readTree(text).properties().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }

  private static FieldProperties.Field field(
      @Nullable String name, @Nullable FieldType type, List<String> choices) {
    return new FieldProperties.Field(name, type, null, false, false, 100, choices, null);
  }
}
