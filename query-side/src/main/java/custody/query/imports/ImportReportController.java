package custody.query.imports;

import custody.service.Caller;
import custody.service.Problem;
import custody.service.imports.ImportFile;
import custody.service.looks.Look;
import custody.service.rights.Right;
import custody.store.Vault;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;

@RestController
@Tag(name = "Imports")
class ImportReportController {
  private static final int PAGE = 1000;
  private static final TypeReference<List<String>> CELLS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final Vault vault;

  ImportReportController(JdbcClient jdbc, Vault vault) {
    this.jdbc = jdbc;
    this.vault = vault;
  }

  private record Kept(long row, String reason, List<String> cells) {}

  private record Said(
      long no, long row, String target, String outcome, String code, String detail) {}

  @GetMapping("/api/imports/{id}/rejects")
  @Operation(
      summary = "The rejected rows of an import",
      description =
          "In the form of the imported file, with the columns custody_row and custody_reason.")
  void rejects(
      @PathVariable UUID id,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Look.of(request).takenBy(Right.IMPORT);
    if (!"done".equals(phase(id, caller))) {
      throw new Problem(409, "import-not-done", "The import has not ended; follow its operation.");
    }
    Vault.Box box = vault.kept(id).orElseThrow(ImportReportController::purged);
    ImportFile file = file(id, box).orElseThrow(ImportReportController::purged);
    response.setContentType(RejectFile.contentType(file));
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"rejects-" + id + "." + file.type() + "\"");
    try (RejectFile rejects = RejectFile.writing(file, response.getOutputStream())) {
      List<Kept> page = kept(id, box, 0);
      while (!page.isEmpty()) {
        page.forEach(row -> rejects.add(row.row(), row.cells(), row.reason()));
        page = kept(id, box, page.getLast().row());
      }
    }
  }

  @GetMapping("/api/imports/{id}/report")
  @Operation(
      summary = "What was to be said of the rows of an import",
      description = "NDJSON; of a dry run every row, otherwise warnings and rejects.")
  void report(
      @PathVariable UUID id,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Look.of(request).impersonal(); // numbers of rows, and codes
    phase(id, caller);
    response.setContentType("application/x-ndjson");
    OutputStream out = response.getOutputStream();
    List<Said> page = said(id, 0);
    while (!page.isEmpty()) {
      for (Said row : page) {
        out.write(
            ContractJson.plain()
                .createObjectNode()
                .put("row", row.row())
                .put("target", row.target())
                .put("outcome", row.outcome())
                .put("code", row.code())
                .put("detail", row.detail())
                .toString()
                .getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
      page = said(id, page.getLast().no());
    }
  }

  private static Problem purged() {
    return new Problem(410, "rejects-purged", "The rejected rows of this import were deleted.");
  }

  /// What a file holds is shown to whoever brought it only: it may be about anybody's customers.
  private String phase(UUID id, Caller caller) {
    return jdbc.sql("SELECT phase FROM custody.import WHERE id = ? AND actor = ?")
        .param(id)
        .param(caller.actor().toString())
        .query(String.class)
        .optional()
        .orElseThrow(
            () -> new Problem(404, "import-not-found", "There is no such import; check the id."));
  }

  private Optional<ImportFile> file(UUID id, Vault.Box box) {
    return jdbc.sql("SELECT file FROM custody.import WHERE id = ?")
        .param(id)
        .query((row, _) -> row.getBytes(1))
        .optional()
        .flatMap(bytes -> box.open(ImportFile.FILE, bytes))
        .map(plain -> ContractJson.plain().readValue(plain, ImportFile.class));
  }

  private List<Kept> kept(UUID id, Vault.Box box, long after) {
    return jdbc.sql(
            """
            SELECT k.row, k.sealed, (
              SELECT string_agg(DISTINCT r.target || ': ' || r.code || ': ' || r.detail, ' | ')
              FROM custody.import_report r
              WHERE r.import = k.import AND r.row = k.row AND r.outcome = 'reject') AS reason
            FROM custody.import_reject k WHERE k.import = ? AND k.row > ? ORDER BY k.row LIMIT ?
            """)
        .param(id)
        .param(after)
        .param(PAGE)
        .query(
            (row, _) ->
                new Kept(
                    row.getLong("row"),
                    row.getString("reason"),
                    box.open(ImportFile.REJECT, row.getBytes("sealed"))
                        .map(plain -> ContractJson.plain().readValue(plain, CELLS))
                        .orElse(List.of())))
        .list();
  }

  private List<Said> said(UUID id, long after) {
    return jdbc.sql(
            """
            SELECT no, row, target, outcome, code, detail FROM custody.import_report
            WHERE import = ? AND no > ? ORDER BY no LIMIT ?
            """)
        .param(id)
        .param(after)
        .param(PAGE)
        .query(Said.class)
        .list();
  }
}
