package custody.journey.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// An auditor asks, says why, follows the answer to its event, and takes it along as evidence.
@OnTheDemo
class AuditingIT {
  private static final String LONGJING = "02eb66e8-2e2b-3d7f-823b-5d66a64ec7ed";
  private static final String WHO_OWNED =
      "/audit?ask=owner&customer=" + LONGJING + "&asOf=2024-06-01T00:00:00Z";
  private static final String CHANGES = "/audit?ask=changes&from=2021-01-01T00:00:00Z";

  private final Console console;

  AuditingIT(Console console) {
    this.console = console;
  }

  private static void say(Page page, String reason) {
    Locator asked = page.getByRole(AriaRole.DIALOG);
    asked.getByLabel("Reason").fill(reason);
    asked.getByRole(AriaRole.BUTTON).last().click();
  }

  @Test
  void aQuestionIsAnsweredOnceItIsSaidWhyAndLeadsToTheEventBehindIt() {
    try (Visit visit = console.visit("auditor")) {
      Page page = visit.open(WHO_OWNED);
      say(page, "Journey of a test");
      assertThat(page.getByText("You look because: Journey of a test")).isVisible();
      assertThat(page.getByText("刘洋").first()).isVisible();
      visit.screenshot("audit-owner");

      page.getByText("The event behind it").click();
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
          .hasText("Transferred");
      assertThat(page.getByText("交接 handover")).isVisible();
      visit.button("All as JSON").click();
      assertThat(page.locator("pre")).containsText("\"envelope\"");
      visit.screenshot("audit-event");

      visit.button("Mask again").click();
      assertThat(page.getByText("Contact data is masked").first()).isVisible();
    }
  }

  @Test
  void anAnswerIsTakenAlongWithAManifestThatHolds() throws Exception {
    try (Visit visit = console.visit("auditor")) {
      Page page = visit.open(CHANGES);
      assertThat(page.getByText(Pattern.compile("^[\\d,]+ rows"))).isVisible();
      Download download = page.waitForDownload(() -> visit.button("Export with manifest").click());
      Map<String, byte[]> files = unpacked(download);
      byte[] rows = Objects.requireNonNull(files.get("changes.csv"));
      String manifest =
          new String(Objects.requireNonNull(files.get("manifest.json")), StandardCharsets.UTF_8);
      String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rows));
      assertThat(manifest)
          .contains("\"sha256\":\"" + digest + "\"")
          .contains("\"askedBy\":\"user:auditor\"")
          .contains("\"knownAt\":\"20");
    }
  }

  private static Map<String, byte[]> unpacked(Download download) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(download.path())))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }
}
