package custody.query.subject;

import custody.contract.ContactId;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerAt;
import custody.contract.CustomerId;
import custody.contract.ImportSource;
import custody.contract.Personal;
import custody.contract.Recorded;
import custody.query.looks.LooksAt;
import custody.wire.EventType;
import custody.wire.KeySubject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everything recorded of one person, with where it comes from. Read from the events themselves, so
/// nothing is left out.
///
/// @param contact the contact person it is about; null = the customer with everything of it
/// @param version of the customer
/// @param now what holds now
/// @param records what was recorded, in the order in which we learned it
/// @param looks who looked at the customer, when and why, as far as that is kept
record SubjectFile(
    CustomerId customer,
    @Nullable ContactId contact,
    Instant madeAt,
    long version,
    Object now,
    List<Record> records,
    List<LooksAt> looks) {

  /// @param name of the event
  /// @param recordedAt when we learned it
  /// @param effectiveAt since when it was held to be true
  /// @param by the account that entered it
  /// @param channel the way it reached us
  /// @param source the file or system it was imported from, with its author
  /// @param voidedAt when it was found to be wrong, and taken out
  record Record(
      UUID event,
      String name,
      Instant recordedAt,
      Instant effectiveAt,
      String by,
      String channel,
      @Nullable Personal<String> reason,
      @Nullable ImportSource source,
      @Nullable Instant voidedAt,
      Object content) {}

  static SubjectFile of(
      CustomerId customer,
      @Nullable ContactId contact,
      List<Recorded> stream,
      List<LooksAt> looks,
      Instant now) {
    Instant known = later(now, stream.getLast().recordedAt());
    CustomerAt state = CustomerAt.of(stream, known, known);
    List<Record> records =
        records(
            stream,
            recorded ->
                contact == null
                    || KeySubject.of(customer.value(), recorded.event())
                        .equals(KeySubject.of(customer.value(), contact)));
    return new SubjectFile(
        customer,
        contact,
        now,
        stream.getLast().version(),
        contact == null ? state : ofContact(state, contact),
        records,
        looks);
  }

  /// @param stream the whole of it, since corrections stand in it too
  static List<Record> records(List<Recorded> stream, Predicate<Recorded> wanted) {
    Map<UUID, Instant> voided = new HashMap<>();
    for (Recorded recorded : stream) {
      if (recorded.event() instanceof Voided(UUID event)) {
        voided.putIfAbsent(event, recorded.recordedAt());
      }
    }
    return stream.stream()
        .filter(wanted)
        .map(recorded -> record(recorded, voided.get(recorded.eventId())))
        .toList();
  }

  private static Object ofContact(CustomerAt state, ContactId contact) {
    return Map.of(
        "fields",
        state.contacts().getOrDefault(contact, Map.of()),
        "dates",
        state.dates().entrySet().stream()
            .filter(date -> contact.equals(date.getValue().contact()))
            .map(Map.Entry::getValue)
            .toList());
  }

  private static Record record(Recorded recorded, @Nullable Instant voidedAt) {
    return new Record(
        recorded.eventId(),
        EventType.of(recorded.event()).logicalName(),
        recorded.recordedAt(),
        recorded.effectiveAt(),
        recorded.envelope().actor().toString(),
        recorded.envelope().channel().name().toLowerCase(Locale.ROOT),
        recorded.envelope().reason(),
        recorded.envelope().source(),
        voidedAt,
        recorded.event());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
