package custody.store;

import static java.util.stream.Collectors.groupingBy;

import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.Recorded;
import custody.wire.DataKey;
import custody.wire.EventType;
import custody.wire.StoredEvent;
import custody.wire.Wire;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Reads events and the keys that open them: those of one stream beside its events, those of a page
/// of the log by a second query, however many events it has.
final class EventRows {
  private static final String COLUMNS =
      """
      SELECT e.position, e.event_id, e.stream, e.sequence, e.recorded_at, e.effective_at, e.name,
        e.revision, e.envelope, e.payload, e.stream_type, coalesce(e.key_subject, e.stream),
        e.key_generation
      """;

  private static final String PAGE = COLUMNS + "FROM custody.event e\n";

  /// Asked for each batch, so its plan has to be kept. PostgreSQL makes it anew each time if it
  /// sees what is asked for; if it does not, it goes by the index, however few events there are.
  private static final String AFTER =
      PAGE + "WHERE e.position > (SELECT ?::bigint) ORDER BY e.position LIMIT (SELECT ?::bigint)";

  private static final String TAIL =
      """
      SELECT max(position), max(position) FILTER (WHERE split_part(name, '.', 1) = ANY (?))
      FROM custody.event WHERE position > ?
      """;

  private static final String BY_STREAM =
      PAGE
          + "WHERE (e.stream, e.sequence) > (?, ?) AND e.position <= ?"
          + " ORDER BY e.stream, e.sequence LIMIT ?";

  private static final String STREAMS =
      PAGE + "WHERE e.stream = ANY (?) ORDER BY e.stream, e.sequence";

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /// The number of no rule.
  private static final int NO_NOTE = -1;

  /// The stream's own keys are named, or PostgreSQL may go through those of all streams.
  private static final String STREAM =
      COLUMNS
          + """
          , k.master_key, k.wrapped
          FROM (SELECT ?::uuid AS stream) AS asked
          JOIN custody.event e USING (stream)
          LEFT JOIN custody.data_key k
            ON (k.subject = asked.stream OR k.stream = asked.stream)
              AND k.subject = coalesce(e.key_subject, e.stream) AND k.generation = e.key_generation
          """;

  private static final String STREAM_FROM = STREAM + "WHERE e.sequence >= ? ORDER BY e.sequence";

  /// What was noted, and what came since. Its sixteenth column says what the note goes up to.
  ///
  /// By one plan for few and many, which is kept since PostgreSQL does not see how many are asked
  /// for, and by index (OFFSET 0), however little it knows of a table that has just grown.
  private static final String EXCERPTS =
      COLUMNS
          + """
          , k.master_key, k.wrapped, n.up_to
          FROM unnest((SELECT ?::uuid[])) AS asked(stream)
          LEFT JOIN LATERAL (
            SELECT up_to, sequences FROM custody.excerpt
            WHERE stream = asked.stream AND rule = ? OFFSET 0
          ) AS n ON true
          CROSS JOIN LATERAL (
            SELECT * FROM custody.event
            WHERE stream = asked.stream AND sequence = ANY (n.sequences)
            UNION ALL
            SELECT * FROM custody.event
            WHERE stream = asked.stream AND sequence > coalesce(n.up_to, -1)
              AND (split_part(name, '.', 1) <> ALL (?)
                OR sequence = (SELECT max(sequence) FROM custody.event WHERE stream = asked.stream))
          ) AS e
          LEFT JOIN LATERAL (
            SELECT master_key, wrapped FROM custody.data_key
            WHERE subject = coalesce(e.key_subject, e.stream) AND generation = e.key_generation
            OFFSET 0
          ) AS k ON true
          ORDER BY e.stream, e.sequence
          """;

  /// Need not be durable, and an older note must not take the place of a newer one.
  private static final String NOTE =
      """
      WITH soon AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
      INSERT INTO custody.excerpt AS n (stream, rule, up_to, sequences)
      SELECT ?, ?, ?, ? FROM soon
      ON CONFLICT (stream) DO UPDATE
        SET rule = excluded.rule, up_to = excluded.up_to, sequences = excluded.sequences
        WHERE n.rule <> excluded.rule OR n.up_to < excluded.up_to
      """;

  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final DataSource source;
  private final SubjectKeys keys;
  private final KeyRows keyRows;

