package custody.store;

import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.Recorded;
import custody.wire.DataKey;
import custody.wire.StoredEvent;
import custody.wire.Wire;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/// Reads events with the keys that open them, in one query however many they are.
final class EventRows {
  private static final String SELECT =
      """
      SELECT e.position, e.event_id, e.stream, e.sequence, e.recorded_at, e.effective_at, e.name,
        e.revision, e.envelope, e.payload, e.stream_type, e.key_generation, k.master_key, k.wrapped,
        coalesce(e.key_subject, e.stream)
      FROM custody.event e
      LEFT JOIN custody.data_key k
        ON k.subject = coalesce(e.key_subject, e.stream) AND k.generation = e.key_generation
      """;

  private static final String AFTER = SELECT + "WHERE e.position > ? ORDER BY e.position LIMIT ?";

  private static final String TAIL =
      """
      SELECT max(position), max(position) FILTER (WHERE split_part(name, '.', 1) = ANY (?))
      FROM custody.event WHERE position > ?
      """;

  private static final String BY_STREAM =
      SELECT
          + "WHERE (e.stream, e.sequence) > (?, ?) AND e.position <= ?"
          + " ORDER BY e.stream, e.sequence LIMIT ?";

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private static final String STREAM =
      SELECT + "WHERE e.stream = ? AND e.sequence >= ? ORDER BY e.sequence";

  private static final String WITHOUT =
      SELECT
          + "WHERE e.stream = ? AND (split_part(e.name, '.', 1) <> ALL (?) OR e.sequence ="
          + " (SELECT max(sequence) FROM custody.event WHERE stream = ?)) ORDER BY e.sequence";

  private static final String ONLY =
      SELECT + "WHERE e.stream = ? AND split_part(e.name, '.', 1) = ANY (?) ORDER BY e.sequence";

  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final DataSource source;
  private final SubjectKeys keys;

  EventRows(DataSource source, SubjectKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  List<Events.Row> after(long position, int limit) {
    return query(
        AFTER,
        statement -> {
          statement.setLong(1, position);
          statement.setInt(2, limit);
        });
  }

  /// See {@link EventLog.StreamOrder#after}.
  List<Events.Row> byStream(@Nullable UUID stream, long sequence, long head, int limit) {
    return query(
        BY_STREAM,
        statement -> {
          statement.setObject(1, stream == null ? BEFORE_ALL : stream);
          statement.setLong(2, stream == null ? -1 : sequence);
          statement.setLong(3, head);
          statement.setInt(4, limit);
        });
  }

  List<Events.Row> stream(UUID stream, long firstSequence) {
    return query(
        STREAM,
        statement -> {
          statement.setObject(1, stream);
          statement.setLong(2, firstSequence);
        });
  }

  /// See {@link Events#without}.
  List<Events.Row> without(UUID stream, Set<String> families) {
    return query(
        WITHOUT,
        statement -> {
          statement.setObject(1, stream);
          statement.setArray(2, texts(statement, families));
          statement.setObject(3, stream);
        });
  }

  /// See {@link Events#only}.
  List<Events.Row> only(UUID stream, Set<String> families) {
    return query(
        ONLY,
        statement -> {
          statement.setObject(1, stream);
          statement.setArray(2, texts(statement, families));
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

  private List<Events.Row> query(String sql, Binder binder) {
    return on(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(statement);
            try (ResultSet result = statement.executeQuery()) {
              List<Events.Row> rows = new ArrayList<>();
              while (result.next()) {
                rows.add(row(result));
              }
              return rows;
            }
          }
        });
  }

  private Events.Row row(ResultSet row) throws SQLException {
    UUID eventId = row.getObject(2, UUID.class);
    UUID stream = row.getObject(3, UUID.class);
    Instant recordedAt = instant(row, 5);
    StoredEvent stored =
        new StoredEvent(row.getString(7), row.getInt(8), row.getString(10), row.getString(9));
    DataKey key =
        keys.opened(
            row.getObject(15, UUID.class), row.getShort(12), row.getString(13), row.getBytes(14));
    Event event = Wire.readEvent(stored, stream, eventId, key);
    Envelope envelope = Wire.readEnvelope(stored, instant(row, 6), stream, eventId, key);
    return new Events.Row(
        new Recorded(row.getLong(1), eventId, stream, row.getLong(4), recordedAt, envelope, event),
        row.getString(11));
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
