package custody.store;

import custody.contract.Recorded;
import custody.wire.DataKey;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Events in Axon Server. An event's position is its global token + 1, since Axon Server counts
/// from 0 and Custody's 0 is before all events. The keys that open them, and whatever else stands
/// beside events, are in PostgreSQL.
final class AxonServerEvents implements Events {
  private final AxonServerChannel server;
  private final AxonServerGate gate;
  private final AxonServerWriter writer;
  private final KeyRows keys;

  AxonServerEvents(
      AxonServerChannel server, AxonServerGate gate, AxonServerWriter writer, KeyRows keys) {
    this.server = server;
    this.gate = gate;
    this.writer = writer;
    this.keys = keys;
  }

  @Override
  public List<Row> after(long position, int limit) {
    List<EventWithToken> events = sealedAfter(position, limit);
    Map<KeyRows.Id, DataKey> opening =
        keys.opened(events.stream().map(event -> AxonServerForm.key(event.getEvent())).toList());
    return events.stream()
        .map(
            event ->
                AxonServerForm.read(
                    event.getEvent(),
                    event.getToken() + 1,
                    opening.get(AxonServerForm.key(event.getEvent()))))
        .toList();
  }

  private List<EventWithToken> sealedAfter(long position, int limit) {
    gate.requireToRead();
    long last = server.lastToken();
    if (position > last + 1) {
      throw new DataAccessResourceFailureException(
          ("Axon Server's context %s ends at position %d, but %d was read before: it was restored"
                  + " or is another one. Restart the query side, so that it builds its views anew.")
              .formatted(server.context(), last + 1, position));
    }
    int count = (int) Math.min(limit, last + 1 - position);
    return count == 0 ? List.of() : server.from(position, count);
  }

  /// Axon Server reads all events in the order of their tokens only.
  @Override
  public Optional<EventLog.StreamOrder> streamOrder() {
    return Optional.empty();
  }

  @Override
  public List<Row> stream(UUID stream, long firstSequence) {
    gate.requireToRead();
    List<Event> events = server.stream(stream, firstSequence);
    Map<KeyRows.Id, DataKey> opening =
        keys.opened(events.stream().map(AxonServerForm::key).toList());
    List<Row> rows = new ArrayList<>(events.size());
    for (Event event : events) {
      // Axon Server does not say positions here; within a stream the sequence orders like them.
      rows.add(
          AxonServerForm.read(
              event,
              event.getAggregateSequenceNumber() + 1,
              opening.get(AxonServerForm.key(event))));
    }
    if (!rows.isEmpty()) {
      writer.seen(rows.getLast().recorded());
    }
    return rows;
  }

  /// Axon Server says positions to followers only, so the log is followed from the stream's first
  /// event on.
  @Override
  public List<Row> placed(UUID stream) {
    List<Row> rows = stream(stream, 0);
    List<Row> placed = new ArrayList<>(rows.size());
    if (rows.isEmpty()) {
      return placed;
    }
    Instant began = rows.getFirst().recorded().recordedAt().minus(AxonServerWriter.SKEW);
    long position = server.tokenBefore(began.toEpochMilli()) + 1;
    while (placed.size() < rows.size()) {
      List<EventWithToken> page = sealedAfter(position, EventLog.PORTION);
      if (page.isEmpty()) {
        throw server.unreachable(null); // it has shown them before
      }
      for (EventWithToken event : page) {
        position = event.getToken() + 1;
        if (placed.size() < rows.size()
            && event.getEvent().getAggregateIdentifier().equals(stream.toString())) {
          placed.add(at(position, rows.get(placed.size())));
        }
      }
    }
    return placed;
  }

  private static Row at(long position, Row row) {
    Recorded it = row.recorded();
    return new Row(
        new Recorded(
            position,
            it.eventId(),
            it.stream(),
            it.sequence(),
            it.recordedAt(),
            it.envelope(),
            it.event()),
        row.streamType());
  }

  @Override
  public OptionalLong lastSequence(UUID stream) {
    long last = server.highestSequence(stream);
    return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
  }

  @Override
  public OptionalLong beforeFirst() {
    return head().isEmpty() ? OptionalLong.empty() : OptionalLong.of(server.tokenBeforeFirst() + 1);
  }

  @Override
  public OptionalLong head() {
    long last = server.lastToken();
    return last < 0 ? OptionalLong.empty() : OptionalLong.of(last + 1);
  }

  /// Nothing has to be opened for it: names are readable.
  @Override
  public EventLog.Tail tail(long position, Set<String> families, @Nullable UUID stream) {
    EventLog.Tail tail = new EventLog.Tail(position, 0);
    for (List<EventWithToken> page = sealedAfter(position, EventLog.PORTION);
        !page.isEmpty();
        page = sealedAfter(tail.head(), EventLog.PORTION)) {
      for (EventWithToken event : page) {
        String name = event.getEvent().getPayload().getType();
        boolean meant =
            (stream == null || stream.equals(AxonServerForm.stream(event.getEvent())))
                && families.contains(name.substring(0, Math.max(0, name.indexOf('.'))));
        long at = event.getToken() + 1;
        tail = new EventLog.Tail(at, meant ? at : tail.last());
      }
    }
    return tail;
  }

  @Override
  public OptionalLong before(Instant recordedAt) {
    return head().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(server.tokenBefore(recordedAt.toEpochMilli()) + 1);
  }

  /// They are kept in PostgreSQL before the events are sent, and stay should that fail.
  @Override
  public boolean keysComeWithEvents() {
    return false;
  }

  @Override
  public Appended append(Append append) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new EventStoreException(
          "Axon Server has no part in a database's transaction: append outside of it");
    }
    return writer.append(append);
  }
}
