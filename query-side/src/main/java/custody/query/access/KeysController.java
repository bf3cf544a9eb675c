package custody.query.access;

import custody.access.VerificationKeys;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The public keys by which others may check our tokens (RFC 7517).
@RestController
@Hidden
class KeysController {
  private final VerificationKeys keys;

  KeysController(VerificationKeys keys) {
    this.keys = keys;
  }

  @GetMapping("/oauth2/jwks")
  Map<String, Object> keys() {
    return keys.published().toJSONObject(true);
  }
}
