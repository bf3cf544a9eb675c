package custody.standalone;

import static custody.standalone.Standalone.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import custody.standalone.Standalone.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Values planted in every personal place, good requests and bad ones, and then looked for
/// everywhere they must not be. Alone, as every other Custody that starts in this process sets its
/// logging up anew, and then what is to be looked at is not written at all.
@Isolated
class LeakIT {
  private static final String DESK = "service:desk";
  private static final String ADMIN = "user:admin";
  private static final String LATIN = "Zwetschgenmarker";
  private static final String CHINESE = "诸葛无痕";
  private static final String MAIL = "zmark.leak@example.org";
  private static final String PHONE = "13911223344";
  private static final String DIGITS = "9876501234";

  /// Searching with part of a value would find it in other forms too.
  private static final List<String> MARKERS =
      List.of(LATIN, CHINESE, "zmark.leak", PHONE, DIGITS, "zhugewuhen", "%E8%AF%B8%E8%91%9B");

  @TempDir static Path directory;

  private final List<String> problems = new ArrayList<>();

  @Test
  void personalDataIsNeitherInLogsNorMetricsNorErrorsNorTables() throws IOException {
    Captured captured;
    Path access = directory.resolve("access");
    Files.createDirectories(access);
    try (Standalone custody =
        Standalone.start(
            directory.resolve("data"),
            "--logging.level.custody=debug",
            "--server.tomcat.accesslog.enabled=true",
            "--server.tomcat.accesslog.directory=" + access,
            "--server.tomcat.accesslog.buffered=false",
            "--server.tomcat.accesslog.pattern=%m %U %s")) {
      captured = Captured.watch();
      journey(custody);
      mistakes(custody);
      importing(custody);
      search(custody);
      clean("problem bodies", problems);
      clean("metrics", List.of(custody.managed("/actuator/prometheus")));
      clean(
          "info", List.of(custody.managed("/actuator/health"), custody.managed("/actuator/info")));
      clean("operations", List.of(custody.get(ADMIN, "/api/operations").expect(200).text()));
      for (String marker : MARKERS) {
        assertThat(
                Tables.with(
                    custody.jdbc(),
                    "schemaname <> 'public' AND schemaname NOT LIKE 'view\\_%'",
                    marker))
            .as("tables outside of views, " + marker)
            .isEmpty();
      }
      assertThat(Tables.with(custody.jdbc(), "schemaname LIKE 'view\\_%'", LATIN)).isNotEmpty();
    }
    try (var logs = Files.list(access)) {
      List<Path> files = logs.toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        // Paths that are none of ours are whatever the caller wrote.
        clean(
            "access log",
            Files.readAllLines(file).stream().filter(line -> line.contains(" 20")).toList());
      }
    }
    assertThat(captured.lines).anyMatch(line -> line.contains("the capture works"));
    clean("logs", captured.lines);
  }

  private static void clean(String where, Iterable<String> texts) {
    for (String text : texts) {
      for (String marker : MARKERS) {
        assertThat(text).as(where + ", " + marker).doesNotContainIgnoringCase(marker);
      }
    }
  }

  private void journey(Standalone custody) {
    String rep =
        custody
            .post(
                DESK,
                "/api/reps",
                "{\"name\":\"%s\",\"team\":\"East\",\"territory\":\"t1\"}"
                    .formatted(LATIN + CHINESE))
            .expect(201)
            .id();
    String customer =
        custody
            .post(
                DESK,
                "/api/customers",
                """
                {"kind":"person","holder":{"rep":"%s"},"reason":"%s",
                 "fields":{"name":"%s","phone":"+86%s","mail":"%s","address":"%s"}}
                """
                    .formatted(rep, LATIN, CHINESE + LATIN, PHONE, MAIL, LATIN))
            .expect(201)
            .id();
    String path = "/api/customers/" + customer;
    String contact =
        custody
            .post(
                DESK,
                path + "/contacts",
                """
                {"fields":{"name":"%s","phone":"+1%s","mail":"%s"},"reason":"%s"}
                """
                    .formatted(CHINESE, "2125550123", MAIL, LATIN))
            .expect(201)
            .json()
            .get("created")
            .asString();
    tried(
        custody.post(
            DESK,
            path + "/dates",
            """
            {"kind":"birthday","label":"%s","date":"1970-01-01","calendar":"solar","yearly":true,
             "remindDaysBefore":7,"contact":"%s"}
            """
                .formatted(LATIN, contact)));
    custody
        .post(
            DESK,
            path + "/follow-ups",
            """
            {"medium":"call","occurredAt":"%s","summary":"%s","rep":"%s",
             "nextStep":{"what":"%s","due":"2030-01-01"}}
            """
                .formatted(Instant.now(), LATIN + CHINESE, rep, CHINESE))
        .expect(201);
    tried(
        custody.post(
            DESK,
            path + "/complaints",
            "{\"summary\":\"%s\",\"severity\":\"high\",\"reason\":\"%s\"}"
                .formatted(LATIN, CHINESE)));
    tried(
        custody.post(
            DESK,
            path + "/calls",
            """
            {"number":"%s","line":"1","direction":"inbound","at":"%s","seconds":5,"answered":true}
            """
                .formatted(PHONE, Instant.now())));
    custody.post(DESK, path + "/release", "{\"reason\":\"%s\"}".formatted(LATIN)).expect(200);
    custody
        .patch(
            DESK,
            path,
            "{\"fields\":{\"name\":\"%s\"},\"reason\":\"%s\"}".formatted(LATIN, CHINESE))
        .expect(200);
    // Cleared fields are stored by name, so it has to be a name.
    failed(custody.patch(DESK, path, "{\"fields\":{\"%s\":null}}".formatted(CHINESE)));
    custody
        .post(
            DESK,
            "/api/customers",
            "{\"kind\":\"person\",\"fields\":{\"name\":\"again\",\"phone\":\"+86%s\"}}"
                .formatted(PHONE),
            "Idempotency-Key",
            "key-of-the-test")
        .expect(409);
  }

  /// Whatever can be wrong with a request that carries personal data.
  private void mistakes(Standalone custody) {
    String person = CHINESE + " " + LATIN;
    for (String body :
        List.of(
            "{\"kind\":\"person\",\"fields\":{\"name\":\"" + person,
            "{\"kind\":\"" + person + "\",\"fields\":{}}",
            "{\"kind\":\"person\",\"" + person + "\":1}",
            "{\"kind\":\"person\",\"fields\":{\"name\":[\"" + person + "\"]}}",
            "{\"kind\":\"person\",\"fields\":{\"" + person + "\":\"x\"}}",
            "{\"kind\":\"person\",\"fields\":{\"phone\":\"" + person + "\"}}",
            "{\"kind\":\"person\",\"fields\":{\"mail\":\"" + person + "\"}}",
            "{\"kind\":\"person\",\"fields\":{\"name\":\"" + LATIN.repeat(5000) + "\"}}",
            "{\"kind\":\"person\",\"holder\":\"" + LATIN + "\",\"fields\":{\"name\":\"x\"}}",
            "\"" + person + "\"",
            person)) {
      failed(custody.post(DESK, "/api/customers", body));
    }
    failed(custody.get(DESK, "/api/customers/" + encoded(person)));
    failed(custody.get(DESK, "/api/" + encoded(person)));
    failed(custody.get(DESK, "/api/customers?limit=" + encoded(person)));
    failed(custody.get(DESK, "/api/customers?cursor=" + encoded(person)));
    failed(custody.get(DESK, "/api/customers?sort=" + encoded(person)));
    failed(custody.get(DESK, "/api/owners?asOf=" + encoded(person)));
    failed(custody.post(DESK, "/api/imports", person));
    failed(
        custody.post(
            DESK, "/api/reps", "{\"name\":\"" + person + "\",\"team\":{\"a\":\"" + LATIN + "\"}}"));
    failed(
        custody.send(
            DESK,
            "PUT",
            "/api/customers",
            java.net.http.HttpRequest.BodyPublishers.ofString(person),
            "Content-Type",
            "text/" + LATIN.toLowerCase(java.util.Locale.ROOT)));
  }

  private void importing(Standalone custody) {
    String mapping =
        """
        {"system":"leak","targets":[{"target":"customer","key":"id",
          "fields":{"name":"name","phone":"phone"}}]}
        """;
    String rows =
        "id,name,phone\n1," + LATIN + "," + PHONE + "\n2," + CHINESE + "," + LATIN + "\n3,,\n";
    tried(custody.upload(DESK, "/api/imports", LATIN + ".csv", rows, mapping));
    tried(custody.upload(DESK, "/api/imports", "a.csv", LATIN + "\u0000", mapping));
    eventually(
        () ->
            custody
                    .jdbc()
                    .sql("SELECT count(*) FROM custody.operation WHERE state = 'running'")
                    .query(Long.class)
                    .single()
                == 0);
  }

  private void search(Standalone custody) {
    for (String text : List.of(LATIN, CHINESE, PHONE, MAIL)) {
      eventually(
          () -> {
            JsonNode found =
                custody
                    .get(DESK, "/api/customers", "Custody-Query", "q=" + encoded(text))
                    .expect(200)
                    .json();
            return text.equals(PHONE) || !found.get("customers").isEmpty() || text.equals(CHINESE);
          });
      custody.get(DESK, "/api/customers?q=" + encoded(text)).expect(200);
    }
    failed(custody.get(DESK, "/api/customers", "Custody-Query", "q=%ZZ" + LATIN));
  }

  /// Whichever way it goes: what it answers is no matter if it is done, and looked at if not.
  private void tried(Answer answer) {
    if (answer.status() >= 400) {
      problems.add(answer.text());
    }
  }

  private void failed(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
    problems.add(answer.text());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Every line that any logger writes, causes and all.
  private static final class Captured extends AppenderBase<ILoggingEvent> {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /// Once Custody runs: Spring sets logging up anew when it starts.
    static Captured watch() {
      Captured captured = new Captured();
      captured.setContext(root().getLoggerContext());
      captured.start();
      root().addAppender(captured);
      LoggerFactory.getLogger("custody.leak").debug("the capture works");
      return captured;
    }

    private static Logger root() {
      return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.DEBUG)) {
        IThrowableProxy thrown = event.getThrowableProxy();
        lines.add(
            event.getLoggerName()
                + " "
                + event.getFormattedMessage()
                + " "
                + event.getMDCPropertyMap()
                + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
      }
    }
  }
}
