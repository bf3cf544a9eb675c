package custody.store;

import custody.contract.CustomerEvent;
import custody.contract.Envelope;
import custody.contract.ErasureEvent;
import custody.contract.Event;
import custody.contract.HandoverEvent;
import custody.contract.PersonalDataEvent;
import custody.contract.RepEvent;
import custody.contract.RuleEvent;
import custody.wire.KeySubject;
import custody.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Our events as Axon's event storage, whichever engine keeps them. It keeps Axon's contract, so
/// that Axon's own {@link org.axonframework.eventsourcing.eventstore.EmbeddedEventStore} runs on
/// it, and any other engine could stand in its place.
///
/// Axon offers events while the unit of work prepares its commit. Here they are only made ready
/// then; they go to the engine in the commit phase, when everything that could still fail has run.
/// Inside a Spring transaction they are written at once.
final class CustodyEventStorageEngine implements EventStorageEngine, Excerpts {
  private static final String STAGED = CustodyEventStorageEngine.class.getName() + ".staged";
  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Events stored;
  private final SubjectKeys keys;
  private final Signal signal;

  CustodyEventStorageEngine(Events stored, SubjectKeys keys, Signal signal) {
    this.stored = stored;
    this.keys = keys;
    this.signal = signal;
  }

  @Override
  public void appendEvents(List<? extends EventMessage<?>> events) {
    if (events.isEmpty()) {
      return;
    }
    if (!CurrentUnitOfWork.isStarted()) {
      Sealed sealed = new Sealed();
      sealed.add(events);
      commit(sealed, Alongside.NOTHING);
      return;
    }
    UnitOfWork<?> root = CurrentUnitOfWork.get().root();
    if (TransactionSynchronizationManager.isActualTransactionActive()
        || root.phase().isAfter(UnitOfWork.Phase.PREPARE_COMMIT)) {
      Sealed sealed = new Sealed();
      sealed.add(events);
      commit(sealed, Alongside.of(root));
      return;
    }
    Sealed staged = root.getResource(STAGED);
    if (staged == null) {
      Sealed fresh = new Sealed();
      root.resources().put(STAGED, fresh);
      root.onCommit(committing -> commit(fresh, Alongside.of(committing)).attachTo(committing));
      staged = fresh;
    }
    staged.add(events);
  }

  /// Events made ready to be written, and the keys they were sealed with.
  private final class Sealed {
    final List<Append.Row> rows = new ArrayList<>();
    final Map<UUID, SubjectKeys.Current> sealedWith = new HashMap<>();
    final Map<UUID, UUID> streams = new HashMap<>();
    final List<Append.Erasure> erasures = new ArrayList<>();

    /// @throws EventStoreException if an event is none of ours
    void add(List<? extends EventMessage<?>> events) {
      for (EventMessage<?> message : events) {
        if (!(message instanceof DomainEventMessage<?> domain)
            || !(domain.getPayload() instanceof Event event)) {
          throw new EventStoreException(
              "only events of the contract, applied by an aggregate, can be stored; this is a "
                  + message.getPayloadType().getName());
        }
        UUID stream = uuid(domain.getAggregateIdentifier());
        UUID eventId = uuid(domain.getIdentifier());
        Envelope envelope = EnvelopeMetaData.read(domain.getMetaData());
        UUID subject = KeySubject.of(stream, event);
        Append.Erasure erasure = erasure(stream, event);
        if (erasure != null) {
          erasures.add(erasure);
          if (erasure.isWhole()) {
            // What says that the key is destroyed must not be lost with it.
            sealedWith.put(stream, keys.next(stream));
          }
        }
        streams.put(subject, stream);
        SubjectKeys.Current key =
            sealedWith.computeIfAbsent(
                subject,
                _ ->
                    keys.forWriting(
                        subject,
                        domain.getSequenceNumber() == 0
                            && subject.equals(stream)
                            && stored.keysComeWithEvents()));
        rows.add(
            new Append.Row(
                stream,
                domain.getType(),
                domain.getSequenceNumber(),
                eventId,
                Wire.write(event, envelope, stream, eventId, key.key()),
                subject,
                key.generation(),
                envelope.effectiveAt() == null
                    ? null
                    : envelope.effectiveAt().truncatedTo(ChronoUnit.MICROS)));
      }
    }

    Append with(Alongside alongside) {
      List<Append.NewKey> newKeys = new ArrayList<>();
      sealedWith.forEach(
          (subject, key) -> {
            if (key.created() != null) {
              UUID stream = streams.get(subject);
              newKeys.add(
                  new Append.NewKey(
                      subject,
                      key.generation(),
                      key.created(),
                      subject.equals(stream) ? null : stream));
            }
          });
      return new Append(rows, newKeys, erasures, alongside);
    }
  }

