package custody.command.keys;

import custody.command.Guard;
import custody.command.http.Incoming;
import custody.service.Caller;
import custody.service.rights.Authority.Called;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "operations")
class KeysController {
  private final Rewrapping rewrapping;

  KeysController(Rewrapping rewrapping) {
    this.rewrapping = rewrapping;
  }

  record Accepted(UUID id) {}

  @Operation(
      summary = "Wrap all data keys with the new master key",
      description =
          "With the new key before the former ones, in the file or setting of every process. The"
              + " operation says how far it is; once it is done, the former keys can be taken"
              + " away.")
  @PostMapping("/api/keys/rotation")
  ResponseEntity<Accepted> rotate(Caller caller) {
    if (!Rules.allow(new Called(caller.access()), Right.OPERATE, Set.of())) {
      throw Incoming.problem(Guard.NOT_ALLOWED);
    }
    UUID id = rewrapping.ask();
    return ResponseEntity.accepted()
        .location(URI.create("/api/operations/" + id))
        .body(new Accepted(id));
  }
}
