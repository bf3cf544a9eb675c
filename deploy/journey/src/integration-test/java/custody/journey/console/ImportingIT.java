package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The sample company's accounts come in by the wizard: rehearsed, then recorded.
@ExtendWith(Console.Shared.class)
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
      assertThat(outcomes).containsText("85new");
      assertThat(visit.button("Import now")).isHidden();
      visit.screenshot("import-done");
      visit.assertAccessible();

      visit.open("/customers?q=Betasoloin");
      assertThat(page.locator("[role=row][data-index]")).hasCount(1);
    }
  }
}
