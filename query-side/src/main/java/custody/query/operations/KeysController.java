package custody.query.operations;

import custody.query.sight.Sight;
import custody.service.rights.Right;
import custody.store.KeyRotation;
import custody.store.KeyRotation.Status;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Which master key wraps how many data keys.
@RestController
class KeysController {
  private final KeyRotation rotation;

  KeysController(KeyRotation rotation) {
    this.rotation = rotation;
  }

  @Operation(summary = "Which master keys this process has, and how many data keys each wraps")
  @GetMapping("/api/keys")
  Status keys(Sight sight) {
    sight.require(Right.OPERATE_READ);
    return rotation.status();
  }
}
