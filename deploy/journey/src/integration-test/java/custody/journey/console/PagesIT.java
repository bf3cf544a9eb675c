package custody.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every page there is, as somebody who may see it: for everyone, in both languages and both colour
/// schemes, and not wider than a phone.
@OnTheDemo
class PagesIT {
  private static final Path ROUTES = Path.of("../../query-side/console/src/shell/pages.ts");
  private static final String LONGJING = "/customers/02eb66e8-2e2b-3d7f-823b-5d66a64ec7ed";
  private static final String PLANNED = "/handovers/67e77782-399a-3b20-83ad-95c347288408";
  private static final String MOVED = "/handovers/156fa1c1-0a26-3ee5-bdec-a8e6b3f08c8e";

  /// A page as it is looked at.
  ///
  /// @param route as the router knows it
  private record Look(String route, String user, String address) {
    String name() {
      return address
          .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "one")
          .replaceAll("T00:00:00Z", "")
          .replaceAll("[^\\w]+", "-")
          .substring(1);
    }
  }

  private static final List<Look> TABLE =
      List.of(
          new Look("today", "alice", "/today?view=mine"),
          new Look("today", "alice", "/today?view=team"),
          new Look("customers", "alice", "/customers"),
          new Look("customers/enter", "alice", "/customers/enter"),
          new Look("customers/:id", "alice", LONGJING),
          new Look("customers/:id", "alice", LONGJING + "?asOf=2023-01-01T00:00:00Z&tab=compare"),
          new Look("customers/:id", "alice", LONGJING + "?tab=versions"),
          new Look("customers/:id", "alice", LONGJING + "?tab=looks"),
          new Look("customers/:id", "alice", LONGJING + "?replay"),
          new Look("map", "alice", "/map"),
          new Look("map", "alice", "/map?view=classes"),
          new Look("pool", "alice", "/pool"),
          new Look("reps", "alice", "/reps"),
          new Look("reps/:id", "alice", "/reps/390b180d-c3f9-3aec-bab3-81259d83c3ab"),
          new Look("handovers", "alice", "/handovers"),
          new Look("handovers/new", "alice", "/handovers/new"),
          new Look("handovers/:id/:step?", "alice", PLANNED + "/plan"),
          new Look("handovers/:id/:step?", "alice", PLANNED + "/preview"),
          new Look("handovers/:id/:step?", "alice", PLANNED + "/move"),
          new Look("handovers/:id/:step?", "alice", MOVED + "/briefing"),
          new Look("handovers/:id/:step?", "alice", MOVED + "/report"),
          new Look("ownership", "alice", "/ownership"),
          new Look("team", "alice", "/team"),
          new Look("rules", "alice", "/rules"),
          new Look("rules/:id", "alice", "/rules/34f17725-1bc9-311b-a159-d475e300702b"),
          new Look("audit", "auditor", "/audit?ask=changes&from=2021-01-01T00:00:00Z"),
          new Look("audit", "auditor", "/audit?ask=counts&from=2024-01-01T00:00:00Z"),
          new Look("access-log", "auditor", "/access-log"),
          new Look("users", "alice", "/users"),
          new Look("service-accounts", "alice", "/service-accounts"),
          new Look("erasures", "alice", "/erasures"),
          new Look("import", "alice", "/import"),
          new Look("operations", "alice", "/operations"));

  /// Whose address is not known before somebody has done something: journeys look at these.
  private static final Set<String> ON_THE_WAY =
      Set.of("customers/:id/events/:event", "events/:id", "erasures/:id");

  private final Console console;

  PagesIT(Console console) {
    this.console = console;
  }

  @Test
  void noRouteIsForgotten() throws IOException {
    Set<String> routes =
        Pattern.compile("\\{ path: '([^']+)'")
            .matcher(Files.readString(ROUTES))
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> looked = TABLE.stream().map(Look::route).collect(Collectors.toSet());
    assertThat(routes).hasSizeGreaterThan(20);
    routes.removeAll(ON_THE_WAY);
    assertThat(looked).isEqualTo(routes);
  }

  /// Each page is looked at in both schemes while it is open: all four looks are held, the second
  /// one to what its colours decide.
  @ParameterizedTest
  @CsvSource({"alice, en-light", "alice, zh-dark", "auditor, en-light", "auditor, zh-dark"})
  void everyPageIsForEveryone(String user, String look) {
    boolean dark = look.equals("zh-dark");
    Window window = dark ? Window.WIDE.chinese().inTheDark() : Window.WIDE;
    try (Visit visit = console.visit(user, window.withoutMotion())) {
      inTurn(
          visit,
          user,
          look,
          softly -> {
            softly.check(visit::assertNothingSticksOut);
            softly.check(visit::assertAccessible);
            visit.setDark(!dark);
            softly.check(visit::assertReadable);
            visit.setDark(dark);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "auditor"})
  void everyPageFitsAPhone(String user) {
    try (Visit visit = console.visit(user, Window.PHONE.chinese().withoutMotion())) {
      inTurn(visit, user, "phone", softly -> softly.check(visit::assertNothingSticksOut));
    }
  }

  private static void inTurn(Visit visit, String user, String look, Consumer<SoftAssertions> held) {
    visit.open("/reps");
    SoftAssertions.assertSoftly(
        softly ->
            TABLE.stream()
                .filter(it -> it.user.equals(user))
                .forEach(
                    it -> {
                      visit.turnTo(it.address);
                      visit.screenshot(it.name() + "-" + look);
                      held.accept(softly);
                    }));
  }
}
