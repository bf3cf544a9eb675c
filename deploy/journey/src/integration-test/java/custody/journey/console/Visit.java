package custody.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRuleOptions;
import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// One window of a browser, with cookies of its own.
final class Visit implements AutoCloseable {
  /// What the browser itself says of an answer that the console shows as a problem.
  private static final String REFUSED = "Failed to load resource: the server responded";

  /// The same where a journey has cut the connection.
  private static final String OFFLINE = "net::ERR_INTERNET_DISCONNECTED";

  /// In milliseconds: the machine may be busy, and only what fails waits so long.
  static final double PATIENCE = 60_000;

  private final Browser browser;
  private final BrowserContext context;
  private final Page page;
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final Set<Request> asked = ConcurrentHashMap.newKeySet();

  Visit(Browser browser, URI uri, Window window) {
    this.browser = browser;
    this.context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(uri.toString())
                .setViewportSize(window.width(), window.height())
                .setDeviceScaleFactor(window.isNarrow() ? 2 : 1)
                .setHasTouch(window.isNarrow())
                .setLocale(window.language().equals("zh") ? "zh-CN" : "en-GB")
                .setTimezoneId("Asia/Shanghai")
                .setColorScheme(window.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setReducedMotion(
                    window.calm() ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE));
    context.setDefaultTimeout(PATIENCE);
    this.page = context.newPage();
    page.onConsoleMessage(this::heed);
    page.onPageError(error -> broken.add("error in the page: " + error));
    page.onRequest(
        request -> {
          if (request.isNavigationRequest()) {
            asked.clear(); // how what is left behind ends, no browser says reliably
          }
          // The stream of what others change is never answered to its end.
          if (!request.url().contains("/api/live")) {
            asked.add(request);
          }
        });
    page.onRequestFinished(asked::remove);
    page.onRequestFailed(asked::remove);
    page.onResponse(
        response -> {
          if (response.status() >= 500) {
            broken.add(response.status() + " from " + response.url());
          }
        });
  }

  private void heed(ConsoleMessage message) {
    boolean bad = message.type().equals("error") || message.type().equals("warning");
    if (bad && !message.text().startsWith(REFUSED) && !message.text().contains(OFFLINE)) {
      broken.add("%s in the browser's console: %s".formatted(message.type(), message.text()));
    }
  }

  /// As the form does it, without the form.
  void signIn(String user, String password) {
    APIResponse answer =
        context
            .request()
            .post(
                "/api/session",
                RequestOptions.create().setData(Map.of("user", user, "password", password)));
    assertThat(answer.status()).as(answer::text).isEqualTo(200);
  }

  /// Opens a page and waits until it has its heading.
  Page open(String path) {
    page.navigate(path);
    page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)).first().waitFor();
    return page;
  }

  /// Goes on within the page, as "back" does: to load the console anew takes a second each time.
  void turnTo(String path) {
    page.evaluate(
        """
        (path) => {
          const state = { usr: null, key: path, idx: (history.state?.idx ?? 0) + 1 }
          history.pushState(state, '', path)
          dispatchEvent(new PopStateEvent('popstate', { state }))
        }\
        """,
        path);
    String there = path.replaceAll("[?#].*", "");
    page.locator("main[data-path='%s'] h1".formatted(there)).first().waitFor();
  }

  Page page() {
    return page;
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /// The first that fits: a select's list bears the label of its input too.
  Locator field(String label) {
    return page.getByLabel(label).first();
  }

  Locator heading() {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
  }

  /// Takes that choice of a select.
  void choose(String label, String option) {
    field(label).click();
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(option)).first().click();
  }

  /// Before the first page is opened: how quickly it reacts is to be measured.
  Visit watched() {
    Trace.prepare(page);
    return this;
  }

  Trace traced(Runnable deed) {
    settle();
    return Trace.of(browser, page, deed);
  }

  /// From now on 400 kbit/s, with 400 ms until anything comes.
  void onASlowLine() {
    JsonObject line = new JsonObject();
    line.addProperty("offline", false);
    line.addProperty("latency", 400);
    line.addProperty("downloadThroughput", 50_000);
    line.addProperty("uploadThroughput", 50_000);
    CDPSession browser = context.newCDPSession(page);
    browser.send("Network.enable");
    browser.send("Network.emulateNetworkConditions", line);
  }

  BrowserContext context() {
    return context;
  }

  /// Kept in `target/screenshots`, to be looked at.
  void screenshot(String name) {
    settle();
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
  }

  /// Holds the page, as it is now, against WCAG 2.2 AA.
  void assertAccessible() {
    AxeRunOptions options = new AxeRunOptions();
    options.setRules(Map.of("target-size", on(), "label-content-name-mismatch", on()));
    assertNoViolations(
        axe()
            .options(options)
            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")));
  }

  /// What axe leaves to whoever asks for it.
  private static AxeRuleOptions on() {
    AxeRuleOptions rule = new AxeRuleOptions();
    rule.setEnabled(true);
    return rule;
  }

  /// Holds against it what the colour scheme decides; the rest is the same in both.
  void assertReadable() {
    assertNoViolations(axe().withRules(List.of("color-contrast", "link-in-text-block")));
  }

  private AxeBuilder axe() {
    return new AxeBuilder(page)
        .setLegacyMode(true); // there are no frames, for which it would open another window
  }

  private void assertNoViolations(AxeBuilder axe) {
    settle();
    AxeResults results = axe.analyze();
    List<String> violations = new ArrayList<>();
    results
        .getViolations()
        .forEach(
            rule ->
                rule.getNodes()
                    .forEach(
                        node ->
                            violations.add(
                                "%s: %s%n  %s%n  %s"
                                    .formatted(
                                        rule.getId(),
                                        rule.getHelp(),
                                        node.getTarget(),
                                        node.getFailureSummary()))));
    assertThat(violations)
        .as(
            "axe on %s, %s",
            page.url(), page.evaluate("document.documentElement.dataset.mantineColorScheme"))
        .isEmpty();
  }

  /// Lets dawn or night fall on the page as it is: nothing is loaded anew.
  void setDark(boolean dark) {
    page.emulateMedia(
        new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    page.locator("html[data-mantine-color-scheme=%s]".formatted(dark ? "dark" : "light")).waitFor();
  }

  /// A page that is wider than its window has to be pushed about with the thumb.
  void assertNothingSticksOut() {
    Object wider =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(wider).as("pixels by which %s is too wide", page.url()).isEqualTo(0);
  }

  /// Waits until nothing is asked of the service and nothing moves: what fades in has no contrast
  /// yet.
  void settle() {
    do {
      page.waitForCondition(asked::isEmpty);
      // What came is drawn, and may ask for more.
      page.evaluate("() => new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn)))");
      page.waitForFunction(
          """
          () => document.getAnimations().every((it) => it.playState !== 'running' \
          || it.effect?.getTiming().iterations === Infinity) && document.fonts.status === 'loaded'\
          """);
    } while (!asked.isEmpty());
  }

  @Override
  public void close() {
    context.close();
    assertThat(broken).as("what broke on the way").isEmpty();
  }
}
