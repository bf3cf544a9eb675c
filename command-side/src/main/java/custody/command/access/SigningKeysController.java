package custody.command.access;

import custody.access.SigningKeys;
import custody.service.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/signing-keys")
@Tag(name = "operations")
final class SigningKeysController {
  private static final Logger log = LoggerFactory.getLogger(SigningKeysController.class);

  private final SigningKeys keys;

  SigningKeysController(SigningKeys keys) {
    this.keys = keys;
  }

  /// @param distrustAllBefore true after a key got into wrong hands: ends every session
  record Rotation(boolean distrustAllBefore) {}

  record Rotated(String id) {}

  @PostMapping("/rotation")
  @Operation(
      summary = "Sign tokens with a new key from now on",
      description = "Nobody is signed out, unless asked for.")
  Rotated rotate(@RequestBody(required = false) @Nullable Rotation body, Caller caller) {
    boolean distrust = body != null && body.distrustAllBefore();
    String id = distrust ? keys.rotateAndDistrustAllBefore() : keys.rotate();
    log.info(
        "{} rotated the keys that sign tokens, distrusting former ones: {}",
        caller.actor(),
        distrust);
    return new Rotated(id);
  }
}
