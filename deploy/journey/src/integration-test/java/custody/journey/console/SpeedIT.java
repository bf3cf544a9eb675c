package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import custody.journey.Child;
import custody.journey.Client;
import custody.journey.Deployment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/// How smooth the console is with a customer of 5,000 events and among 100,000 customers, by the
/// browser's own trace. A measurement, not a test of every build: it wants the machine to itself,
/// waits until what was imported has been digested, and prints `target/console-speed.md`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(
    named = "custody.console.speed",
    matches = "true",
    disabledReason = "takes minutes and a quiet machine: -Dcustody.console.speed=true runs it")
class SpeedIT {
  private static final int CUSTOMERS = Integer.getInteger("custody.console.customers", 100_000);
  private static final int EVENTS = 5_000;
  private static final int REPS = 100;
  private static final int STEPS = 240;
  private static final List<String> NOTES =
      List.of("货架整齐，库存约两周用量", "确认本月订单，比上月增加两成", "发送报价单，要和老板商量", "核对全年用量");
  private static final List<String> MEDIA = List.of("call", "visit", "message", "mail", "meeting");

  private final Console console =
      new Console(new Deployment(Deployment.Way.STANDALONE, "--spring.profiles.active=demo"));
  private final Client program = console.program();
  private final Random random = new Random(6);
  private final List<String> table = new ArrayList<>();

  private String rest = "";

  @BeforeAll
  void importAll() {
    imported("reps.csv", reps(), REP_MAPPING);
    imported("life.ndjson", life(), "{\"system\":\"old-crm\",\"format\":{\"type\":\"ndjson\"}}");
    imported("customers.csv", customers(), CUSTOMER_MAPPING);
    rest = Rest.await();
  }

  @AfterAll
  void stop() throws IOException {
    console.close();
    String text =
        rest
            + ".\n\n"
            + "| what | frames | between two ms (median, 95 %, longest) | main thread ms a frame"
            + " | slowest reaction ms | there after ms |\n"
            + "|---|---|---|---|---|---|\n"
            + String.join("\n", table)
            + "\n";
    Files.writeString(Path.of("target/console-speed.md"), text);
    System.out.println(text);
  }

  /// How smoothly it goes. Done once before: code that ran is compiled, and who works with the
  /// console all day does so with code that ran.
  private void smooth(String what, Visit visit, Runnable deed) {
    deed.run();
    Trace trace = visit.traced(deed);
    table.add(
        "| %s | %d | %.1f, %.0f, %.0f | %.1f | %s | |"
            .formatted(
                what,
                trace.frames(),
                trace.gap(),
                trace.most(),
                trace.longest(),
                trace.work(),
                trace.reaction() == 0 ? "" : "%.0f".formatted(trace.reaction())));
  }

  /// How quickly each letter is there. Between letters there is nothing to draw.
  private void typed(String what, Visit visit, Runnable deed) {
    deed.run();
    Trace trace = visit.traced(deed);
    table.add(
        "| %s | %d | | %.1f | %.0f | |"
            .formatted(what, trace.frames(), trace.work(), trace.reaction()));
  }

  /// How quickly it reacts, and has what was asked for: the median of a few.
  ///
  /// @param back to where it begins
  private void quick(String what, Visit visit, Runnable back, Runnable deed) {
    List<Double> took = new ArrayList<>();
    double slowest = 0;
    for (int i = 0; i < 6; i++) {
      back.run();
      long[] nanos = new long[1];
      Trace trace =
          visit.traced(
              () -> {
                long begin = System.nanoTime();
                deed.run();
                nanos[0] = System.nanoTime() - begin;
              });
      if (i > 0) { // code that ran is compiled
        slowest = Math.max(slowest, trace.reaction());
        took.add(nanos[0] / 1e6);
      }
    }
    took.sort(null);
    table.add("| %s | | | | %.0f | %.0f |".formatted(what, slowest, took.get(took.size() / 2)));
  }

