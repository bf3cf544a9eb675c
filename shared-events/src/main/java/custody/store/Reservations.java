package custody.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.axoniq.axonserver.grpc.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// What is reserved in PostgreSQL for appends to Axon Server: claims, answers and data keys before
/// the append; released claims and names when it is confirmed. Each call is one round trip and one
/// transaction of its own.
final class Reservations {
  private static final String RESERVE =
      """
      INSERT INTO custody.reservation (stream, append, events, erased, keys, likeness, released)
      SELECT ?, ?, ?, ?, ?, ?, coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'hash', hash)), '[]')
      FROM unnest(?::text[], ?::text[]) AS r(kind, hash)
      """;

  private static final String KEYS =
      """
      INSERT INTO custody.data_key (subject, generation, master_key, wrapped, stream)
      SELECT subject, generation, master_key, decode(wrapped, 'hex'), stream
      FROM unnest(?::uuid[], ?::smallint[], ?::text[], ?::text[], ?::uuid[])
        AS k(subject, generation, master_key, wrapped, stream)
      """;

  /// What the stream has already, it keeps.
  private static final String CLAIM =
      """
      INSERT INTO custody.claim (kind, hash, stream, reservation)
      SELECT n.kind, decode(n.hash, 'hex'), ?, ?
      FROM unnest(?::text[], ?::text[]) AS n(kind, hash)
      WHERE NOT EXISTS (SELECT FROM custody.claim c
        WHERE c.kind = n.kind AND c.hash = decode(n.hash, 'hex') AND c.stream = ?)
      """;

  private static final String ANSWER =
      """
      INSERT INTO custody.answer (key, request, receipt, reservation)
      VALUES (decode(?, 'hex'), decode(?, 'hex'), ?, ?)
      """;

  /// As {@link Group} says it, but for the keys that were made with this append.
  private static final String ERASE =
      """
      UPDATE custody.data_key k SET wrapped = NULL, destroyed_at = now()
      FROM custody.reservation r
      WHERE r.append = ? AND k.wrapped IS NOT NULL
        AND (k.subject = ANY (r.erased) OR k.stream = ANY (r.erased))
        AND NOT (k.subject || '/' || k.generation) = ANY (r.keys);
      DELETE FROM custody.claim c USING custody.reservation r
      WHERE r.append = ? AND c.stream = ANY (r.erased) AND c.reservation IS NULL
        AND c.kind NOT IN ('customer-key', 'rep-key');
      DELETE FROM custody.likeness l USING custody.reservation r
      WHERE r.append = ? AND l.stream = ANY (r.erased);
      """;

  private static final String CONFIRM =
      """
      UPDATE custody.claim SET reservation = NULL WHERE reservation = ?;
      UPDATE custody.answer SET reservation = NULL WHERE reservation = ?;
      DELETE FROM custody.claim c USING custody.reservation r,
          jsonb_to_recordset(r.released) AS gone(kind text, hash text)
      WHERE r.append = ? AND c.kind = gone.kind AND c.hash = decode(gone.hash, 'hex')
        AND c.stream = r.stream;
      INSERT INTO custody.likeness (stream, parts)
      SELECT stream, likeness FROM custody.reservation WHERE append = ? AND likeness IS NOT NULL
      ON CONFLICT (stream) DO UPDATE SET parts = EXCLUDED.parts;
      DELETE FROM custody.reservation WHERE append = ?
      """;

  /// Keys stay: another event may have been sealed with them meanwhile.
  private static final String CANCEL =
      """
      DELETE FROM custody.claim WHERE reservation = ?;
      DELETE FROM custody.answer WHERE reservation = ?;
      DELETE FROM custody.reservation WHERE append = ?
      """;

  private final EventRows database;
  private final DataSource source;

  Reservations(EventRows database, DataSource source) {
    this.database = database;
    this.source = source;
  }

  /// An append on its way.
  ///
  /// @param erases whether it destroys keys
  record Reserved(UUID append, List<Event> events, boolean erases) {}

  /// Another reservation stands in the way; once it is settled, there may be nothing any more.
  static final class InTheWayException extends Exception {
    private static final long serialVersionUID = 1L;

    private final UUID append;

    InTheWayException(UUID append) {
      super("reserved for " + append);
      this.append = append;
    }

    UUID append() {
      return append;
    }
  }

  /// @throws InTheWayException if something is reserved already for an append not settled yet
  /// @throws RuntimeException as {@link Events#append} says, if something is taken for good
  void reserve(Append append, List<Event> events) throws InTheWayException {
    while (true) {
      try (Connection connection = source.getConnection()) {
        try {
          insert(connection, append, events);
          return;
        } catch (SQLException e) {
          switch (Failure.of(e)) {
            case DUPLICATE -> throwConflict(connection, append);
            case CONNECTION ->
                // Should it be reserved all the same, it will be sent as one left behind.
                throw new OutcomeUnknownException("the database did not answer", e);
            case TRANSIENT ->
                throw new StoreUnavailableException("the database cannot reserve the append", e);
            case OTHER -> throw new EventStoreException("the append cannot be reserved", e);
          }
        }
      } catch (SQLException e) {
        throw new StoreUnavailableException("the database cannot be reached", e);
      }
    }
  }

