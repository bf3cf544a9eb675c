package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import custody.journey.Client;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A manager hands over what a leaver held, with a second person, and takes it back.
@OnTheDemo
class HandingOverIT {
  private static final int CUSTOMERS = 500;
  private static final List<String> REGIONS = List.of("苏州", "无锡", "常州");

  private final Console console;

  HandingOverIT(Console console) {
    this.console = console;
  }

  @Test
  void fiveHundredCustomersGoToOthersAndComeBack() {
    String leaver = leaver();
    try (Visit visit = console.visit("manager", Window.WIDE.withoutMotion())) {
      Page page = visit.open("/handovers/new?from=" + leaver);
      page.locator("form input[type=date]").fill("2099-12-31");
      page.locator("form textarea").first().fill("年底离职");
      // Views may still be taking in what was imported.
      assertThat(page.getByText("Holds 500 customers now")).isVisible();
      visit.button("Open the case").click();

      assertThat(page.getByText("500 of 500 customers")).isVisible();
      for (String receiver : List.of("李娜", "黄婷", "刘洋")) {
        visit.choose("Receivers", receiver);
        page.keyboard().press("Escape");
      }
      visit.button("Add a rule").click();
      page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Balanced")).click();
      visit.assertAccessible();
      visit.button("Work it out for 500").click();
      assertThat(page.getByText("500 customers go to 3 receivers.")).isVisible();
      visit.screenshot("handover-preview");
      visit.assertAccessible();
      visit.button("On to approval").click();
      assertThat(page.getByText("A second person has to approve it")).isVisible();
      String address = page.url();

      try (Visit second = console.visit("alice")) {
        second.open(address);
        second.button("Approve").click();
        assertThat(second.page().getByText("Approved by")).isVisible();
      }

      visit.open(address);
      visit.button("Move 500 customers").click();
      visit.link("To the briefing").click();
      assertThat(page.getByText("0 of 500 contacted")).isVisible();
      assertThat(page.getByText("店 ").first()).isVisible();
      visit.screenshot("handover-briefing");
      visit.assertAccessible();

      visit.open(address);
      visit.button("Undo").click();
      Locator asked = page.getByRole(AriaRole.DIALOG);
      asked.getByLabel("Why").fill("她留下了");
      asked.getByRole(AriaRole.BUTTON).last().click();
      assertThat(page.getByText("500 given back")).isVisible();
      visit.screenshot("handover-undone");
      visit.assertAccessible();
    }
  }

  private String leaver() {
    Client program = console.program();
    String leaver =
        program
            .post(
                "/api/reps",
                "{\"name\":\"方志远\",\"team\":\"华东\",\"territory\":\"江苏\","
                    + "\"effectiveAt\":\"2026-01-01T00:00:00Z\"}")
            .expect(201)
            .text("/id");
    StringBuilder file = new StringBuilder("key,name,region,grade,owner\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      file.append(
          "%d,店 %d 号,%s,%s,%s\n"
              .formatted(i, i, REGIONS.get(i % 3), i % 10 == 0 ? "A" : "C", leaver));
    }
    String mapping =
        """
        {"system": "old-crm", "zone": "Asia/Shanghai", "targets": [
          {"target": "customers", "key": "key", "effectiveAt": {"constant": "2026-02-01"},
           "rep": {"column": "owner", "by": "id"}, "acceptLikelyDuplicates": true,
           "reason": "十年的客户",
           "columns": {"kind": {"constant": "outlet"}, "name": "name", "region": "region",
             "grade": "grade"}}]}
        """;
    assertThat(
            program
                .upload(
                    "/api/imports",
                    "customers.csv",
                    file.toString().getBytes(StandardCharsets.UTF_8),
                    mapping)
                .expect(202)
                .text("/operation"))
        .isNotEmpty();
    return leaver;
  }
}