  @Test
  void aLongLifeIsScrubbed() {
    try (Visit visit = console.visit("manager")) {
      Page page = visit.watched().open("/customers?q=五千件事");
      page.getByText("五千件事").first().click();
      Locator moment =
          page.getByRole(
              AriaRole.SLIDER, new Page.GetByRoleOptions().setName("The moment looked at"));
      visit.screenshot("long-life");
      BoundingBox handle = moment.locator("span").boundingBox();
      double x = handle.x + handle.width / 2;
      double y = handle.y + handle.height / 2;
      smooth(
          "5,000 events: the moment is dragged",
          visit,
          () -> {
            page.mouse().move(x, y);
            page.mouse().down();
            // There, back and there: the browser is given the next move once it took the last.
            for (double to : List.of(x - 900, x - 100, x - 800)) {
              page.mouse().move(to, y, new Mouse.MoveOptions().setSteps(STEPS / 3));
            }
            page.mouse().up();
          });
      smooth(
          "the same by the keyboard, day by day",
          visit,
          () -> {
            moment.focus();
            for (int i = 0; i < STEPS / 2; i++) {
              page.keyboard().press(i < STEPS / 4 ? "ArrowLeft" : "ArrowRight");
            }
          });
      visit.button("All").click();
      smooth(
          "zoomed by the wheel",
          visit,
          () -> {
            page.mouse().move(x - 400, y + 140);
            // In and out twice: never on beyond the ends, where nothing moves or the page does.
            for (int i = 0; i < STEPS / 2; i++) {
              page.mouse().wheel(0, i % (STEPS / 4) < STEPS / 8 ? -40 : 40);
            }
          });
    }
  }