  private static void insert(Connection connection, Append append, List<Event> events)
      throws SQLException {
    Alongside alongside = append.alongside();
    List<Append.NewKey> keys = append.newKeys();
    List<Claim> claimed = List.copyOf(alongside.claimed());
    List<Claim> released = List.copyOf(alongside.released());
    Answer answer = alongside.answer();
    Likeness likeness = alongside.likeness();
    String sql =
        RESERVE
            + (keys.isEmpty() ? "" : ";" + KEYS)
            + (claimed.isEmpty() ? "" : ";" + CLAIM)
            + (answer == null ? "" : ";" + ANSWER);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Parameters next = new Parameters(connection, statement);
      next.next(append.stream());
      next.next(id(append));
      next.set("bytea", events.stream().map(Event::toByteArray).toArray(byte[][]::new));
      List<Append.Erasure> erasures = append.erasures();
      next.array("uuid", erasures, erasure -> erasure.subject().toString());
      next.array("text", keys, key -> key.subject() + "/" + key.generation());
      if (likeness == null) {
        next.none(Types.ARRAY);
      } else {
        next.set("int8", likeness.parts().stream().mapToLong(Long::longValue).sorted().toArray());
      }
      bind(next, released);
      if (!keys.isEmpty()) {
        next.array("uuid", keys, key -> key.subject().toString());
        next.shorts(keys, Append.NewKey::generation);
        next.array("text", keys, key -> key.wrapped().masterKey());
        next.array("text", keys, key -> key.wrapped().hex());
        next.array("uuid", keys, key -> key.stream() == null ? null : key.stream().toString());
      }
      if (!claimed.isEmpty()) {
        next.next(append.stream());
        next.next(id(append));
        bind(next, claimed);
        next.next(append.stream());
      }
      if (answer != null) {
        next.next(answer.key());
        next.next(answer.request());
        next.next(answer.receipt());
        next.next(id(append));
      }
      statement.execute();
    }
  }

  private static void bind(Parameters next, List<Claim> claims) throws SQLException {
    next.array("text", claims, Claim::kind);
    next.array("text", claims, Claim::hash);
  }

  /// Returns if nothing stands in the way any more.
  private static void throwConflict(Connection connection, Append append)
      throws SQLException, InTheWayException {
    UUID unsettled = inTheWay(connection, append);
    if (unsettled != null) {
      throw new InTheWayException(unsettled);
    }
    RuntimeException conflict = Stored.lookUpBeside(connection, append);
    if (conflict != null) {
      throw conflict;
    }
  }

  private static @Nullable UUID inTheWay(Connection connection, Append append) throws SQLException {
    Answer answer = append.alongside().answer();
    List<Claim> claimed = List.copyOf(append.alongside().claimed());
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT append FROM custody.reservation WHERE stream = ?
            UNION ALL
            SELECT reservation FROM custody.answer
            WHERE key = decode(?, 'hex') AND reservation IS NOT NULL
            UNION ALL
            SELECT c.reservation FROM custody.claim c
            JOIN unnest(?::text[], ?::text[]) AS w(kind, hash)
              ON c.kind = w.kind AND c.hash = decode(w.hash, 'hex')
            WHERE c.reservation IS NOT NULL LIMIT 1
            """)) {
      Parameters next = new Parameters(connection, statement);
      next.next(append.stream());
      next.next(answer == null ? "" : answer.key());
      bind(next, claimed);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? found.getObject(1, UUID.class) : null;
      }
    }
  }

  /// The events took their place.
  ///
  /// @param erases whether the append destroys keys
  void confirm(UUID append, boolean erases) {
    execute(erases ? ERASE + CONFIRM : CONFIRM, append);
  }

  /// Others have it.
  void cancel(UUID append) {
    execute(CANCEL, append);
  }

  private void execute(String sql, UUID append) {
    database.on(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
              statement.setObject(i, append);
            }
            return statement.execute();
          }
        });
  }

  /// Empty if it is settled.
  Optional<Reserved> find(UUID append) {
    return list("WHERE append = ?", append).stream().findFirst();
  }

  /// For whom an answer is reserved; empty if it is not, or holds.
  Optional<UUID> ofAnswer(String key) {
    return database.on(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT reservation FROM custody.answer"
                      + " WHERE key = decode(?, 'hex') AND reservation IS NOT NULL")) {
            statement.setString(1, key);
            try (ResultSet found = statement.executeQuery()) {
              return found.next()
                  ? Optional.of(found.getObject(1, UUID.class))
                  : Optional.<UUID>empty();
            }
          }
        });
  }

  /// Those left behind by whoever made them, save these.
  List<Reserved> olderThan(Duration age, Set<UUID> save) {
    return list(
        "WHERE reserved_at < now() - ? * interval '1 millisecond' AND NOT append = ANY (?)"
            + " ORDER BY reserved_at LIMIT 100",
        age.toMillis(),
        save.toArray(UUID[]::new));
  }

  private List<Reserved> list(String where, Object... parameters) {
    return database.on(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT append, events, cardinality(erased) > 0 FROM custody.reservation "
                      + where)) {
            for (int i = 0; i < parameters.length; i++) {
              Object parameter = parameters[i];
              statement.setObject(
                  i + 1,
                  parameter instanceof UUID[] ids
                      ? connection.unwrap(PGConnection.class).createArrayOf("uuid", ids)
                      : parameter);
            }
            try (ResultSet found = statement.executeQuery()) {
              List<Reserved> reserved = new ArrayList<>();
              while (found.next()) {
                reserved.add(
                    new Reserved(
                        found.getObject(1, UUID.class),
                        events(found.getArray(2)),
                        found.getBoolean(3)));
              }
              return reserved;
            }
          }
        });
  }

  private static List<Event> events(java.sql.Array array) throws SQLException {
    List<Event> events = new ArrayList<>();
    for (byte[] bytes : (byte[][]) array.getArray()) {
      try {
        events.add(Event.parseFrom(bytes));
      } catch (InvalidProtocolBufferException e) {
        throw new SQLException("a reserved event is damaged", e);
      }
    }
    return events;
  }

  static UUID id(Append append) {
    return append.rows().getFirst().eventId();
  }
}
