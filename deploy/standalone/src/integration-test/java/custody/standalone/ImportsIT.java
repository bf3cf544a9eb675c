package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import custody.access.TestAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Files as companies really have them, each with a mapping only, and whole histories from one
/// Custody to another.
class ImportsIT {
  private static final String[] SETTINGS = {
    "--server.port=0",
    "--management.server.port=0",
    "--custody.fields.customer[0].name=turnover",
    "--custody.fields.customer[0].type=money",
    "--custody.fields.customer[1].name=seats",
    "--custody.fields.customer[1].type=number",
    "--custody.fields.customer[2].name=opened",
    "--custody.fields.customer[2].type=date",
  };

  @TempDir static Path directory;
  private static ConfigurableApplicationContext here;
  private static ConfigurableApplicationContext there;
  private static HttpClient http;
  private static ImportClient custody;
  private static ImportClient other;

  @BeforeAll
  static void start() {
    http = HttpClient.newHttpClient();
    here = started("here");
    there = started("there");
    custody = client(here);
    other = client(there);
  }

  private static ConfigurableApplicationContext started(String name) {
    List<String> arguments = new ArrayList<>(List.of(SETTINGS));
    arguments.add("--custody.data-dir=" + directory.resolve(name));
    return Standalone.run(arguments.toArray(String[]::new));
  }

  private static ImportClient client(ConfigurableApplicationContext application) {
    return new ImportClient(
        http,
        application.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
        TestAccess.to(application).bearer("service:importer"));
  }

  @AfterAll
  static void stop() {
    here.close();
    there.close();
    http.close();
  }