  /// An event that says that personal data was erased makes it so.
  private static Append.@Nullable Erasure erasure(UUID stream, Event event) {
    return switch (event) {
      case PersonalDataEvent.Erased erased ->
          new Append.Erasure(
              stream, erased.contact() == null ? stream : KeySubject.of(stream, erased.contact()));
      case RepEvent.PersonalDataErased _ -> new Append.Erasure(stream, stream);
      case CustomerEvent _, RepEvent _, RuleEvent _, HandoverEvent _, ErasureEvent _ -> null;
    };
  }

  private Appended commit(Sealed sealed, Alongside alongside) {
    Append append = sealed.with(alongside);
    try {
      Appended appended = stored.append(append);
      sealed.sealedWith.forEach(keys::remember);
      if (!sealed.erasures.isEmpty()) {
        afterCommit(() -> sealed.erasures.forEach(erasure -> keys.announce(erasure.stream())));
      }
      return appended;
    } catch (RuntimeException e) {
      // What we believed of the stream may be old, its key included.
      sealed.sealedWith.keySet().forEach(keys::forget);
      throw e;
    }
  }

  private static void afterCommit(Runnable work) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      work.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            work.run();
          }
        });
  }

  @Override
  public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
    return messages(stored.stream(uuid(aggregateIdentifier), firstSequenceNumber));
  }

  @Override
  public Excerpt read(String stream, Rule rule) {
    Events.Excerpt excerpt = stored.excerpt(uuid(stream), rule);
    return new Excerpt(
        excerpt.rows().stream().map(CustodyEventStorageEngine::message).toList(),
        excerpt.notedUpTo(),
        excerpt.notes());
  }

  @Override
  public void note(String stream, Rule rule, SortedSet<Long> needed) {
    stored.note(uuid(stream), rule, needed);
  }

  private static DomainEventStream messages(List<Events.Row> rows) {
    return DomainEventStream.of(
        rows.stream().map(row -> message(row)),
        () -> rows.isEmpty() ? null : rows.getLast().recorded().sequence());
  }

  private static RecordedMessage message(Events.Row row) {
    return new RecordedMessage(row.streamType(), row.recorded());
  }

  @Override
  public Stream<? extends TrackedEventMessage<?>> readEvents(
      @Nullable TrackingToken trackingToken, boolean mayBlock) {
    return StreamSupport.stream(new Tail(position(trackingToken), mayBlock), false);
  }

  /// Reads on in batches until there is nothing more; then, if it may, waits a moment for a signal,
  /// which is how Axon's processors hear at once of events from other processes.
  private final class Tail extends Spliterators.AbstractSpliterator<TrackedEventMessage<?>> {
    private final boolean mayBlock;
    private long position;
    private List<Events.Row> batch = List.of();
    private int next;

    Tail(long position, boolean mayBlock) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
      this.position = position;
      this.mayBlock = mayBlock;
    }

    @Override
    public boolean tryAdvance(Consumer<? super TrackedEventMessage<?>> action) {
      if (next == batch.size()) {
        batch = stored.after(position, BATCH);
        next = 0;
        if (batch.isEmpty() && mayBlock && waited()) {
          batch = stored.after(position, BATCH);
        }
        if (batch.isEmpty()) {
          return false;
        }
      }
      Events.Row row = batch.get(next++);
      position = row.recorded().position();
      action.accept(
          new GenericTrackedDomainEventMessage<>(
              new GlobalSequenceTrackingToken(position), message(row)));
      return true;
    }

    private boolean waited() {
      try {
        signal.await(position, PATIENCE);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  @Override
  public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
    return boxed(stored.lastSequence(uuid(aggregateIdentifier)));
  }

  @Override
  public @Nullable TrackingToken createTailToken() {
    return token(stored.beforeFirst());
  }

  @Override
  public @Nullable TrackingToken createHeadToken() {
    return token(stored.head());
  }

  @Override
  public @Nullable TrackingToken createTokenAt(Instant dateTime) {
    return token(stored.before(dateTime));
  }

  private static @Nullable TrackingToken token(OptionalLong position) {
    return boxed(position).map(GlobalSequenceTrackingToken::new).orElse(null);
  }

  private static Optional<Long> boxed(OptionalLong number) {
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }

  private static long position(@Nullable TrackingToken token) {
    return switch (token) {
      case null -> 0;
      case GlobalSequenceTrackingToken at -> at.getGlobalIndex();
      default ->
          throw new IllegalArgumentException(
              "tokens of another store cannot be read on from: "
                  + token.getClass().getSimpleName()
                  + "; reset the processor");
    };
  }

  /// There are none, and asking costs no query.
  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
    return Optional.empty();
  }

  @Override
  public void storeSnapshot(DomainEventMessage<?> snapshot) {
    throw new UnsupportedOperationException(
        "streams are short and cached: no snapshots are kept, so configure no trigger for them");
  }

  private static UUID uuid(@Nullable String identifier) {
    try {
      return UUID.fromString(Objects.requireNonNull(identifier));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new EventStoreException("streams and events have UUIDs, not " + identifier, e);
    }
  }
}
