package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The sample company's accounts come in by the wizard: rehearsed, then recorded.
@OnTheDemo
class ImportingIT {
  private static final Path SAMPLE = Path.of("../standalone/src/main/resources/crm-sales");

  private final Console console;

  ImportingIT(Console console) {
    this.console = console;
  }

  @Test
  void theSampleCompanyIsRehearsedAndImported() {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/import");
      page.locator("input[type=file]").first().setInputFiles(SAMPLE.resolve("accounts.csv"));
      assertThat(page.getByText("What the columns mean").first()).isVisible();
      visit.assertAccessible();
      page.getByText("The mapping as JSON").click();
      page.locator("input[type=file][accept='.json']")
          .setInputFiles(SAMPLE.resolve("accounts.json"));
      assertThat(page.getByText("Mapping: accounts.json")).isVisible();
      visit.button("Rehearse").click();
      visit.button("Import now").click();
      Locator outcomes =
          page.getByRole(
              AriaRole.GROUP, new Page.GetByRoleOptions().setName("What came of the rows"));
      assertThat(
              page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Import"))
                  .last())
          .isVisible();
      assertThat(outcomes).containsText("85rows imported");
      assertThat(visit.button("Import now")).isHidden();
      visit.screenshot("import-done");
      visit.assertAccessible();

      visit.open("/customers?q=Betasoloin");
      assertThat(page.locator("[role=row][data-index]")).hasCount(1);
    }
  }

  @Test
  void whatIsRejectedIsTakenAwayCorrectedAndImported() throws IOException {
    try (Visit visit = console.visit("alice")) {
      Page page = visit.open("/import");
      String file =
          """
          名称,电话,等级,负责人
          静安糕团店,13900002201,A,李娜
          静安汤包馆,not a number,B,李娜
          静安酒楼,13900002203,B,Nobody
          """;
      choose(page, "new.csv", file);
      visit.button("Rehearse").click();
      Locator rows =
          page.getByRole(
                  AriaRole.REGION, new Page.GetByRoleOptions().setName("Rows").setExact(true))
              .locator("tbody tr");
      assertThat(rows).containsText(new String[] {"rejected", "rejected", "new"});
      visit.button("Import now").click();

      Locator rejects =
          page.getByRole(
              AriaRole.LINK, new Page.GetByRoleOptions().setName("Download the rejected"));
      Path taken = page.waitForDownload(rejects::click).path();
      choose(
          page,
          "corrected.csv",
          Files.readString(taken)
              .replace("静安汤包馆,not a number", "静安汤包馆,13900002202")
              .replace("Nobody", "李娜"));
      visit.button("Rehearse").click();
      visit.button("Import now").click();
      assertThat(page.getByText("all were fine")).isVisible();

      visit.open("/customers?q=静安");
      assertThat(page.locator("[role=row][data-index]")).hasCount(3);
    }
  }

  private static void choose(Page page, String name, String content) {
    page.locator("input[type=file]")
        .first()
        .setInputFiles(new FilePayload(name, "text/csv", content.getBytes(StandardCharsets.UTF_8)));
  }
}
