package custody.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import custody.command.http.Api.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad input is answered with what to do, and changes nothing.
class BadInputIT extends CommandSideFixture {
  private static final long SEED = 20260131;

  private String rep = "";
  private String customer = "";
  private long before;

  @BeforeEach
  void prepare() {
    rep = rep();
    customer = "/api/customers/" + customer("客户" + UUID.randomUUID()).id();
    before = log.head();
  }

  @AfterEach
  void nothingChanged() {
    assertThat(log.head()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          /api/customers          | 400 | body-missing       |
          /api/customers          | 400 | property-missing   | {}
          /api/customers          | 400 | property-missing   | {"kind":"company"}
          /api/customers          | 400 | property-invalid   | {"kind":"robot","fields":{"name":"a"}}
          /api/customers          | 400 | property-unknown   | {"kind":"company","fields":{"name":"a"},"nmae":1}
          /api/customers          | 422 | fields-invalid     | {"kind":"company","fields":{}}
          /api/customers          | 422 | fields-invalid     | {"kind":"company","fields":{"name":"a","colour":"b"}}
          /api/customers          | 422 | fields-invalid     | {"kind":"company","fields":{"name":"a\\u0000"}}
          /api/customers          | 422 | fields-invalid     | {"kind":"company","fields":{"name":7}}
          /api/customers          | 422 | fields-invalid     | {"kind":"company","fields":{"name":"a","birthday":"0202-02-02"}}
          /api/customers          | 400 | property-invalid   | {"kind":"company","fields":{"name":"a"},"effectiveAt":"2026-01-01"}
          /api/customers          | 400 | property-invalid   | {"kind":"company","fields":{"name":"a"},"effectiveAt":"0001-01-01T00:00:00Z"}
          /api/customers          | 422 | effective-time-too-early | {"kind":"company","fields":{"name":"abc"},"effectiveAt":"1801-01-01T00:00:00Z"}
          /api/customers          | 422 | effective-time-too-late | {"kind":"company","fields":{"name":"abc"},"effectiveAt":"2199-01-01T00:00:00Z"}
          /api/customers          | 400 | property-unknown   | {"kind":"company","fields":{"name":"a"},"recordedAt":"2199-01-01T00:00:00Z"}
          /api/customers          | 400 | property-unknown   | {"kind":"company","fields":{"name":"a"},"holder":{"rep":"ID","pool":"x"}}
          /api/customers          | 409 | unknown-rep        | {"kind":"company","fields":{"name":"abcd"},"holder":{"rep":"ID"}}
          /api/customers          | 400 | property-invalid   | {"kind":"company","fields":{"name":"a"},"holder":"north"}
          /api/customers          | 400 | property-invalid   | {"kind":"company","fields":{"name":"a"},"classification":{"grade":"A","colour":"red"}}
          /api/customers          | 400 | property-invalid   | {"kind":"company","fields":{"name":"a"},"despiteLikelyDuplicates":"yes"}
          /api/customers          | 400 | property-invalid   | {"kind":"company","fields":{"name":"a"},"externalIds":[{"system":"a","id":7}]}
          /api/customers/ID/contacts | 404 | customer-not-found | {"fields":{"name":"a"}}
          /api/customers/7/contacts  | 400 | parameter-invalid  | {"fields":{"name":"a"}}
          CUSTOMER/contacts       | 422 | fields-invalid     | {"fields":{"name":"a","phone":"abc"}}
          CUSTOMER/dates          | 400 | property-invalid   | {"kind":"birthday","date":"2026-02-30"}
          CUSTOMER/dates          | 400 | property-invalid   | {"kind":"birthday","date":"3026-02-03"}
          CUSTOMER/dates          | 400 | property-invalid   | {"kind":"birthday","date":"2026-02-03","remindDaysBefore":-1}
          CUSTOMER/dates          | 409 | unknown-contact    | {"kind":"birthday","date":"2026-02-03","contact":"ID"}
          CUSTOMER/follow-ups     | 400 | property-missing   | {"medium":"call","summary":"a"}
          CUSTOMER/follow-ups     | 400 | property-invalid   | {"medium":"smoke","occurredAt":"2026-01-01T00:00:00Z","summary":"a"}
          CUSTOMER/follow-ups     | 422 | effective-time-too-late | {"medium":"call","occurredAt":"2190-01-01T00:00:00Z","summary":"a"}
          CUSTOMER/follow-ups     | 422 | before-registration | {"medium":"call","occurredAt":"2020-01-01T00:00:00Z","summary":"a"}
          CUSTOMER/assign         | 400 | property-missing   | {"reason":"a"}
          CUSTOMER/assign         | 409 | unknown-rep        | {"to":"ID","reason":"a"}
          CUSTOMER/assign         | 422 | reason-missing     | {"to":"REP"}
          CUSTOMER/assign         | 400 | property-invalid   | {"to":"REP","reason":""}
          CUSTOMER/transfer       | 409 | not-owned          | {"to":"REP","reason":"a"}
          CUSTOMER/release        | 409 | not-owned          | {"reason":"a"}
          CUSTOMER/claim          | 422 | claimant-missing   | {"reason":"a"}
          CUSTOMER/corrections    | 404 | event-not-found    | {"event":"ID","reason":"a"}
          CUSTOMER/corrections    | 422 | reason-missing     | {"event":"ID"}
          CUSTOMER/assortment     | 400 | property-invalid   | {"product":"tea","stock":-1}
          CUSTOMER/assortment     | 400 | property-invalid   | {"product":"tea","stock":1e300}
          /api/reps               | 400 | property-missing   | {"name":"a","team":"b"}
          /api/reps               | 400 | property-invalid   | {"name":"a","team":"b","territory":" "}
          /api/reps/ID/move       | 404 | rep-not-found      | {"team":"a","territory":"b"}
          /api/reps/REP/leaving   | 400 | property-invalid   | {"lastDay":"tomorrow"}
          """)
  void isRefused(String path, int status, String code, @Nullable String body) {
    Reply reply = api.post(filled(path), body == null ? null : filled(body));

    reply.isProblem(status, code);
  }

  @Test
  void timesOutOfPolicyAreRefusedWithTheTimeThatIsAllowed() {
    api.post(customer + "/assign", owner(Instant.now().plus(Duration.ofDays(400))))
        .isProblem(422, "effective-time-too-late");
    api.post(customer + "/assign", owner(Instant.now().minus(Duration.ofDays(400))))
        .isProblem(422, "effective-time-too-early");
    api.post(customer + "/assign", owner(Instant.now().minus(Duration.ofDays(1))))
        .isProblem(422, "before-registration");
  }

  private String owner(Instant effectiveAt) {
    return "{\"to\":\"%s\",\"reason\":\"a\",\"effectiveAt\":\"%s\"}".formatted(rep, effectiveAt);
  }

  @Test
  void nobodyAndAStrangerAreRefused() {
    String body = "{\"kind\":\"company\",\"fields\":{\"name\":\"a\"}}";
    api.post("/api/customers", body, "Authorization", "Basic YTpi")
        .isProblem(401, "credentials-missing");
    api.post("/api/customers", body, "Authorization", "Bearer nonsense")
        .isProblem(401, "token-invalid");
  }

  @Test
  void deepAndLargeBodiesAreRefused() {
    String deep = "{\"kind\":\"company\",\"fields\":{\"name\":" + "[".repeat(10_000);
    api.post("/api/customers", deep).isProblem(400, "body-too-complex");
    String large = "{\"kind\":\"company\",\"fields\":{\"name\":\"" + "a".repeat(1_100_000) + "\"}}";
    api.post("/api/customers", large).isProblem(413, "body-too-large");
  }

  /// Whatever is sent, the answer is one that says what to do: never a failure of ours.
  @Test
  void mutatedBodiesNeverBreakTheService() {
    Random random = new Random(SEED);
    List<String> posts =
        List.of(
            "/api/customers|{\"kind\":\"company\",\"fields\":{\"name\":\"变异\",\"phone\":\"0571-88886666\","
                + "\"revenue\":{\"amount\":1.5,\"currency\":\"CNY\"},\"location\":{\"latitude\":1,"
                + "\"longitude\":2}},\"holder\":{\"pool\":\"north\"},\"effectiveAt\":"
                + "\"2026-01-01T00:00:00+08:00\",\"reason\":\"x\"}",
            "CUSTOMER/contacts|{\"fields\":{\"name\":\"a\",\"birthday\":\"1980-01-01\"}}",
            "CUSTOMER/dates|{\"kind\":\"birthday\",\"date\":\"1980-05-06\",\"calendar\":\"lunar\","
                + "\"yearly\":true,\"remindDaysBefore\":7}",
            "CUSTOMER/follow-ups|{\"medium\":\"call\",\"occurredAt\":\"2026-01-01T00:00:00Z\","
                + "\"summary\":\"s\",\"nextStep\":{\"what\":\"w\",\"due\":\"2026-02-01\"}}",
            "CUSTOMER/assign|{\"to\":\"REP\",\"reason\":\"r\",\"effectiveAt\":\"2026-01-01T00:00:00Z\"}",
            "CUSTOMER/assortment|{\"product\":\"tea\",\"monthlyVolume\":1.5,\"stock\":2}",
            "/api/reps/REP/move|{\"team\":\"a\",\"territory\":\"b\"}");
    for (int i = 0; i < 1_500; i++) {
      String[] post = posts.get(random.nextInt(posts.size())).split("\\|", 2);
      String body = mutated(filled(post[1]), random);
      Reply reply = api.post(filled(post[0]), body);

      assertThat(reply.status())
          .as("seed %d, step %d: %s %s -> %s", SEED, i, post[0], body, reply.body())
          .isLessThan(500);
      if (reply.status() >= 400) {
        assertThat(reply.code()).matches("[a-z]+(-[a-z0-9]+)*");
      }
    }
    before = log.head(); // a mutation may leave a body valid
  }

  private static final List<String> PIECES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1e400",
          "1e-400",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[[[",
          "}",
          ",",
          ":",
          "\"",
          "\\",
          "9".repeat(60),
          "\"2026-99-99\"",
          "\u0007",
          "\uFEFF",
          "\"+86\"",
          "NaN",
          "\"9999-12-31T23:59:59Z\"",
          "{\"rep\":1}",
          "\u202e",
          "𠮷",
          "{\"erased\":true}",
          "\"__proto__\":1",
          "\"id\":\"x\",");

  private static String mutated(String body, Random random) {
    StringBuilder text = new StringBuilder(body);
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, text.substring(at, to));
        case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 3 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
        default -> replaceValue(text, random);
      }
    }
    return text.toString();
  }

  /// Puts a piece in place of a whole value, so that the JSON often stays well-formed.
  private static void replaceValue(StringBuilder text, Random random) {
    int colon = text.indexOf(":", random.nextInt(text.length()));
    int end = colon < 0 ? -1 : text.indexOf(",", colon);
    if (end > 0) {
      text.replace(colon + 1, end, PIECES.get(random.nextInt(PIECES.size())));
    }
  }

  private String filled(String text) {
    return text.replace("CUSTOMER", customer)
        .replace("REP", rep)
        .replace("ID", "0198f0c2-6d2e-7c1a-9b7e-3f5a2c4d6e8f");
  }
}