  EventRows(DataSource source, SubjectKeys keys) {
    this.source = source;
    this.keys = keys;
    this.keyRows = new KeyRows(source, keys);
  }

  List<Events.Row> after(long position, int limit) {
    return page(
        AFTER,
        statement -> {
          statement.setLong(1, position);
          statement.setLong(2, limit);
        });
  }

  /// See {@link EventLog.StreamOrder#after}.
  List<Events.Row> byStream(@Nullable UUID stream, long sequence, long head, int limit) {
    return page(
        BY_STREAM,
        statement -> {
          statement.setObject(1, stream == null ? BEFORE_ALL : stream);
          statement.setLong(2, stream == null ? -1 : sequence);
          statement.setLong(3, head);
          statement.setInt(4, limit);
        });
  }

  List<Events.Row> stream(UUID stream, long firstSequence) {
    return stream(
        STREAM_FROM,
        statement -> {
          statement.setObject(1, stream);
          statement.setLong(2, firstSequence);
        });
  }

  /// See {@link EventLog#streams}.
  List<Events.Row> streams(Collection<UUID> streams) {
    return page(
        STREAMS,
        statement ->
            statement.setArray(
                1, statement.getConnection().createArrayOf("uuid", streams.toArray())));
  }

  /// As {@link Events#excerpt}, for each of them.
  ///
  /// @param silence the longest that the database may be silent: others wait for this answer
  Map<UUID, Events.Excerpt> excerpts(
      Collection<UUID> streams, Excerpts.Rule rule, Duration silence) {
    return on(
        connection -> {
          int before = connection.getNetworkTimeout();
          connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
          Map<UUID, Events.Excerpt> excerpts = excerpts(streams, rule, connection);
          connection.setNetworkTimeout(Runnable::run, before);
          return excerpts;
        });
  }

  private Map<UUID, Events.Excerpt> excerpts(
      Collection<UUID> streams, Excerpts.Rule rule, Connection connection) throws SQLException {
    Map<UUID, Events.Excerpt> excerpts = excerpts(streams, rule, rule.number(), connection);
    List<UUID> undone =
        excerpts.entrySet().stream()
            .filter(excerpt -> undoes(excerpt.getValue(), rule))
            .map(Map.Entry::getKey)
            .toList();
    if (!undone.isEmpty()) {
      excerpts.putAll(excerpts(undone, rule, NO_NOTE, connection));
    }
    return excerpts;
  }

  /// Whether an event may concern one that was known when the note was made, and is not needed by
  /// it.
  private static boolean undoes(Events.Excerpt excerpt, Excerpts.Rule rule) {
    return excerpt.notedUpTo() >= 0
        && excerpt.rows().stream()
            .map(Events.Row::recorded)
            .filter(event -> event.sequence() > excerpt.notedUpTo())
            .anyMatch(event -> rule.undoing().contains(EventType.of(event.event()).family()));
  }

  private Map<UUID, Events.Excerpt> excerpts(
      Collection<UUID> streams, Excerpts.Rule rule, int noted, Connection connection)
      throws SQLException {
    record Read(Events.Row event, long notedUpTo) {}
    Map<UUID, List<Read>> read =
        query(
                EXCERPTS,
                connection,
                statement -> {
                  statement.setArray(1, connection.createArrayOf("uuid", streams.toArray()));
                  statement.setInt(2, noted);
                  statement.setArray(3, texts(statement, rule.aside()));
                },
                row -> {
                  long note = row.getLong(16);
                  long upTo = row.wasNull() ? -1 : note;
                  return new Read(opened(row), upTo);
                })
            .stream()
            .collect(groupingBy(it -> it.event().recorded().stream()));
    Map<UUID, Events.Excerpt> excerpts = new HashMap<>();
    for (UUID stream : streams) {
      List<Read> rows = read.getOrDefault(stream, List.of());
      long upTo = rows.isEmpty() ? -1 : rows.getFirst().notedUpTo();
      excerpts.put(stream, new Events.Excerpt(rows.stream().map(Read::event).toList(), upTo, true));
    }
    return excerpts;
  }