  /// A large file takes longer to read than anybody likes to wait without a sign.
  @Test
  void howMuchOfAFileIsReadIsTold() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append(
          """
          {"customer":"c%1$d","record":"r%1$d","event":"customer.registered","payload":{"kind":"company","fields":{"set":{},"personal":{"name":{"type":"text","text":"公司 %1$d"}},"cleared":[]},"holder":{"pool":"east"}}}
          """
              .formatted(i));
    }
    HttpResponse<String> accepted =
        custody.upload(
            "/api/imports?dryRun=true",
            "history.ndjson",
            lines.toString().getBytes(StandardCharsets.UTF_8),
            "{\"system\":\"large\",\"format\":{\"type\":\"ndjson\"}}");
    String path = JsonMapper.shared().readTree(accepted.body()).get("operation").asString();
    List<Long> read = new ArrayList<>();
    JsonNode operation = custody.json(path);
    for (; operation.get("state").asString().equals("running"); operation = custody.json(path)) {
      if (!operation.has("total")) {
        read.add(operation.get("done").asLong());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(read).isSorted().anyMatch(rows -> rows > 0 && rows <= 20_000);
    assertThat(operation.get("done").asLong()).isEqualTo(20_000);
    assertThat(operation.get("total").asLong()).isEqualTo(20_000);
  }

  private static final String RESTAURANTS =
      """
      {"system": "old-canyin", "zone": "Asia/Shanghai",
       "dates": ["yyyy年M月d日[ ah点]", "yyyy/M/d[ H:mm]", "yyyy.MM.dd", "excel-serial"],
       "format": {"skipRows": 2, "empty": ["-", "无", "NULL"]},
       "targets": [{"target": "customers", "key": "客户编号", "effectiveAt": "建档日期",
         "author": "业务员",
         "columns": {"kind": {"column": "类型", "values": {"餐饮": "outlet", "公司": "company"}},
           "name": "客户名称", "phone": {"column": "电话", "whenInvalid": "skip"},
           "address": "地址",
           "turnover": {"column": "年销售额", "currency": "CNY", "grouping": ","},
           "opened": "开业日期", "seats": {"column": "座位", "whenEmpty": {"use": "0"}}}}]}
      """;

  private static final String RESTAURANT_ROWS =
      """
      某某食品有限公司客户清单|||||||||
      导出时间：2024-01-05|||||||||
      客户编号|客户名称|类型|电话|地址|年销售额|开业日期|座位|建档日期|业务员
      A001|楼外楼（孤山路店）|餐饮|0571-87969023|"杭州市西湖区
      孤山路 30 号"|￥1,234,500.50|2019年3月5日|１２０|2021年3月5日 下午3点|王芳
      A002|知味观味庄|餐饮|暂无|杨公堤10-12号|8,000元|43530|-|2021/12/1 8:05|李雷
      A003|山外山菜馆|餐饮|１３８ ００１３ ８０００|玉泉|无|2020.02.30|80|2021.01.02|王芳
      A004|张三小面|路边摊|13800138001|-|100|-|5|2021.01.02|王芳
      A005|天外天|餐饮|13800138002|灵隐|$500|-|5|2021.01.02|王芳
      A006|奎元馆|餐饮|13800138003|解放路|CNY 300|-|5|昨天|王芳
      """;

  @Test
  void aChineseListInGb18030WithTitlesAboveIsReadAsItsMappingSays() throws Exception {
    ObjectNode imported =
        custody.imported(
            "客户清单.csv",
            RESTAURANT_ROWS.replace('|', '\t').getBytes(Charset.forName("GB18030")),
            RESTAURANTS,
            false);
    assertThat(custody.report(imported))
        .containsExactlyInAnyOrder(
            "6 customers field-invalid", // no phone, left out
            "7 customers field-invalid", // there is no 30 February
            "8 customers kind-invalid",
            "9 customers field-invalid", // dollars are no yuan
            "10 customers date-invalid");
    assertThat(imported.get("created").asInt()).isEqualTo(2);

    JsonNode first = found("楼外楼");
    assertThat(first.at("/fields/address").asString()).isEqualTo("杭州市西湖区\n孤山路 30 号");
    assertThat(first.at("/fields/turnover/amount").decimalValue())
        .isEqualByComparingTo("1234500.5");
    assertThat(first.at("/fields/turnover/currency").asString()).isEqualTo("CNY");
    assertThat(first.at("/fields/opened").asString()).isEqualTo("2019-03-05");
    assertThat(first.at("/fields/seats").asInt()).isEqualTo(120);
    assertThat(first.get("registeredAt").asString()).isEqualTo("2021-03-05T07:00:00Z");
    JsonNode second = found("知味观味庄");
    assertThat(second.at("/fields/opened").asString()).isEqualTo("2019-03-06");
    assertThat(second.at("/fields/seats").asInt()).isZero();
    assertThat(second.at("/fields").has("phone")).isFalse();
    assertThat(second.get("registeredAt").asString()).isEqualTo("2021-12-01T00:05:00Z");

    String rejects =
        custody.get("/api/imports/" + imported.get("id").asString() + "/rejects").body();
    assertThat(rejects).contains("山外山菜馆", "路边摊").doesNotContain("楼外楼");
  }

  @Test
  void theSameListInAnyFormIsTheSame() throws Exception {
    String csv = RESTAURANT_ROWS.replace("A00", "B00").replace("138001380", "138111380");
    String mapping = RESTAURANTS.replace("old-canyin", "old-canyin-2");
    mapping =
        mapping.replace("\"targets\": [{", "\"targets\": [{\"acceptLikelyDuplicates\": true,");
    csv = csv.replace("0571-87969023", "0571-87969024").replace("１３８ ００１３ ８０００", "");
    byte[] bom = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    assertThat(created(csv.replace('|', ';').getBytes(StandardCharsets.UTF_8), mapping))
        .isEqualTo(2);
    assertThat(
            created(
                (new String(bom, StandardCharsets.UTF_8) + csv.replace('|', ','))
                    .replace("￥1,234,500.50", "\"￥1,234,500.50\"")
                    .replace("8,000元", "\"8,000元\"")
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.UTF_8),
                mapping))
        .isZero();
    assertThat(created(csv.replace('|', '\t').getBytes(Charset.forName("GB18030")), mapping))
        .isZero();
    assertThat(
            created(
                ("\uFEFF" + csv.replace('|', ';')).getBytes(StandardCharsets.UTF_16LE), mapping))
        .isZero();
  }

  private static int created(byte[] file, String mapping) throws Exception {
    JsonNode imported = custody.imported("list.csv", file, mapping, false);
    assertThat(imported.get("amended").asInt()).as(imported.toString()).isZero();
    assertThat(imported.get("rejected").asInt()).as(imported.toString()).isEqualTo(4);
    return imported.get("created").asInt();
  }

  @Test
  void aWorkbookWithMergedCellsNamesCustomersAndRepsAsPeopleDo() throws Exception {
    String rep = rep("赵敏", "华东");
    rep("孙丽", "华东");
    rep("孙丽", "华南");
    byte[] shops =
        workbook(
            sheet -> {
              line(sheet, 0, "门店", "电话", "开业", "联系人", "手机", "负责人");
              line(sheet, 1, "龙井茶室", "0571 8888 1234-801", "", "小陈", 13900000001L, "赵敏");
              sheet.value(1, 2, LocalDate.of(2020, 5, 1));
              sheet.style(1, 2).format("yyyy\"年\"m\"月\"d\"日\"").set();
              sheet.range(1, 0, 2, 0).merge();
              line(sheet, 2, "", "", "", "小陆", "139-0000-0002", "");
              line(sheet, 3, "虎跑茶室", "0571 8888 1234-802", 43952, "老马", "", "孙丽");
              line(sheet, 4, "狮峰茶室", "0571 8888 1299", 43952, "老牛", "", "没有这个人");
            });
    String mapping =
        """
        {"system": "shops", "zone": "Asia/Shanghai", "dates": ["excel-serial"],
         "format": {"fillDown": ["门店"]},
         "targets": [
           {"target": "customers", "key": "门店", "when": {"column": "电话"}, "effectiveAt": "开业",
            "acceptLikelyDuplicates": true, "rep": {"column": "负责人", "by": "name"},
            "columns": {"kind": {"constant": "outlet"}, "name": "门店", "phone": "电话"}},
           {"target": "contacts", "key": ["门店", "联系人"], "customer": {"column": "门店", "by": "name"},
            "columns": {"name": "联系人", "phone": "手机"}}]}
        """;
    for (boolean dryRun : List.of(true, false)) {
      ObjectNode imported = custody.imported("shops.xlsx", shops, mapping, dryRun);
      assertThat(imported.get("created").asInt()).as(imported.toString()).isEqualTo(3);
      assertThat(custody.report(imported))
          .filteredOn(line -> !line.endsWith(" create"))
          .containsExactlyInAnyOrder(
              "4 customers rep-ambiguous",
              "4 contacts unknown-customer",
              "5 customers unknown-rep",
              "5 contacts unknown-customer");
    }
    JsonNode shop = found("龙井茶室");
    assertThat(shop.at("/holder/rep").asString()).isEqualTo(rep);
    JsonNode profile = custody.json("/api/customers/" + shop.get("id").asString());
    assertThat(profile.get("contacts")).hasSize(2);

    byte[] calls =
        """
        nr,client,number,when,what
        1,龙井茶室,,2022-01-01,asked for prices
        2,,+86 571 88881234-801,2022-01-02,ordered
        3,狮峰茶室,,2022-01-03,nobody there
        4,,+86 571 99999999,2022-01-04,nobody there
        """
            .getBytes(StandardCharsets.UTF_8);
    ObjectNode called =
        custody.imported(
            "calls.csv",
            calls,
            """
            {"system": "phone", "zone": "Europe/Berlin", "targets": [
              {"target": "follow-ups", "key": "nr", "when": {"column": "client"},
               "customer": {"column": "client", "by": "name"}, "effectiveAt": "when",
               "columns": {"medium": {"constant": "call"}, "summary": "what"}},
              {"target": "follow-ups", "key": "nr", "when": {"column": "number"},
               "customer": {"column": "number", "by": "phone"}, "effectiveAt": "when",
               "columns": {"medium": {"constant": "call"}, "summary": "what"}}]}
            """,
            false);
    assertThat(custody.report(called))
        .containsExactlyInAnyOrder(
            "4 follow-ups unknown-customer", "5 follow-ups unknown-customer");
    assertThat(called.get("created").asInt()).isEqualTo(2);
    String history = "/api/customers/" + shop.get("id").asString() + "/history?family=follow-up";
    assertThat(lines(custody, history, 2).stream().map(it -> it.get("effectiveAt").asString()))
        .containsExactly("2021-12-31T23:00:00Z", "2022-01-01T23:00:00Z");
  }

  @Test
  void aWholeHistoryGoesFromOneCustodyToAnotherAndNeverTwice() throws Exception {
    String li = rep("李明", "north");
    String wu = rep("吴敏", "north");
    String id =
        created(
            "/api/customers",
            """
            {"kind": "company", "fields": {"name": "迁移贸易", "phone": "0571-88881111"},
             "holder": {"rep": "%s"}, "effectiveAt": "2025-11-01T00:00:00Z"}
            """
                .formatted(li));
    String at = "/api/customers/" + id;
    created(at + "/contacts", "{\"fields\": {\"name\": \"陈晨\", \"phone\": \"13700000001\"}}");
    created(
        at + "/follow-ups",
        """
        {"medium": "visit", "occurredAt": "2026-02-03T03:00:00Z", "rep": "%s", "summary": "谈价格",
         "nextStep": {"what": "送样品", "due": "2026-03-01"}}
        """
            .formatted(li));
    created(at + "/dates", "{\"kind\": \"birthday\", \"date\": \"1990-05-04\", \"label\": \"陈晨\"}");
    created(
        at + "/transfer",
        "{\"to\": \"%s\", \"reason\": \"交接\", \"effectiveAt\": \"2026-01-15T00:00:00Z\"}"
            .formatted(wu));
    JsonNode mistaken =
        done(
            at + "/transfer",
            "{\"to\": \"%s\", \"reason\": \"弄错\", \"effectiveAt\": \"2026-01-20T00:00:00Z\"}"
                .formatted(li));
    done(
        at + "/corrections",
        "{\"event\": \"%s\", \"reason\": \"弄错了\"}".formatted(mistaken.at("/events/0").asString()));
    done(
        at + "/transfer",
        "{\"to\": \"%s\", \"reason\": \"真的\", \"effectiveAt\": \"2026-01-25T00:00:00Z\"}"
            .formatted(li));
    JsonNode last = caredFor(at, li, wu);
    long version = last.get("version").asLong();
    custody.json(at + "?atLeast=" + version);

    // Reps come as a table, customers by their histories; a broken line costs itself only.
    String reps = "id,name,team\n%s,李明,north\n%s,吴敏,north\n".formatted(li, wu);
    String repMapping =
        """
        {"system": "custody-a", "zone": "UTC", "targets": [{"target": "reps", "key": "id",
          "effectiveAt": {"constant": "2024-01-01"},
          "columns": {"name": "name", "team": "team", "territory": "team"}}]}
        """;
    other.imported("reps.csv", reps.getBytes(StandardCharsets.UTF_8), repMapping, false);
    String history = custody.get(at + "/history", "application/x-ndjson").body();
    byte[] lines =
        (history + "{\"broken\n" + history.lines().findFirst().orElseThrow().replace("e", "E"))
            .getBytes(StandardCharsets.UTF_8);
    String mapping = "{\"system\": \"custody-a\", \"format\": {\"type\": \"ndjson\"}}";
    ObjectNode imported = other.imported("history.ndjson", lines, mapping, false);
    assertThat(imported.get("created").asInt() + imported.get("amended").asInt())
        .as(imported.toString() + other.report(imported))
        .isEqualTo((int) version);
    assertThat(other.report(imported))
        .containsExactlyInAnyOrder(
            version + 1 + " line json-invalid", version + 2 + " line line-invalid");

    String copy = "/api/customers/" + found(other, id).get("id").asString();
    other.json(copy + "?atLeast=" + version);
    for (String asOf :
        List.of(
            "2025-12-01",
            "2026-01-16",
            "2026-01-21",
            "2026-01-26",
            "2026-02-04",
            "2026-02-08",
            "2026-02-10",
            "2027-01-01")) {
      String query = "?asOf=" + asOf + "T00:00:00Z";
      assertThat(told(other, copy + query)).as(asOf).isEqualTo(told(custody, at + query));
    }
    List<JsonNode> copied = lines(other, copy + "/history", (int) version);
    assertThat(copied)
        .hasSize((int) version)
        .allSatisfy(
            event -> {
              assertThat(event.at("/source/author").asString()).isEqualTo("service:importer");
              assertThat(event.get("channel").asString()).isEqualTo("import");
            });
    assertThat(copied.stream().map(event -> event.get("effectiveAt").asString()).toList())
        .contains("2025-11-01T00:00:00Z", "2026-01-20T00:00:00Z", "2026-02-03T03:00:00Z");

    ObjectNode again = other.imported("history.ndjson", lines, mapping, false);
    assertThat(again.get("created").asInt() + again.get("amended").asInt())
        .as(again.toString())
        .isZero();
    assertThat(again.get("unchanged").asInt()).isEqualTo((int) version);
  }

  /// One event or two of every family there is beside the profile, follow-ups and ownership.
  private static JsonNode caredFor(String at, String li, String wu) throws Exception {
    created(
        at + "/covers",
        "{\"by\": \"%s\", \"from\": \"2026-02-05T00:00:00Z\", \"until\": \"2027-06-01T00:00:00Z\"}"
            .formatted(wu));
    created(
        at + "/collaborators",
        "{\"rep\": \"%s\", \"from\": \"2026-02-05T00:00:00Z\"}".formatted(wu));
    created(at + "/stewards", "{\"account\": \"user:sun\", \"from\": \"2026-02-06T00:00:00Z\"}");
    JsonNode complaint =
        done(
            at + "/complaints",
            """
            {"category": "delivery", "summary": "送晚了", "effectiveAt": "2026-02-07T00:00:00Z"}
            """);
    done(
        at + "/complaints/" + complaint.get("created").asString() + "/resolve",
        "{\"resolution\": \"补送\", \"effectiveAt\": \"2026-02-09T00:00:00Z\"}");
    done(
        at + "/churn",
        """
        {"reason": "price", "effectiveAt": "2026-02-09T00:00:00Z",
         "yearlyCost": {"amount": 1200, "currency": "CNY"}}
        """);
    created(
        at + "/calls",
        """
        {"startedAt": "2026-02-10T00:00:00Z", "number": "+86 571 8888 1111", "rep": "%s",
         "answered": true}
        """
            .formatted(li));
    return done(at + "/won-back", "{\"effectiveAt\": \"2026-02-11T00:00:00Z\"}");
  }

  /// A profile with everything in it that does not name this installation's own ids.
  private static Map<String, String> told(ImportClient from, String path) throws Exception {
    JsonNode profile = from.json(path);
    Map<String, String> told = new TreeMap<>();
    told.put("kind", profile.get("kind").asString());
    told.put("fields", profile.get("fields").toString());
    told.put("contacts", profile.get("contacts").findValuesAsString("name").toString());
    told.put("dates", profile.get("dates").findValuesAsString("date").toString());
    told.put("steps", profile.get("openSteps").findValuesAsString("what").toString());
    told.put("covers", profile.get("covers").findValuesAsString("until").toString());
    told.put("collaborators", String.valueOf(profile.get("collaborators").size()));
    told.put("stewards", profile.get("stewards").findValuesAsString("account").toString());
    told.put("complaints", profile.get("openComplaints").findValuesAsString("summary").toString());
    told.put("churn", profile.path("churn").toString());
    String rep = profile.at("/holder/rep").asString("");
    told.put(
        "owner", rep.isEmpty() ? "" : from.json("/api/reps/" + rep).at("/rep/name").asString());
    return told;
  }

  @Test
  void whatCannotBeAFileOrAMappingIsRefusedAtOnce() throws Exception {
    byte[] table = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    JsonNode mapping =
        refused(
            "x.csv",
            table,
            """
            {"system": "x", "zone": "Mars/City", "dates": ["yyyy-bb"], "formt": {}, "targets": [
              {"target": "customers", "key": "a", "rep": {"column": "b", "by": "shoe size"},
               "columns": {"kind": "a", "name": "b", "colour of hair": "b",
                 "turnover": {"column": "b", "currency": "yuan"}}}]}
            """,
            "mapping-invalid");
    assertThat(mapping.get("errors").toString())
        .contains("formt", "zone", "dates", "colour of hair", "rep.by", "currency");
    String fine =
        "{\"system\": \"x\", \"targets\": [{\"target\": \"customers\", \"key\": \"%s\","
            + " \"columns\": {\"kind\": \"b\", \"name\": \"b\"}}]}";
    refused("x.csv", table, fine.replace("\"a\"", "\"c\""), "column-missing");
    refused("x.csv", table, "{", "mapping-invalid");
    refused("x.csv", new byte[0], fine, "file-empty");
    refused("x.xlsx", table, fine, "xlsx-unreadable");
    refused("x.xlsx", bomb(), fine, "xlsx-too-large");
  }

  private static JsonNode refused(String name, byte[] file, String mapping, String code)
      throws Exception {
    HttpResponse<String> answer = custody.upload("/api/imports", name, file, mapping);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 422);
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.get("code").asString()).isEqualTo(code);
    return problem;
  }

  /// 300 MB of blanks in 300 KB.
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
      byte[] blanks = new byte[1 << 20];
      Arrays.fill(blanks, (byte) ' ');
      for (int i = 0; i < 300; i++) {
        zip.write(blanks);
      }
    }
    return out.toByteArray();
  }

  private static byte[] workbook(Consumer<Worksheet> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(out, "test", "1.0")) {
      content.accept(workbook.newWorksheet("门店"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void line(Worksheet sheet, int row, Object... cells) {
    for (int column = 0; column < cells.length; column++) {
      switch (cells[column]) {
        case Number number -> sheet.value(row, column, number);
        case Object text when text.toString().isEmpty() -> {}
        case Object text -> sheet.value(row, column, text.toString());
      }
    }
  }

  private static String rep(String name, String team) throws Exception {
    return created(
        "/api/reps",
        "{\"name\":\"%s\",\"team\":\"%s\",\"territory\":\"x\",\"effectiveAt\":\"2020-01-01T00:00:00Z\"}"
            .formatted(name, team));
  }

  private static String created(String path, String json) throws Exception {
    return done(path, json).get("id").asString();
  }

  private static JsonNode done(String path, String json) throws Exception {
    HttpResponse<String> answer = custody.post(path, json);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    return JsonMapper.shared().readTree(answer.body());
  }

  private static JsonNode found(String name) throws Exception {
    return found(custody, name);
  }

  private static JsonNode found(ImportClient where, String name) throws Exception {
    String query = "/api/customers?q=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return eventually(() -> where.json(query).get("customers"), it -> !it.isEmpty()).get(0);
  }

  /// The view follows the import.
  private static List<JsonNode> lines(ImportClient where, String path, int expected)
      throws Exception {
    return eventually(
        () ->
            where
                .get(path, "application/x-ndjson")
                .body()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList(),
        it -> it.size() >= expected);
  }

  private static <T> T eventually(Callable<T> question, Predicate<T> wanted) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    T answer = question.call();
    while (!wanted.test(answer) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000);
      answer = question.call();
    }
    assertThat(wanted.test(answer)).as(String.valueOf(answer)).isTrue();
    return answer;
  }
}
