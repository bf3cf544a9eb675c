package custody.journey.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import custody.journey.Client;
import custody.journey.Deployment;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The console of a Custody, and a browser to look at it.
public final class Console implements AutoCloseable {
  private static final List<Path> BROWSERS =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
          .map(Path::of)
          .toList();

  private final Deployment custody;
  private final Playwright playwright;
  private final Browser browser;

  /// @param custody closed with it
  Console(Deployment custody) {
    this.custody = custody;
    PlaywrightAssertions.setDefaultAssertionTimeout(Visit.PATIENCE);
    try {
      // The system's own browser; Playwright would download one.
      this.playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      this.browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(executable())
                      // Builds run as root, in containers with little shared memory.
                      .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    } catch (RuntimeException e) {
      custody.close();
      throw e;
    }
  }

  private static Path executable() {
    return Optional.ofNullable(System.getenv("CHROMIUM"))
        .map(Path::of)
        .or(() -> BROWSERS.stream().filter(Files::isExecutable).findFirst())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The console's journeys need a browser: apt-get install chromium"
                        + " fonts-noto-cjk, or name one in the variable CHROMIUM."));
  }

  /// Somebody of the demo, signed in.
  ///
  /// @param user `alice`, `rep`, `manager`, `steward` or `auditor`
  Visit visit(String user, Window window) {
    Visit visit = stranger(window);
    visit.signIn(user, password(user));
    return visit;
  }

  Visit visit(String user) {
    return visit(user, Window.WIDE);
  }

  /// Nobody yet.
  Visit stranger(Window window) {
    return new Visit(browser, uri(), window);
  }

  /// What a test needs before it begins is made by a program that may do everything.
  Client program() {
    return custody.client("service:journey");
  }

  URI uri() {
    return custody.queries().uri();
  }

  /// The one that was shown at the first start.
  String password(String user) {
    Matcher shown = Pattern.compile("(?m)^ +" + user + " +(\\S+)$").matcher(custody.log());
    if (!shown.find()) {
      throw new IllegalStateException("the demo has no user " + user);
    }
    return shown.group(1);
  }

  @Override
  public void close() {
    playwright.close();
    custody.close();
  }

  /// Hands the console of the demo company to whoever has it as a parameter. Started by the first
  /// class that asks for it, stopped after the last.
  ///
  /// What tests record stays: a test that counts something counts what is its own.
  static final class Shared implements ParameterResolver {
    private static Console ofTheDemo() {
      return new Console(
          new Deployment(Deployment.Way.STANDALONE, "--spring.profiles.active=demo"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Console.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(Console.class, _ -> ofTheDemo(), Console.class);
    }
  }
}
