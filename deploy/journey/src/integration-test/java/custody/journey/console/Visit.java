package custody.journey.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// One window of a browser, with cookies of its own.
final class Visit implements AutoCloseable {
  /// What the browser itself says of an answer that the console shows as a problem.
  private static final String REFUSED = "Failed to load resource: the server responded";

  private final BrowserContext context;
  private final Page page;
  private final List<String> broken = new CopyOnWriteArrayList<>();

  Visit(Browser browser, URI uri, Window window) {
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
    context.setDefaultTimeout(30_000); // the machine may be busy
    this.page = context.newPage();
    page.onConsoleMessage(this::heed);
    page.onPageError(error -> broken.add("error in the page: " + error));
    page.onResponse(
        response -> {
          if (response.status() >= 500) {
            broken.add(response.status() + " from " + response.url());
          }
        });
  }

  private void heed(ConsoleMessage message) {
    boolean bad = message.type().equals("error") || message.type().equals("warning");
    if (bad && !message.text().startsWith(REFUSED)) {
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

  Page page() {
    return page;
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
    settle();
    AxeResults results =
        new AxeBuilder(page)
            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
            .analyze();
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
    assertThat(violations).as("axe on %s", page.url()).isEmpty();
  }

  /// The page at that address in both languages and both colour schemes.
  void assertAccessibleInEveryLook(String path) {
    for (String language : List.of("en", "zh")) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        open(path + (path.contains("?") ? "&" : "?") + "lang=" + language);
        assertAccessible();
      }
    }
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
  private void settle() {
    page.waitForFunction(
        """
        () => document.getAnimations().every((it) => it.playState !== 'running' \
        || it.effect?.getTiming().iterations === Infinity) && document.fonts.status === 'loaded'\
        """);
  }

  @Override
  public void close() {
    context.close();
    assertThat(broken).as("what broke on the way").isEmpty();
  }
}
