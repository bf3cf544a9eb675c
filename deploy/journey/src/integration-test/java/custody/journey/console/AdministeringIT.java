package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// An administrator lets people and programs in, rebuilds, and erases with a second one.
@OnTheDemo
class AdministeringIT {
  /// Of the demo's, a customer whom no other journey looks for.
  private static final String NOBODY_ELSE_NEEDS = "076c8c1c-1a25-30f3-8948-1127f25ad6a9";

  private static final String PASSWORD = "a journey of a thousand li";

  private final Console console;

  AdministeringIT(Console console) {
    this.console = console;
  }

  private static String newName(String beginning) {
    return beginning + UUID.randomUUID().toString().substring(0, 8);
  }

  private static void invite(Visit visit, String name, String role) {
    Page page = visit.page();
    visit.button("Invite a user").click();
    page.getByLabel("User name").fill(name);
    page.getByLabel(role).check();
    visit.button("Make the link").click();
  }

  /// Their window, signed in.
  private Visit accept(String link) {
    Visit visit = console.stranger(Window.WIDE);
    Page page = visit.open(link.substring(link.indexOf("/password")));
    page.getByLabel("New password").first().fill(PASSWORD);
    page.getByLabel("New password once more").fill(PASSWORD);
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.NAVIGATION)).isVisible();
    return visit;
  }

  @Test
  void whoIsInvitedSetsAPasswordAndASecondOneDecidesAnErasure() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/users");
      visit.screenshot("users");
      String name = newName("second.");
      invite(visit, name, "Administrator");
      String link = page.getByLabel("Link to set a password").inputValue();
      page.keyboard().press("Escape");
      assertThat(page.getByText("invited, no password yet").first()).isVisible();

      visit.open("/erasures?customer=" + NOBODY_ELSE_NEEDS);
      page.getByLabel("Why").fill("letter of May, file 17");
      visit.button("Ask").click();
      assertThat(page.getByText("nobody erases alone")).isVisible();
      String erasure = page.url().substring(page.url().indexOf("/erasures"));

      try (Visit second = accept(link)) {
        Page theirs = second.open(erasure);
        second.button("Approve").click();
        theirs.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON).last().click();
        assertThat(theirs.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Proof")))
            .isVisible();
        second.screenshot("erasure");
        second.assertAccessible();
      }
    }
  }

  @Test
  void whatIsTypedOfAUserOutlivesTheConnectionAndTheSession() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/users");
      String name = newName("cut.");
      visit.context().setOffline(true);
      invite(visit, name, "Administrator");
      assertThat(page.getByText("The service cannot be reached")).isVisible();
      assertThat(page.getByLabel("User name")).hasValue(name);
      visit.context().setOffline(false);
      visit.context().clearCookies();
      visit.button("Make the link").click();
      Locator again =
          page.getByRole(
              AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Your session has ended"));
      again.getByLabel("User name").fill("alice");
      again.getByLabel("Password").first().fill(console.password("alice"));
      page.keyboard().press("Enter");
      assertThat(page.getByLabel("Link to set a password")).isVisible();
      page.keyboard().press("Escape");
      assertThat(page.getByText(name)).hasCount(1);
    }
  }

  @Test
  void aProgramGetsASecretThatIsShownOnce() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/service-accounts");
      String name = newName("crm.");
      visit.button("New service account").click();
      page.getByLabel("Name").fill(name);
      visit.button("Make the secret").click();
      assertThat(page.getByLabel("Secret", new Page.GetByLabelOptions().setExact(true)))
          .hasValue(Pattern.compile(".{20,}"));
      page.keyboard().press("Escape");
      assertThat(page.getByText(name)).isVisible();
      visit.assertAccessible();
    }
  }

  @Test
  void aRebuildIsWatchedToItsEnd() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/operations");
      visit.button("Rebuild trail").click();
      assertThat(page.getByText("Rebuild of views").first()).isVisible();
      assertThat(
              page.locator("li", new Page.LocatorOptions().setHasText("Rebuild of views")).first())
          .containsText("done");
      visit.screenshot("operations");
    }
  }
}
