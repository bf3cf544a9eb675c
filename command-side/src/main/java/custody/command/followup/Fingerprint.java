package custody.command.followup;

import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.Personal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/// Tells two follow-ups apart without keeping their texts: the first 128 bits of SHA-256.
record Fingerprint(long high, long low) {
  static Fingerprint of(FollowUp details) {
    NextStep next = details.nextStep();
    return of(
        details.medium().name(),
        details.occurredAt().toString(),
        Objects.toString(details.rep()),
        text(details.summary()),
        Objects.toString(details.outcome()),
        next == null ? "" : text(next.what()) + '\0' + next.due());
  }

  private static Fingerprint of(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      return new Fingerprint(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String text(Personal<String> text) {
    return switch (text) {
      case Personal.Known<String>(String known) -> known;
      case Personal.Erased<String>() -> "\0erased";
    };
  }
}
