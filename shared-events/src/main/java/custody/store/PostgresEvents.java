package custody.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Events in PostgreSQL's event table. Appends go to the {@link GroupWriter} and excerpts
/// to a {@link GroupReader}; inside a Spring transaction both take place at once, on its
/// connection.
final class PostgresEvents implements Events {
  private final EventRows database;
  private final GroupWriter writer;
  private final Signal signal;
  private final StoreMetrics metrics;
  private final InstantSource clock;
  private final Duration silence;
  private final Map<Excerpts.Rule, GroupReader<Excerpt>> excerpts = new ConcurrentHashMap<>();

  /// @param silence the longest that the database may be silent while a stream is loaded
  PostgresEvents(
      EventRows database,
      GroupWriter writer,
      Signal signal,
      StoreMetrics metrics,
      InstantSource clock,
      Duration silence) {
    this.database = database;
    this.writer = writer;
    this.signal = signal;
    this.metrics = metrics;
    this.clock = clock;
    this.silence = silence;
  }

  @Override
  public List<Row> after(long position, int limit) {
    return database.after(position, limit);
  }

  @Override
  public Optional<EventLog.StreamOrder> streamOrder() {
    return Optional.of(
        (stream, sequence, head, limit) ->
            database.byStream(stream, sequence, head, limit).stream().map(Row::recorded).toList());
  }

  @Override
  public List<Row> stream(UUID stream, long firstSequence) {
    return database.stream(stream, firstSequence);
  }

  @Override
  public List<Row> streams(Collection<UUID> streams) {
    return database.streams(streams);
  }

  @Override
  public Excerpt excerpt(UUID stream, Excerpts.Rule rule) {
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? Objects.requireNonNull(database.excerpts(List.of(stream), rule, silence).get(stream))
        : excerpts
            .computeIfAbsent(
                rule,
                of ->
                    new GroupReader<>(streams -> database.excerpts(streams, of, silence), silence))
            .read(stream);
  }

  @Override
  public void note(UUID stream, Excerpts.Rule rule, SortedSet<Long> needed) {
    database.note(stream, rule, needed);
  }

  @Override
  public OptionalLong lastSequence(UUID stream) {
    return number("SELECT max(sequence) FROM custody.event WHERE stream = ?", stream);
  }

  @Override
  public OptionalLong beforeFirst() {
    return number("SELECT min(position) - 1 FROM custody.event");
  }

  @Override
  public OptionalLong head() {
    return number("SELECT max(position) FROM custody.event");
  }

  @Override
  public EventLog.Tail tail(long position, Set<String> families, @Nullable UUID stream) {
    return database.tail(position, families, stream);
  }

  @Override
  public OptionalLong before(Instant recordedAt) {
    return number(
        "SELECT min(position) - 1 FROM custody.event WHERE recorded_at >= ?",
        OffsetDateTime.ofInstant(recordedAt, ZoneOffset.UTC));
  }

  private OptionalLong number(String sql, Object... parameters) {
    return database.number(sql, parameters).map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  @Override
  public boolean keysComeWithEvents() {
    return true;
  }

  @Override
  public Appended append(Append append) {
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? writeInTransaction(append)
        : writer.append(append);
  }

  private Appended writeInTransaction(Append append) {
    return database.on(
        connection -> {
          // Without it, the failed statement would end the transaction before we can say why.
          Savepoint before = connection.setSavepoint();
          try {
            Appended appended =
                new Group(List.of(append))
                    .write(connection, clock.instant().truncatedTo(ChronoUnit.MICROS));
            connection.releaseSavepoint(before);
            signalAfterCommit(appended);
            return appended;
          } catch (SQLException e) {
            throw inTransaction(connection, before, append, e);
          }
        });
  }

  private RuntimeException inTransaction(
      Connection connection, Savepoint before, Append append, SQLException failure) {
    try {
      if (Failure.of(failure) == Failure.DUPLICATE) {
        connection.rollback(before);
        RuntimeException conflict = Stored.lookUp(connection, List.of(append)).conflict(append);
        if (conflict != null) {
          metrics.conflicted(conflict);
          return conflict;
        }
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    return new EventStoreException("the events cannot be stored", failure);
  }

  private void signalAfterCommit(Appended appended) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            signal.raiseOwn(appended.position());
          }
        });
  }
}
