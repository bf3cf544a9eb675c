package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A customer's whole life: gone through, compared, and carried on from a phone.
@OnTheDemo
class CustomerIT {
  private static final String LONGJING = "/customers/02eb66e8-2e2b-3d7f-823b-5d66a64ec7ed";

  private final Console console;

  CustomerIT(Console console) {
    this.console = console;
  }

  @Test
  void whoScrubsSeesTheCustomerAsItWas() {
    try (Visit visit = console.visit("alice", Window.WIDE.withoutMotion())) {
      Page page = visit.open(LONGJING);
      visit.screenshot("customer");
      Locator head =
          page.locator("header").filter(new Locator.FilterOptions().setHas(visit.heading()));
      assertThat(head).containsText("刘洋");
      Locator moment =
          page.getByRole(
              AriaRole.SLIDER, new Page.GetByRoleOptions().setName("The moment looked at"));
      moment.focus();
      page.keyboard().press("Home");
      assertThat(visit.button("Back to now")).isVisible();
      for (int month = 0; month < 2; month++) {
        page.keyboard().press("Shift+ArrowRight");
      }
      assertThat(head).containsText("王伟");
      assertThat(head).containsText("B");
      assertThat(page).hasURL(Pattern.compile("asOf=2021"));
      assertThat(moment).hasAttribute("aria-valuetext", Pattern.compile("2021.*王伟"));
      visit.screenshot("customer-scrubbed");
      visit.assertAccessible();
      page.getByText("Known then", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.getByText("What we believed, without what we learned later.")).isVisible();
      visit.button("Back to now").click();
      assertThat(head).containsText("刘洋");
      assertThat(page).not().hasURL(Pattern.compile("asOf"));
    }
  }

  @Test
  void twoMomentsAreComparedSideBySide() {
    try (Visit visit = console.visit("alice")) {
      Page page =
          visit.open(LONGJING + "?tab=compare&from=2023-01-01T00:00:00Z&to=2026-06-01T00:00:00Z");
      Locator owner =
          page.getByRole(
              AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("^Owner")));
      assertThat(owner.locator("del")).hasText("王伟");
      assertThat(owner.locator("ins")).hasText("刘洋");
      Locator grade =
          page.getByRole(
              AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("^Grade")));
      assertThat(grade.locator("del")).hasText("B");
      assertThat(grade.locator("ins")).hasText("A");
      visit.screenshot("customer-compared");
    }
  }

  @Test
  void aPhoneIsEnoughInChinese() {
    try (Visit visit = console.visit("rep", Window.PHONE.chinese())) {
      Page page = visit.open("/customers?q=南山便利店"); // other journeys bring hundreds more
      page.getByText("南山便利店").click();
      assertThat(visit.heading()).hasText("南山便利店");
      visit.button("记录跟进").tap();
      page.getByPlaceholder(Pattern.compile("说了什么|聊了什么|谈了什么|什么")).first().fill("手机上记的");
      visit.screenshot("follow-up-phone");
      visit.button("保存").tap();
      assertThat(page.getByRole(AriaRole.TABPANEL)).containsText("手机上记的");
      visit.screenshot("customer-phone");
      visit.assertNothingSticksOut();
      visit.assertAccessible();
    }
  }
}
