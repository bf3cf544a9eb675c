package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import custody.access.TestProvider;
import custody.journey.Deployment;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The company's own accounts, in a real browser and with a process per side.
class ProviderSignInIT {
  @Test
  void whoSignsInAtTheProviderIsKnownToBothSides() {
    try (TestProvider provider = new TestProvider()) {
      provider
          .claims()
          .put(
              "console",
              Map.of(
                  "aud", List.of("custody"),
                  "preferred_username", "anna",
                  "roles", List.of("admin")));
      Deployment custody =
          new Deployment(
              Deployment.Way.SPLIT,
              "--custody.access.issuer=" + provider.issuer(),
              "--custody.access.client.id=console",
              "--custody.access.client.secret=secret of console");
      try (Console console = new Console(custody);
          Visit visit = console.stranger(Window.WIDE);
          Visit program = console.stranger(Window.WIDE)) {
        provider.signsPeopleInAt(console.uri().toString());
        Page page = visit.open("/reps?q=tea");
        visit.assertAccessible();
        visit.button("Sign in with the company account").click();
        assertThat(page).hasURL(provider.issuer() + "/login");
        page.getByLabel("Username").fill("anna");
        page.getByLabel("Password").fill("password of anna");
        visit.button("Sign in").click();
        assertThat(page.getByRole(AriaRole.NAVIGATION)).isVisible();
        assertThat(page).hasURL(console.uri() + "/reps?q=tea");

        page.reload();
        assertThat(page.getByRole(AriaRole.NAVIGATION)).isVisible();
        Map<String, String> cookies =
            visit.context().cookies(console.uri().toString()).stream()
                .collect(Collectors.toMap(it -> it.name, it -> it.value));
        assertThat(page.evaluate("document.cookie").toString())
            .as("pages cannot read the session")
            .contains("custody_csrf")
            .doesNotContain("custody_session");
        String commands = custody.commands().uri() + "/api/reps";
        Map<String, String> rep = Map.of("name", "李雷", "team", "华东", "territory", "上海");
        APIRequestContext browser = visit.context().request();
        APIResponse forged = browser.post(commands, RequestOptions.create().setData(rep));
        assertThat(forged.text()).contains("csrf-token-missing");
        APIResponse meant =
            browser.post(
                commands,
                RequestOptions.create()
                    .setHeader("X-CSRF-Token", cookies.get("custody_csrf"))
                    .setData(rep));
        assertThat(meant.status()).as(meant::text).isEqualTo(201);

        String bearer = "Bearer " + cookies.get("custody_session");
        for (var side : List.of(custody.commands(), custody.queries())) {
          APIResponse made =
              program
                  .context()
                  .request()
                  .fetch(
                      side.uri() + "/api/reps",
                      RequestOptions.create()
                          .setMethod(side == custody.commands() ? "POST" : "GET")
                          .setHeader("Authorization", bearer)
                          .setData(rep));
          assertThat(made.status()).as(made::text).isIn(200, 201);
        }
      }
    }
  }
}
