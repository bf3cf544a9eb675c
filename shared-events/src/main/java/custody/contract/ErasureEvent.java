package custody.contract;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What can happen to one erasure case. One case is one stream, and holds nothing of the person
/// beyond ids; why the erasure was asked for is the reason of {@link Requested}.
public sealed interface ErasureEvent extends Event {

  /// Whose personal data is to be erased: all of a customer with its contact persons, one contact
  /// person of a customer, or a rep.
  ///
  /// @param stream the customer or rep
  /// @param contact the contact person, if it is about one
  record Subject(Kind kind, UUID stream, @Nullable ContactId contact) {
    /// Whose data it is.
    public enum Kind {
      CUSTOMER,
      CONTACT,
      REP
    }

    /// @throws IllegalArgumentException if there is a contact where there should be none, or none
    ///     where there should be one
    public Subject {
      if ((kind == Kind.CONTACT) != (contact != null)) {
        throw new IllegalArgumentException("a contact, and only a contact, names the contact");
      }
    }

    public static Subject customer(CustomerId customer, @Nullable ContactId contact) {
      return new Subject(contact == null ? Kind.CUSTOMER : Kind.CONTACT, customer.value(), contact);
    }

    public static Subject rep(RepId rep) {
      return new Subject(Kind.REP, rep.value(), null);
    }
  }

  record Requested(Subject subject, ErasureBasis basis) implements ErasureEvent {}

  /// By another person than who requested it. From now on it is carried out and cannot be stopped.
  record Approved() implements ErasureEvent {}

  record Refused() implements ErasureEvent {}

  /// An older backup was restored in which the data was not erased yet, and the list kept outside
  /// of the database says that it is. The case is carried out again.
  ///
  /// @param erasedAt when it was first erased, UTC
  record Reapplied(
      Subject subject, ErasureBasis basis, Actor requestedBy, Actor approvedBy, Instant erasedAt)
      implements ErasureEvent {}

  /// A data key that is no more.
  ///
  /// @param subject whose it was: the stream's, or a contact person's
  /// @param generation which of the subject's keys
  /// @param destroyedAt UTC
  record DestroyedKey(UUID subject, int generation, Instant destroyedAt) {}

  /// Everything is done. This is the proof.
  ///
  /// @param event the event of the customer or rep that says so
  /// @param keys what was destroyed
  /// @param removed how many records were removed or blanked, by store
  record Completed(UUID event, List<DestroyedKey> keys, Map<String, Long> removed)
      implements ErasureEvent {
    public Completed {
      keys = List.copyOf(keys);
      removed = Collections.unmodifiableMap(new TreeMap<>(removed));
    }
  }
}
