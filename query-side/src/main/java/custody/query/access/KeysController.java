package custody.query.access;

import custody.access.VerificationKeys;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The keys by which tokens are checked.
@RestController
class KeysController {
  private final VerificationKeys keys;
  private final JdbcClient database;

  KeysController(VerificationKeys keys, JdbcClient database) {
    this.keys = keys;
    this.database = database;
  }

  /// The public keys by which others may check our tokens (RFC 7517).
  @Hidden
  @GetMapping("/oauth2/jwks")
  Map<String, Object> keys() {
    return keys.published().toJSONObject(true);
  }

  /// @param retiredAt since when it signs nothing more; null = it signs
  record SigningKey(String id, Instant createdAt, @Nullable Instant retiredAt) {}

  record SigningKeys(List<SigningKey> keys) {}

  @Tag(name = "operations")
  @Operation(summary = "The keys that sign tokens, newest first; for administrators")
  @GetMapping("/api/signing-keys")
  SigningKeys signingKeys() {
    return new SigningKeys(
        database
            .sql(
                "SELECT id, created_at, retired_at FROM custody.signing_key"
                    + " ORDER BY created_at DESC")
            .query(
                (row, _) -> {
                  OffsetDateTime retired = row.getObject(3, OffsetDateTime.class);
                  return new SigningKey(
                      row.getString(1),
                      row.getObject(2, OffsetDateTime.class).toInstant(),
                      retired == null ? null : retired.toInstant());
                })
            .list());
  }
}
