package custody.command.imports;

import custody.command.imports.mapping.MappingRefusedException;
import custody.command.imports.source.FileRefusedException;
import custody.service.Caller;
import custody.service.Problem;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Imports")
class ImportController {
  private final Imports imports;
  private final ImportProperties properties;

  ImportController(Imports imports, ImportProperties properties) {
    this.imports = imports;
    this.properties = properties;
  }

  /// @param id the import's and the operation's
  /// @param operation where its progress can be read
  /// @param rejects where rejected rows can be downloaded once it has ended
  /// @param report what was to be said of which row
  record Accepted(UUID id, String operation, String rejects, String report) {}

  @PostMapping(path = "/api/imports", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @Operation(
      summary = "Import a file with a mapping",
      description =
          "Parts: file (CSV, XLSX or NDJSON) and mapping (JSON). dryRun=true says row by row what"
              + " would happen and records nothing. Importing the same again changes nothing.")
  @ApiResponse(responseCode = "202", description = "Accepted; follow the operation")
  ResponseEntity<Accepted> accept(
      @RequestPart(name = "file", required = false) @Nullable Part file,
      @RequestPart(name = "mapping", required = false) @Nullable Part mapping,
      @RequestParam(defaultValue = "false") boolean dryRun,
      Caller caller)
      throws IOException {
    Rules.require(caller, Right.IMPORT);
    if (file == null) {
      throw missing("file");
    }
    if (mapping == null) {
      throw missing("mapping");
    }
    if (mapping.getSize() > properties.maxMappingBytes().toBytes()) {
      throw new Problem(
          413,
          "mapping-too-large",
          "The mapping has more than %d bytes.".formatted(properties.maxMappingBytes().toBytes()));
    }
    if (file.getSize() > properties.maxBytes().toBytes()) {
      throw new Problem(
          413,
          "file-too-large",
          "The file has more than %d bytes. Split it.".formatted(properties.maxBytes().toBytes()));
    }
    byte[] json = mapping.getInputStream().readAllBytes();
    try {
      UUID id =
          imports.accept(
              new Imports.Upload(file.getSubmittedFileName(), file::getInputStream),
              json,
              dryRun,
              caller.actor());
      String operation = "/api/operations/" + id;
      String at = "/api/imports/" + id;
      return ResponseEntity.accepted()
          .location(URI.create(operation))
          .body(new Accepted(id, operation, at + "/rejects", at + "/report"));
    } catch (MappingRefusedException e) {
      throw new Problem(
          422, "mapping-invalid", String.valueOf(e.getMessage()), Map.of("errors", e.complaints()));
    } catch (FileRefusedException e) {
      throw new Problem(422, e.code(), e.detail());
    }
  }

  private static Problem missing(String part) {
    return new Problem(
        400,
        "part-missing",
        "Send multipart/form-data with the parts file and mapping; %s is missing.".formatted(part));
  }
}
