package custody.command.imports.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.command.imports.source.Cell;
import custody.command.imports.source.FileRefusedException;
import custody.command.imports.source.Row;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import custody.service.field.FieldProperties;
import custody.service.field.FieldType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranslationTest {
  private static final Instant IMPORTED = Instant.parse("2026-01-01T00:00:00Z");
  private static final FieldCatalog CATALOG =
      new FieldCatalog(
          new FieldProperties(
              List.of(
                  field("sector", FieldType.CHOICE, "retail", "technology"),
                  field("revenue", FieldType.MONEY)),
              List.of(),
              "CN"));

  @Test
  void aRowBecomesWhatTheMappingSays() {
    Translation.Result result =
        translate(
            """
            {"system": "old", "zone": "Asia/Shanghai", "dates": ["yyyy/M/d"], "targets": [
              {"target": "customers", "key": "no", "effectiveAt": "since", "author": "rep",
               "columns": {"kind": {"constant": "outlet"}, "name": "name",
                 "sector": {"column": "sector", "values": {"tech": "technology"}},
                 "revenue": {"column": "rev", "times": 1000000, "currency": "USD", "grouping": ","}}}]}
            """,
            "no,name,since,rep,sector,rev",
            "7;楼外楼;2020/3/1;王芳;tech;1,100.04");
    assertThat(result.reports()).isEmpty();
    Fact fact = result.facts().getFirst();
    assertThat(fact.event()).isEqualTo("customer.registered");
    assertThat(fact.effectiveAt()).isEqualTo(Instant.parse("2020-02-29T16:00:00Z"));
    assertThat(fact.author()).isEqualTo("王芳");
    assertThat(fact.stream().key()).isEqualTo("7");
    assertThat(fact.personalKey()).isFalse();
    assertThat(fact.payload().toString())
        .contains("\"choice\":\"technology\"", "\"amount\":1100040000", "楼外楼");
  }

  @Test
  void whatIsDirtyIsReportedAndNotGuessed() {
    String mapping =
        """
        {"system": "old", "zone": "UTC", "targets": [
          {"target": "customers", "key": "no", "effectiveAt": "since",
           "columns": {"kind": "kind", "name": "name",
             "sector": {"column": "sector", "whenInvalid": "skip"}}}]}
        """;
    String header = "no,kind,name,since,sector";
    assertThat(said(mapping, header, "1;company;A;2020-01-01;technolgy"))
        .isEqualTo("WARNING unknown-choice");
    assertThat(said(mapping, header, "1;shop;A;2020-01-01;")).isEqualTo("REJECT kind-invalid");
    assertThat(said(mapping, header, "1;company;;2020-01-01;")).isEqualTo("REJECT field-required");
    assertThat(said(mapping, header, ";company;A;2020-01-01;")).isEqualTo("REJECT key-missing");
    for (String date : List.of("2020-02-30", "1/2/2020", "0000-00-00", "99999-01-01", "soon")) {
      assertThat(said(mapping, header, "1;company;A;" + date + ";"))
          .isEqualTo("REJECT date-invalid");
    }
    assertThat(said(mapping, header, "1;company;A;;")).isEqualTo("REJECT effective-at-missing");
  }

  @Test
  void whatIsRejectedSaysWhatToDoInTheMapping() {
    String mapping =
        """
        {"system": "old", "zone": "UTC", "dates": ["yyyy/M/d", "d.M.yyyy"], "targets": [
          {"target": "customers", "key": "no", "effectiveAt": "since",
           "columns": {"kind": {"column": "kind", "values": {"店": "outlet"}}, "name": "no",
             "revenue": {"column": "rev", "currency": "CNY"}}}]}
        """;
    String header = "no,kind,since,rev";
    assertThat(detail(mapping, header, "1;店;2020-01-31;"))
        .isEqualTo(
            "effectiveAt (column since) is no date or time like yyyy/M/d or d.M.yyyy. Correct it,"
                + " or add its pattern to the mapping's dates.");
    assertThat(detail(mapping, header, "1;店;;")).contains("whenEmpty");
    assertThat(detail(mapping, header, "1;餐厅;2020/1/31;")).contains("company, outlet", "values");
    assertThat(detail(mapping, header, "1;店;2020/1/31;1,000.00")).contains("grouping");
  }

  @Test
  void aPercentageIsAHundredth() {
    Translation.Result result =
        translate(
            """
            {"system": "old", "targets": [
              {"target": "assortment", "key": "no", "customer": "no",
               "columns": {"product": "no", "monthlyVolume": "a", "stock": "b"}}]}
            """,
            "no,a,b",
            "7;12.5 %;５０％");
    assertThat(result.reports()).isEmpty();
    assertThat(result.facts().getFirst().payload().toString())
        .contains("\"monthlyVolume\":0.125,\"stock\":0.50");
  }

  @Test
  void aKeyThatIsAlsoANameIsPersonal() {
    Fact fact =
        translate(
                """
                {"system": "old", "targets": [{"target": "reps", "key": "name",
                  "columns": {"name": "name", "team": {"constant": "A"}, "territory": {"constant": "B"}}}]}
                """,
                "name",
                "王芳")
            .facts()
            .getFirst();
    assertThat(fact.personalKey()).isTrue();
    assertThat(fact.effectiveAt()).isNull();
  }

  @Test
  void columnsThatTheFileDoesNotHaveAreNamedAllAtOnce() {
    assertThatThrownBy(
            () ->
                translate(
                    """
                    {"system": "old", "targets": [{"target": "contacts", "key": "k", "customer": "c",
                      "columns": {"name": {"template": "{first} {last}"}}}]}
                    """,
                    "first",
                    "x"))
        .isInstanceOfSatisfying(
            FileRefusedException.class,
            refused ->
                assertThat(refused.code() + " " + refused.detail())
                    .startsWith("column-missing")
                    .contains("c, k, last"));
  }

  @Test
  void everythingWrongWithAMappingIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                MappingReader.read(
                    """
                    {"sytem": "old", "zone": "Mars", "dates": ["yyyy-bb"], "targets": [
                      {"target": "customers", "columns": {"kind": "kind", "nam": "name"}},
                      {"target": "follow-ups", "key": "id", "columns": {"medium": {"column": "a", "constant": "b"}}},
                      {"target": "nothing"}]}
                    """
                        .getBytes(StandardCharsets.UTF_8),
                    CATALOG))
        .isInstanceOfSatisfying(
            MappingRefusedException.class,
            refused ->
                assertThat(refused.complaints())
                    .extracting(MappingRefusedException.Complaint::path)
                    .contains(
                        "system",
                        "sytem",
                        "zone",
                        "dates",
                        "targets[0].key",
                        "targets[0].columns.nam",
                        "targets[0].columns.name",
                        "targets[1].customer",
                        "targets[1].effectiveAt",
                        "targets[1].columns.medium",
                        "targets[1].columns.summary",
                        "targets[2].target"));
  }

  @Test
  void whatIsNoJsonIsRefused() {
    for (String text : List.of("", "[]", "{", "{} x", "{\"a\":1,\"a\":2}", "[".repeat(5000))) {
      assertThatThrownBy(() -> MappingReader.read(text.getBytes(StandardCharsets.UTF_8), CATALOG))
          .as(text)
          .isInstanceOf(MappingRefusedException.class);
    }
  }

  private static FieldProperties.Field field(String name, FieldType type, String... choices) {
    return new FieldProperties.Field(
        name, type, null, false, false, 1000, Arrays.asList(choices), null);
  }

  private static String said(String mapping, String header, String row) {
    List<RowReport> reports = translate(mapping, header, row).reports();
    assertThat(reports).hasSize(1);
    return reports.getFirst().outcome() + " " + reports.getFirst().code();
  }

  private static String detail(String mapping, String header, String row) {
    return translate(mapping, header, row).reports().getFirst().detail();
  }

  private static Translation.Result translate(String mapping, String header, String row) {
    Translation translation =
        new Translation(
            MappingReader.read(mapping.getBytes(StandardCharsets.UTF_8), CATALOG),
            List.of(header.split(",", -1)),
            CATALOG,
            new FieldJson(CATALOG, "CN"),
            IMPORTED);
    List<Cell> cells = Arrays.stream(row.split(";", -1)).map(Cell::of).toList();
    return translation.translate(new Row(2, cells, null));
  }
}