  /// See {@link Events#note}.
  void note(UUID stream, Excerpts.Rule rule, SortedSet<Long> needed) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      return; // what else that transaction writes has to be durable
    }
    on(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setObject(1, stream);
            statement.setInt(2, rule.number());
            statement.setLong(3, needed.last());
            statement.setArray(4, connection.createArrayOf("bigint", needed.toArray()));
            return statement.executeUpdate();
          }
        });
  }

  private static Array texts(PreparedStatement statement, Set<String> texts) throws SQLException {
    return statement.getConnection().createArrayOf("text", texts.toArray());
  }

  /// The first column of the first row; empty if there is none or it is null.
  Optional<Long> number(String sql, Object... parameters) {
    return on(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
              return result.next()
                  ? Optional.ofNullable(result.getObject(1, Long.class))
                  : Optional.empty();
            }
          }
        });
  }

  EventLog.Tail tail(long position, Set<String> families, @Nullable UUID stream) {
    return on(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(TAIL + (stream == null ? "" : " AND stream = ?"))) {
            statement.setArray(1, texts(statement, families));
            statement.setLong(2, position);
            if (stream != null) {
              statement.setObject(3, stream);
            }
            try (ResultSet row = statement.executeQuery()) {
              row.next();
              return new EventLog.Tail(Math.max(position, row.getLong(1)), row.getLong(2));
            }
          }
        });
  }

  /// On the connection of Spring's transaction, if there is one.
  <T> T on(Work<T> work) {
    Connection connection;
    try {
      connection = DataSourceUtils.doGetConnection(source);
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("the database cannot be reached", e);
    }
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw translated(e);
    } finally {
      DataSourceUtils.releaseConnection(connection, source);
    }
  }

  private interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private List<Events.Row> stream(String sql, Binder binder) {
    return query(sql, binder, this::opened);
  }

  /// With the key in the fourteenth and fifteenth column.
  private Events.Row opened(ResultSet row) throws SQLException {
    Sealed event = Sealed.read(row);
    return event.opened(
        keys.opened(
            event.key().subject(), event.key().generation(), row.getString(14), row.getBytes(15)));
  }

  /// A key is there before what it seals can be seen, so it is asked for afterwards.
  private List<Events.Row> page(String sql, Binder binder) {
    List<Sealed> events = query(sql, binder, Sealed::read);
    Map<KeyRows.Id, DataKey> opening = keyRows.opened(events.stream().map(Sealed::key).toList());
    return events.stream().map(event -> event.opened(opening.get(event.key()))).toList();
  }

  private <T> List<T> query(String sql, Binder binder, Reader<T> reader) {
    return on(connection -> query(sql, connection, binder, reader));
  }

  private static <T> List<T> query(
      String sql, Connection connection, Binder binder, Reader<T> reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      try (ResultSet result = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(reader.read(result));
        }
        return rows;
      }
    }
  }

  /// A row of the event table.
  private record Sealed(
      long position,
      UUID eventId,
      UUID stream,
      long sequence,
      Instant recordedAt,
      Instant effectiveAt,
      StoredEvent stored,
      String streamType,
      KeyRows.Id key) {
    static Sealed read(ResultSet row) throws SQLException {
      return new Sealed(
          row.getLong(1),
          row.getObject(2, UUID.class),
          row.getObject(3, UUID.class),
          row.getLong(4),
          instant(row, 5),
          instant(row, 6),
          new StoredEvent(row.getString(7), row.getInt(8), row.getString(10), row.getString(9)),
          row.getString(11),
          new KeyRows.Id(row.getObject(12, UUID.class), row.getShort(13)));
    }

    /// @param key null if it was destroyed
    Events.Row opened(@Nullable DataKey key) {
      Event event = Wire.readEvent(stored, stream, eventId, key);
      Envelope envelope = Wire.readEnvelope(stored, effectiveAt, stream, eventId, key);
      return new Events.Row(
          new Recorded(position, eventId, stream, sequence, recordedAt, envelope, event),
          streamType);
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static DataAccessException translated(SQLException e) {
    DataAccessException translated =
        new SQLExceptionSubclassTranslator().translate("reading the event store", null, e);
    return translated == null
        ? new DataAccessResourceFailureException("the event store cannot be read", e)
        : translated;
  }
}
