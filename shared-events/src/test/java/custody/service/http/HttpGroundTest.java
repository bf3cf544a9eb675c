package custody.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
    classes = ProbeApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.import=classpath:shared.yaml",
      "custody.http.max-body=100KB",
      "custody.http.max-upload=200KB",
      "custody.http.body-timeout=1s"
    })
class HttpGroundTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ID = "0198f0c2-6d2e-7c1a-9b7e-3f5a2c4d6e8f";

  @LocalServerPort private int port;

  @Test
  void whatIsWellFormedIsTaken() throws Exception {
    String body =
        """
        {"text":" Café ","number":1,"decimal":1.50,"flag":true,"at":"2026-01-31T09:30:00+08:00",
         "day":"2026-01-31","id":"%s","customer":"%s","colour":"red","parts":[{"name":"a"}],
         "fields":{"x":null,"y":{"amount":1}}}
        """
            .formatted(ID, ID);
    HttpResponse<String> answer = post(body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JsonMapper.shared().readTree(answer.body()))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"text":"Café","number":1,"decimal":1.50,"flag":true,"at":"2026-01-31T01:30:00Z",
                     "day":"2026-01-31","id":"%s","customer":"%s","colour":"red",
                     "parts":[{"name":"a"}],"fields":{"x":null,"y":{"amount":1}}}
                    """
                        .formatted(ID, ID)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          {                                        | body-not-json
          {'text':'a'}                             | body-not-json
          {"text":"a"} x                           | body-not-json
          {"text":"a"} {"text":"b"}                | body-not-json
          {"text":"a","text":"b"}                  | property-twice
          {"text":"a","fields":{"x":1,"x":2}}      | property-twice
          {"text":"a","txet":"b"}                  | property-unknown
          {"text":"a","parts":[{"name":"a","b":1}]}| property-unknown
          {}                                       | property-missing
          {"text":null}                            | property-missing
          {"text":"a","parts":[{}]}                | property-missing
          {"text":"a","parts":[{"name":null}]}     | property-missing
          {"text":"a","parts":[null]}              | property-missing
          {"text":1}                               | property-invalid
          {"text":true}                            | property-invalid
          {"text":["a"]}                           | property-invalid
          {"text":{"a":"b"}}                       | property-invalid
          {"text":""}                              | property-invalid
          {"text":"   "}                           | property-invalid
          {"text":"a\\u0000b"}                     | property-invalid
          {"text":"a\\u001bb"}                     | property-invalid
          {"text":"a\\ud800"}                      | property-invalid
          {"text":"\\udc00b"}                      | property-invalid
          {"text":"a","number":"1"}                | property-invalid
          {"text":"a","number":""}                 | property-invalid
          {"text":"a","number":1.5}                | property-invalid
          {"text":"a","number":true}               | property-invalid
          {"text":"a","number":1001}               | property-invalid
          {"text":"a","number":99999999999}        | property-invalid
          {"text":"a","number":1e999999999}        | property-invalid
          {"text":"a","decimal":"1"}               | property-invalid
          {"text":"a","decimal":NaN}               | body-not-json
          {"text":"a","flag":1}                    | property-invalid
          {"text":"a","flag":"true"}               | property-invalid
          {"text":"a","at":"2026-01-31T09:30:00"}  | property-invalid
          {"text":"a","at":"2026-02-30T09:30:00Z"} | property-invalid
          {"text":"a","at":"9999-01-31T09:30:00Z"} | property-invalid
          {"text":"a","at":1767225600}             | property-invalid
          {"text":"a","at":[2026,1,1]}             | property-invalid
          {"text":"a","day":"2026-02-29"}          | property-invalid
          {"text":"a","day":"0001-01-01"}          | property-invalid
          {"text":"a","day":20260101}              | property-invalid
          {"text":"a","id":"1-1-1-1-1"}            | property-invalid
          {"text":"a","customer":"x"}              | property-invalid
          {"text":"a","customer":1}                | property-invalid
          {"text":"a","colour":"blue"}             | property-invalid
          {"text":"a","colour":0}                  | property-invalid
          {"text":"a","parts":{"name":"a"}}        | property-invalid
          {"text":"a","parts":""}                  | property-invalid
          {"text":"a","parts":["a"]}               | property-invalid
          {"text":"a","fields":[]}                 | property-invalid
          {"text":"a","rule":{"kind":"tenur"}}     | property-invalid
          {"text":"a","rule":{}}                   | property-invalid
          []                                       | property-invalid
          "text"                                   | property-invalid
          7                                        | property-invalid
          """)
  void badBodiesAreRefusedWithAStableCode(String body, String code) throws Exception {
    assertProblem(post(body), 400, code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null"})
  void noBodyIsRefused(String body) throws Exception {
    assertProblem(post(body), 400, "body-missing");
  }

  @Test
  void whichKindsThereAreIsSaid() throws Exception {
    JsonNode problem =
        assertProblem(
            post("{\"text\":\"a\",\"rule\":{\"kind\":\"tenur\"}}"), 400, "property-invalid");

    assertThat(problem.get("property").stringValue()).isEqualTo("rule.kind");
    assertThat(problem.get("expected").stringValue())
        .isEqualTo("one of cadence, tenure, recycling, first-contact, pool-limits");
  }

  @Test
  void aValueIsNeverRepeatedButItsPlaceIsNamed() throws Exception {
    JsonNode problem =
        assertProblem(
            post("{\"text\":\"a\",\"parts\":[{\"name\":13800138000}]}"), 400, "property-invalid");

    assertThat(problem.get("property").stringValue()).isEqualTo("parts[0].name");
    assertThat(problem.toString()).doesNotContain("13800138000");
    assertThat(post("{\"text\":\"a\",\"王小明 13800138000\":1}").body()).doesNotContain("1380");
    assertThat(post("{\"text\":\"a\",\"colour\":\"13800138000\"}").body()).doesNotContain("1380");
    assertThat(post("{\"text\":\"a\" 13800138000}").body()).doesNotContain("1380");
  }

  @Test
  void deepAndEndlessJsonIsRefused() throws Exception {
    String deep = "{\"text\":\"a\",\"fields\":{\"x\":" + "[".repeat(40_000);
    assertProblem(post(deep), 400, "body-too-complex");
    assertProblem(post("{\"text\":\"" + "a".repeat(100_001) + "\"}"), 400, "body-too-complex");
    assertProblem(post("{\"decimal\":" + "1".repeat(101) + "}"), 400, "body-too-complex");
    assertProblem(post("{\"" + "n".repeat(70_000) + "\":1}"), 400, "body-too-complex");
  }

  @Test
  void bodiesOverTheLimitAreRefusedWhetherTheySayTheirLengthOrNot() throws Exception {
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) ' ');
    HttpRequest.Builder json = request("/probe").header("Content-Type", "application/json");
    assertProblem(send(json.POST(BodyPublishers.ofByteArray(large))), 413, "body-too-large");
    assertProblem(
        send(json.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
        413,
        "body-too-large");
    HttpRequest.Builder csv = request("/probe/upload").header("Content-Type", "text/csv");
    assertProblem(send(csv.POST(BodyPublishers.ofByteArray(large))), 413, "body-too-large");
    assertProblem(
        send(csv.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
        413,
        "body-too-large");
    assertThat(send(csv.POST(BodyPublishers.ofByteArray(new byte[150_000]))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatIsNoUtf8IsRefused() throws Exception {
    byte[][] bodies = {
      "{\"text\":\"客户\"}".getBytes("GB18030"),
      "{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_16LE),
      "{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_16),
      {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xc3, '"', '}'},
      {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'},
      {
        '{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'
      },
      {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', 0, '"', '}'}
    };
    for (byte[] body : bodies) {
      assertProblem(
          send(
              request("/probe")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(body))),
          400,
          "body-not-utf8");
    }
    assertProblem(
        send(
            request("/probe")
                .header("Content-Type", "application/json;charset=GB18030")
                .POST(BodyPublishers.ofString("{\"text\":\"a\"}"))),
        415,
        "charset-unsupported");
  }

  @Test
  void addressesMethodsAndMediaTypesHaveTheirProblems() throws Exception {
    assertProblem(send(request("/nothing").GET()), 404, "path-unknown");
    assertProblem(send(request("/error").GET()), 404, "path-unknown");
    HttpResponse<String> deleted = send(request("/probe").DELETE());
    assertProblem(deleted, 405, "method-not-allowed");
    assertThat(deleted.headers().firstValue("Allow")).contains("POST");
    assertProblem(
        send(
            request("/probe")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("text=a"))),
        415,
        "media-type-unsupported");
    assertProblem(
        send(request("/probe").POST(BodyPublishers.ofString("{}"))), 415, "media-type-unsupported");
    for (String unreadable : List.of("what/ever; is=\"this", "*/*", "application/*")) {
      assertProblem(
          send(
              request("/probe")
                  .header("Content-Type", unreadable)
                  .POST(BodyPublishers.ofString("{}"))),
          415,
          "media-type-unsupported");
    }
    assertProblem(
        send(request("/probe/" + ID).header("Accept", "image/png").GET()),
        406,
        "media-type-not-acceptable");
    assertProblem(
        send(request("/probe/" + ID).header("Accept", "no type").GET()),
        406,
        "media-type-not-acceptable");
  }

  @ParameterizedTest
  @CsvSource({
    "/probe/1-1-1-1-1, parameter-invalid",
    "/probe/plain/%20, parameter-invalid",
    "/probe/needed?q=a%00b, parameter-invalid",
    "/probe/needed?q=a%1Bb, parameter-invalid",
    "/probe/ID?asOf=yesterday, parameter-invalid",
    "/probe/ID?asOf=2026-01-31, parameter-invalid",
    "/probe/ID?asOf=2026-01-31T10:00:00, parameter-invalid",
    "/probe/ID?asOf=%2B999999999-01-31T10:00:00Z, parameter-invalid",
    "/probe/ID?limit=ten, parameter-invalid",
    "/probe/ID?limit=101, parameter-invalid",
    "/probe/ID?limit=99999999999, parameter-invalid",
    "/probe/needed, parameter-missing"
  })
  void badParametersAreRefused(String path, String code) throws Exception {
    assertProblem(send(request(path.replace("ID", ID)).GET()), 400, code);
  }

  @Test
  void anOffsetWhosePlusWasLostIsUnderstood() throws Exception {
    HttpResponse<String> answer =
        send(request("/probe/" + ID + "?asOf=2026-01-31T10:00:00+08:00").GET());

    assertThat(answer.body()).contains("2026-01-31T02:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "/probe/fails/bug, 500, internal-error",
    "/probe/fails/database, 503, unavailable",
    "/probe/fails/problem, 409, cursor-invalid",
    "/probe/fails/send-error, 503, unavailable",
    "/probe/fails/error, 500, internal-error",
    "/probe/fails/io, 500, internal-error",
    "/probe/needed?q=1&filter=1, 500, internal-error"
  })
  void failuresInsideTellNothingOfTheInside(String path, int status, String code) throws Exception {
    JsonNode problem = assertProblem(send(request(path).GET()), status, code);

    assertThat(problem.toString()).doesNotContain("secret").doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"text":1}                     | a text                                          | 文本
          {"text":"%s"}                  | a text of at most 1000 characters               | 最多 1000 个字符的文本
          {"text":"a","number":1001}     | at most 1000                                    | 不大于 1000 的数字
          {"text":"a","number":"1"}      | a whole number in its range                     | 范围内的整数
          {"text":"a","decimal":"x"}     | a number                                        | 数字
          {"text":"a","flag":"x"}        | true or false                                   | true 或 false
          {"text":"a","day":"x"}         | a day such as 2026-01-31, in the years 1800 to 2200 | 日期，例如 2026-01-31，年份在 1800 至 2200 之间
          {"text":"a","id":"x"}          | an id such as 0198f0c2-6d2e-7c1a-9b7e-3f5a2c4d6e8f | 编号，例如 0198f0c2-6d2e-7c1a-9b7e-3f5a2c4d6e8f
          {"text":"a","colour":"x"}      | one of red, green                               | 以下之一：red, green
          {"text":"a","parts":1}         | a list                                          | 列表
          []                             | an object                                       | 对象
          """)
  void whatIsExpectedIsSaidInTheLanguageOfWhoeverAsks(String body, String english, String chinese)
      throws Exception {
    String sent = body.formatted("a".repeat(1001));

    assertThat(assertProblem(post(sent), 400, "property-invalid").get("detail").stringValue())
        .endsWith(" must be " + english + ".");
    HttpRequest.Builder asked =
        request("/probe")
            .header("Accept-Language", "zh-CN")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(sent));
    assertThat(assertProblem(send(asked), 400, "property-invalid").get("detail").stringValue())
        .endsWith("应为：" + chinese + "。");
  }

  @Test
  void parametersAreHeldToTheirRangeInWords() throws Exception {
    JsonNode problem =
        assertProblem(
            send(request("/probe/" + UUID.randomUUID() + "?limit=101").GET()),
            400,
            "parameter-invalid");

    assertThat(problem.get("detail").stringValue()).isEqualTo("limit must be at most 100.");
  }

  @Test
  void problemsSpeakChineseToThoseWhoAskForIt() throws Exception {
    JsonNode problem =
        assertProblem(
            send(request("/nothing").header("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5").GET()),
            404,
            "path-unknown");

    assertThat(problem.get("title").stringValue()).isEqualTo("此处没有内容");
    assertThat(problem.get("detail").stringValue()).contains("地址");
    assertProblem(
        send(request("/nothing").header("Accept-Language", "x-;;q=").GET()), 404, "path-unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE||",
        "GET||",
        "GET /probe/<x> HTTP/1.1|Host: a||",
        "GET /probe/%zz HTTP/1.1|Host: a||",
        "GET /probe/%00 HTTP/1.1|Host: a||",
        "GET /probe/a%2Fb HTTP/1.1|Host: a||",
        "GET /probe/../../etc/passwd HTTP/1.1|Host: a||",
        "GET /probe/needed?q=%zz HTTP/1.1|Host: a||",
        "GET /probe/needed?q=%ff HTTP/1.1|Host: a||",
        "GET /probe HTTP/1.1||",
        "GET /probe HTTP/1.1|Host: a b||",
        "GET /probe HTTP/1.1|Host: a|broken header||",
        "GET /probe HTTP/1.1|Host: a|X: a\u0000b||",
        "POST /probe HTTP/1.1|Host: a|Content-Length: x||",
        "POST /probe HTTP/1.1|Host: a|Content-Length: -1||",
        "POST /probe HTTP/1.1|Host: a|Content-Length: 2|Content-Length: 3||{}",
        "POST /probe HTTP/1.1|Host: a|Content-Type: application/json|Transfer-Encoding:"
            + " chunked||zz|{}|0||",
        "POST /probe HTTP/1.1|Host: a|Content-Type: application/json|Content-Length:"
            + " 2|Content-Length: 3||{}"
      })
  void whatIsNoHttpIsAProblemToo(String request) throws Exception {
    String answer = raw(request);

    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
    assertThat(answer).contains("\"code\":\"").contains("\"correlationId\":\"");
    assertThat(answer).doesNotContain("Exception").doesNotContain("Tomcat");
  }

  @Test
  void headsTooLargeAreAProblem() throws Exception {
    String answer = raw("GET /probe HTTP/1.1|Host: a|X: " + "x".repeat(20_000) + "||");

    assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
  }

  @Test
  void anUnknownTransferEncodingIsAProblem() throws Exception {
    String answer = raw("POST /probe HTTP/1.1|Host: a|Transfer-Encoding: x||");

    assertThat(answer).contains("application/problem+json").contains("method-unknown");
  }

  @Test
  void aBodyThatDripsIsNotWaitedFor() throws Exception {
    String head =
        lines(
            "POST /probe HTTP/1.1|Host: a|Content-Type: application/json|Content-Length: 50000||");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      long deadline = System.nanoTime() + 5_000_000_000L;
      socket.setSoTimeout(50);
      int first = -1;
      while (first < 0 && System.nanoTime() < deadline) {
        socket.getOutputStream().write(' ');
        try {
          first = socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
          // not yet
        }
      }
      socket.setSoTimeout(5_000);
      assertThat(readAll(socket)).contains("408").contains("body-too-slow");
    }
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(
        request("/probe")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.path("code").stringValue()).isEqualTo(code);
    assertThat(problem.path("status").intValue()).isEqualTo(status);
    assertThat(problem.path("type").stringValue()).isEqualTo("urn:custody:problem:" + code);
    assertThat(problem.path("title").stringValue()).isNotBlank().isNotEqualTo(code);
    assertThat(problem.path("detail").stringValue()).isNotBlank();
    assertThat(problem.path("correlationId").stringValue())
        .isEqualTo(answer.headers().firstValue("Custody-Correlation-Id").orElseThrow());
    return problem;
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(lines(request).getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return readAll(socket);
    }
  }

  /// HTTP's line ends, written as | above.
  private static String lines(String request) {
    return request.replace("|", "\r\n");
  }

  private static String readAll(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException e) {
      // reset after the answer
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
