package custody.wire;

import custody.contract.ContactId;
import custody.contract.CustomerEvent;
import custody.contract.ErasureEvent;
import custody.contract.Event;
import custody.contract.HandoverEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.RepEvent;
import custody.contract.RuleEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whose data key seals an event, its envelope included: a contact person's own where the event is
/// about one, so that one person's data can be erased alone, else the stream's.
public final class KeySubject {
  private KeySubject() {}

  public static UUID of(UUID stream, Event event) {
    ContactId contact = contact(event);
    return contact == null ? stream : of(stream, contact);
  }

  /// The subject of a contact person's keys (UUIDv8). Made of both ids, since a contact's id is
  /// unique within its customer only.
  public static UUID of(UUID customer, ContactId contact) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("custody contact\0".getBytes(StandardCharsets.UTF_8));
      for (UUID id : new UUID[] {customer, contact.value()}) {
        digest.update(
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip());
      }
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      return new UUID(
          (hash.getLong() & ~0xF000L) | 0x8000L,
          (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static @Nullable ContactId contact(Event event) {
    return switch (event) {
      case ProfileEvent it ->
          switch (it) {
            case ContactAdded added -> added.contact();
            case ContactAmended amended -> amended.contact();
            case ContactRemoved removed -> removed.contact();
            case DateSet set -> set.details().contact();
            case ProfileEvent.Registered _,
                ProfileEvent.Amended _,
                ProfileEvent.Classified _,
                ProfileEvent.Merged _,
                ProfileEvent.MergeReverted _,
                DateRemoved _,
                AssortmentReported _ ->
                null;
          };
      case CustomerEvent _, RepEvent _, RuleEvent _, HandoverEvent _, ErasureEvent _ -> null;
    };
  }
}