  @Test
  void aHundredThousandCustomersAreGoneThrough() {
    try (Visit visit = console.visit("manager")) {
      Page page = visit.watched().open("/customers");
      Locator rows = page.locator("[role=row][data-index]");
      assertThat(rows.first()).isVisible();
      typed(
          "%,d customers: ten letters typed into the search, and taken away".formatted(CUSTOMERS),
          visit,
          () -> {
            page.evaluate("document.activeElement.blur()"); // in a field, / is a letter
            page.keyboard().press("/");
            page.keyboard().type("bianlidian", new Keyboard.TypeOptions().setDelay(100));
            assertThat(rows.first()).containsText("便利店");
            for (int i = 0; i < "bianlidian".length(); i++) {
              page.keyboard().press("Backspace", new Keyboard.PressOptions().setDelay(100));
            }
            assertThat(rows.first()).isVisible();
          });
      smooth(
          "list scrolled",
          visit,
          () -> {
            rows.first().hover();
            for (int i = 0; i < STEPS / 2; i++) {
              page.mouse().wheel(0, i < STEPS / 4 ? 120 : -120);
            }
          });
      Locator name =
          page.getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Name"));
      quick(
          "sorted by name",
          visit,
          () -> visit.open("/customers"),
          () -> {
            name.getByRole(AriaRole.BUTTON).click();
            page.locator("[aria-sort]").waitFor();
            visit.settle();
          });
      quick(
          "filtered by grade",
          visit,
          () -> {
            visit.open("/customers");
            visit.button("Filters").click();
            visit.field("Grade").click();
          },
          () -> {
            page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("A").setExact(true))
                .click();
            page.waitForURL("**grade=A**");
            visit.settle();
          });
      quick(
          "customer opened",
          visit,
          () -> visit.open("/customers"),
          () -> {
            rows.nth(3).locator("a").first().click();
            page.locator("[role=slider] span").first().waitFor(); // the slider itself is but a line
          });
    }
  }

  @Test
  void tenThousandRowsOfTheOwnershipChartAreLookedAt() {
    try (Visit visit = console.visit("manager")) {
      Page page = visit.watched().open("/ownership?by=customer&team=Team%200");
      page.getByRole(AriaRole.STATUS)
          .filter(new Locator.FilterOptions().setHasText("customers, on"))
          .waitFor();
      visit.screenshot("large-ownership");
      smooth(
          "ownership chart of %,d rows scrolled".formatted(CUSTOMERS / 10),
          visit,
          () -> {
            page.mouse().move(800, 600);
            for (int i = 0; i < STEPS / 2; i++) {
              page.mouse().wheel(0, i < STEPS / 4 ? 80 : -80);
            }
          });
      smooth(
          "and zoomed",
          visit,
          () -> {
            for (int i = 0; i < STEPS / 10; i++) {
              visit.button(i < STEPS / 20 ? "Zoom in" : "Zoom out").click();
            }
          });
    }
  }

  private static final String REP_MAPPING =
      """
      {"system": "old-crm", "zone": "Asia/Shanghai", "targets": [
        {"target": "reps", "key": "key", "effectiveAt": {"constant": "2017-12-01"},
         "columns": {"name": "name", "team": "team", "territory": "territory"}}]}
      """;

  private static final String CUSTOMER_MAPPING =
      """
      {"system": "old-crm", "zone": "Asia/Shanghai", "targets": [
        {"target": "customers", "key": "key", "effectiveAt": "since", "rep": "rep",
         "acceptLikelyDuplicates": true, "reason": "history",
         "columns": {"kind": {"constant": "outlet"}, "name": "name", "region": "region",
           "grade": "grade", "phone": "phone"}}]}
      """;

  private static String reps() {
    StringBuilder file = new StringBuilder("key,name,team,territory\n");
    for (int i = 0; i < REPS; i++) {
      file.append("r%d,业务员%d,Team %d,上海\n".formatted(i, i, i / 10));
    }
    return file.toString();
  }

  private String customers() {
    List<String> shops = List.of("茶楼", "面馆", "便利店", "粮油", "批发部", "餐厅");
    StringBuilder file = new StringBuilder("key,name,region,grade,phone,rep,since\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      String street =
          "" + "东西南北春秋金银长安".charAt(random.nextInt(10)) + "福禄海天龙凤江湖云山".charAt(random.nextInt(10));
      file.append(
          "c%d,%s%s%d,%s,%s,+8613%09d,r%d,%d-0%d-15\n"
              .formatted(
                  i,
                  street,
                  shops.get(random.nextInt(6)),
                  i,
                  i % 3 == 0 ? "杭州" : "上海",
                  i % 10 == 0 ? "A" : "C",
                  i,
                  i % REPS,
                  2021 + random.nextInt(5),
                  1 + random.nextInt(9)));
    }
    return file.toString();
  }

  /// Nine years of one customer: follow-ups, every fourth with a promise that is mostly kept,
  /// changes of its profile, owners who change.
  private String life() {
    StringBuilder file = new StringBuilder();
    Instant at = Instant.parse("2018-01-02T01:00:00Z");
    line(
        file,
        0,
        "customer.registered",
        at,
        "",
        """
        {"kind":"company","fields":{"set":{"region":{"type":"text","text":"杭州"}},
        "personal":{"name":{"type":"text","text":"五千件事"}},"cleared":[]},"holder":{"rep":"key:r0"}}\
        """);
    int rep = 0;
    int promised = -1;
    for (int i = 1; i < EVENTS; i++) {
      at = at.plus(5 + random.nextInt(20), ChronoUnit.HOURS);
      int dice = random.nextInt(100);
      if (promised >= 0 && dice < 90) {
        line(
            file,
            i,
            "follow-up.next-step-done",
            at,
            "",
            "{\"followUp\":\"key:f%d\"}".formatted(promised));
        promised = -1;
      } else if (dice < 60) {
        boolean promises = random.nextInt(4) == 0;
        promised = promises ? i : -1;
        line(
            file,
            i,
            "follow-up.recorded",
            at,
            "",
            """
            {"followUp":"key:f%d","details":{"medium":"%s","occurredAt":"%s","rep":"key:r%d",
            "summary":"%s","outcome":"reached"%s}}\
            """
                .formatted(
                    i,
                    MEDIA.get(random.nextInt(5)),
                    at,
                    rep,
                    NOTES.get(random.nextInt(4)),
                    promises
                        ? ",\"nextStep\":{\"what\":\"带样品\",\"due\":\"%s\"}"
                            .formatted(at.plus(7, ChronoUnit.DAYS).toString().substring(0, 10))
                        : ""));
      } else if (dice < 97) {
        line(
            file,
            i,
            "profile.amended",
            at,
            "",
            """
            {"fields":{"set":{"industry":{"type":"text","text":"行业 %1$d"}},
            "personal":{"address":{"type":"text","text":"龙井路 %1$d 号"}},"cleared":[]}}\
            """
                .formatted(i));
      } else {
        rep = (rep + 1) % 10;
        line(
            file,
            i,
            "ownership.transferred",
            at,
            "\"reason\":\"轮岗\",",
            "{\"to\":{\"rep\":\"key:r%d\"}}".formatted(rep));
      }
    }
    return file.toString();
  }

  private static void line(
      StringBuilder file, int number, String event, Instant at, String more, String payload) {
    file.append(
        "{\"customer\":\"life\",\"record\":\"life-%d\",\"event\":\"%s\",\"effectiveAt\":\"%s\",%s\"payload\":%s}\n"
            .formatted(number, event, at, more, payload.replace("\n", "")));
  }

  /// Until every view shows it.
  private void imported(String file, String content, String mapping) {
    String operation =
        program
            .upload("/api/imports", file, content.getBytes(StandardCharsets.UTF_8), mapping)
            .expect(202)
            .text("/operation");
    long deadline = System.nanoTime() + 900_000_000_000L;
    while (true) {
      JsonNode at = program.get(operation).expect(200).json();
      JsonNode views = program.get("/api/views").expect(200).json();
      if (!at.path("state").asString().equals("running")
          && views
              .path("views")
              .valueStream()
              .allMatch(it -> it.path("position").asLong() == views.path("head").asLong())) {
        assertThat(at.path("state").asString()).as("%s", at).isEqualTo("done");
        assertThat(at.at("/detail/rejected").asInt()).as("%s", at).isZero();
        return;
      }
      assertThat(System.nanoTime()).as("%s", at).isLessThan(deadline);
      Child.pause();
    }
  }
}
