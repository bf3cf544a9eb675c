package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnTheDemo
class SignInIT {
  private final Console console;

  SignInIT(Console console) {
    this.console = console;
  }

  @Test
  void whoHasNotSignedInSeesNothingElse() {
    try (Visit visit = console.stranger(Window.WIDE)) {
      Page page = visit.open("/customers");
      page.getByLabel("User").fill("rep");
      Locator password = page.locator("input[type=password]");
      password.fill("wrong");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Name or password is wrong");
      visit.assertAccessible();

      password.fill(console.password("rep"));
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.NAVIGATION)).isVisible();
    }
  }

  @Test
  void theEntranceIsForEveryone() {
    for (Window window : List.of(Window.PHONE, Window.PHONE.chinese().inTheDark())) {
      try (Visit visit = console.stranger(window)) {
        visit.open("/");
        visit.screenshot("sign-in-phone-" + window.language());
        visit.assertNothingSticksOut();
        visit.assertAccessible();
      }
    }
  }
}
