package custody.command.axon;

import custody.command.Aside;
import custody.command.Decider;
import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.Recorded;
import custody.store.EnvelopeMetaData;
import custody.store.RecordedMessage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/// An aggregate as Axon wants it: keeps the decider's state and nothing of its own.
abstract class EventSourced<S> {
  /// What an aggregate takes whatever has happened to it, in events: Axon's part, the parts of its
  /// state and the first event, which says more than others do. Most customers have few events.
  private static final long ITSELF = 6;

  // Axon reads it.
  @SuppressWarnings("unused")
  @AggregateIdentifier
  private final String id;

  private final Decider<S> decider;
  private Past<S> past;
  private UUID lastEvent = new UUID(0, 0);

  /// Of the event that is just being applied, so that it need not be read back from its message.
  private @Nullable Envelope applying;

  /// What has happened up to a version.
  ///
  /// @param version the number of events
  /// @param lastRecordedAt UTC; the epoch if there is no event
  /// @param read how many of the events were read; the others were left aside
  record Past<S>(S state, long version, Instant lastRecordedAt, long read) {
    /// What was read of a stream.
    static <S> Past<S> of(Decider<S> decider, Iterable<? extends DomainEventMessage<?>> messages) {
      Past<S> past = none(decider);
      for (DomainEventMessage<?> message : messages) {
        past = past.with(decider, recorded((Event) message.getPayload(), message));
      }
      return past;
    }

    static <S> Past<S> none(Decider<S> decider) {
      return new Past<>(decider.initial(), 0, Instant.EPOCH, 0);
    }

    Past<S> with(Decider<S> decider, Recorded recorded) {
      Aside<S> aside = decider.aside();
      S before = recorded.sequence() == version || aside == null ? state : aside.without(state);
      return new Past<>(
          decider.evolve(before, recorded), recorded.version(), recorded.recordedAt(), read + 1);
    }

    Past<S> trimmed(Aside<S> aside) {
      return new Past<>(aside.trimmed(state), version, lastRecordedAt, read);
    }

    /// How many events' worth of memory it takes, this aggregate's own included.
    long weight(@Nullable Aside<S> aside) {
      return ITSELF + (aside == null ? read : aside.weight(state, read));
    }
  }

  EventSourced(String id, Decider<S> decider) {
    this.id = id;
    this.decider = decider;
    this.past = Past.none(decider);
  }

  Past<S> past() {
    return past;
  }

  /// Knows more or less of the same.
  ///
  /// @param same up to the same version
  void become(Past<S> same) {
    past = same;
  }

  /// To be called within Axon's scope of this aggregate.
  ///
  /// @return the event's id
  UUID apply(Event event, Envelope envelope) {
    applying = envelope;
    try {
      AggregateLifecycle.apply(event, EnvelopeMetaData.of(envelope));
      return lastEvent;
    } finally {
      applying = null;
    }
  }

  final void happened(Event event, DomainEventMessage<?> message) {
    Recorded recorded =
        applying == null ? recorded(event, message) : recorded(event, message, applying);
    lastEvent = recorded.eventId();
    past = past.with(decider, recorded);
  }

  static Recorded recorded(Event event, DomainEventMessage<?> message) {
    return message instanceof RecordedMessage stored
        ? inStream(stored.recorded())
        : recorded(event, message, EnvelopeMetaData.read(message.getMetaData()));
  }

  /// Within one stream the sequence orders just as the position does, which what is only being
  /// applied has none of.
  private static Recorded inStream(Recorded it) {
    return new Recorded(
        it.sequence(),
        it.eventId(),
        it.stream(),
        it.sequence(),
        it.recordedAt(),
        it.envelope(),
        it.event());
  }

  private static Recorded recorded(Event event, DomainEventMessage<?> message, Envelope envelope) {
    long sequence = message.getSequenceNumber();
    return new Recorded(
        sequence,
        UUID.fromString(message.getIdentifier()),
        UUID.fromString(message.getAggregateIdentifier()),
        sequence,
        message.getTimestamp().truncatedTo(ChronoUnit.MICROS),
        envelope,
        event);
  }
}
