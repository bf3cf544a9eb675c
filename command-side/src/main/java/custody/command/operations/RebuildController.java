package custody.command.operations;

import custody.service.Caller;
import custody.service.Operations;
import custody.service.Problem;
import custody.service.RebuildRequest;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Asks for views to be built anew. The process that feeds the views takes the request up from
/// the
/// table of operations; asking again while it runs answers the same operation.
@RestController
class RebuildController {
  private final Operations operations;
  private final JdbcClient database;

  RebuildController(Operations operations, JdbcClient database) {
    this.operations = operations;
    this.database = database;
  }

  record Accepted(UUID id) {}

  /// All views.
  @io.swagger.v3.oas.annotations.Operation(summary = "Rebuild all views while the old ones serve")
  @PostMapping("/api/views/rebuild")
  ResponseEntity<Accepted> all(Caller caller) {
    Rules.require(caller, Right.OPERATE);
    return accepted(List.of(), caller);
  }

  /// One view, by its name in `GET /api/views`.
  @io.swagger.v3.oas.annotations.Operation(summary = "Rebuild one view while the old one serves")
  @PostMapping("/api/views/{name}/rebuild")
  ResponseEntity<Accepted> one(@PathVariable String name, Caller caller) {
    Rules.require(caller, Right.OPERATE);
    boolean known =
        database
            .sql("SELECT EXISTS (SELECT FROM custody.view_position WHERE view = :name)")
            .param("name", name)
            .query(Boolean.class)
            .single();
    if (!known) {
      throw new Problem(
          404, "view-unknown", "There is no view of this name. GET /api/views lists them.");
    }
    return accepted(List.of(name), caller);
  }

  private ResponseEntity<Accepted> accepted(List<String> views, Caller caller) {
    RebuildRequest request = RebuildRequest.of(views);
    UUID id =
        operations.running(RebuildRequest.KIND).stream()
            .filter(running -> request.equals(RebuildRequest.parse(running.detail())))
            .map(Operations.Operation::id)
            .findFirst()
            .orElseGet(() -> operations.start(RebuildRequest.KIND, request.json(), caller.actor()));
    return ResponseEntity.accepted()
        .location(URI.create("/api/operations/" + id))
        .body(new Accepted(id));
  }
}
