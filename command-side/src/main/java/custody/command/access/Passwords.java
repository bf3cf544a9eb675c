package custody.command.access;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Spring Security's encoder with Argon2id as OWASP asks for it (19 MiB, two passes); what is
/// stored names its algorithm, so that a better one can follow.
///
/// Hashing is dear by design: only as many are made at a time as there are processors, so that
/// attempts to sign in cannot take the memory away from everybody else.
final class Passwords implements PasswordEncoder {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;

  /// Of a password that opens nothing. It stands here and is not made anew, because that would take
  /// a twentieth of the start.
  static final String NOBODYS =
      "{argon2}$argon2id$v=19$m=19456,t=2,p=1"
          + "$vDCeMxnmBbiY5za1zsK7BQ$yWKY6rzu5n5fXMtk7pB/AsReXxRXMCyO0q1DRfmg9zQ";

  private final PasswordEncoder encoder =
      new DelegatingPasswordEncoder(
          "argon2",
          Map.of(
              "argon2", new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, MEMORY_KIB, PASSES)));
  private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());

  @Override
  public String encode(@Nullable CharSequence password) {
    return inTurn(() -> encoder.encode(password));
  }

  /// @param encoded one hash, or several on a line each, of which any may match
  @Override
  public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
    return encoded != null
        && encoded.lines().anyMatch(one -> inTurn(() -> encoder.matches(password, one)));
  }

  /// Takes as long as a password that does not match.
  void matchNobody(CharSequence password) {
    matches(password, NOBODYS);
  }

  @Override
  public boolean upgradeEncoding(@Nullable String encoded) {
    return encoded != null && encoded.indexOf('\n') < 0 && encoder.upgradeEncoding(encoded);
  }

  private <T> T inTurn(Supplier<T> work) {
    turns.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
