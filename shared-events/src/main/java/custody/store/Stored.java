package custody.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/// Looks up what of some appends is in the database: either because another writer was first, or
/// because they were stored although their connection broke. A fixed number of queries, however
/// many the appends.
final class Stored {
  private record Place(UUID stream, long sequence) {}

  private record Key(UUID subject, short generation) {}

  private final Map<UUID, Appended> events = new HashMap<>();
  private final Set<Place> places = new HashSet<>();
  private final Set<Key> keys = new HashSet<>();
  private final Map<Claim, UUID> claims = new HashMap<>();
  private final Map<String, Answer> answers = new HashMap<>();

  private Stored() {}

  static Stored lookUp(Connection connection, List<Append> appends) throws SQLException {
    Stored stored = new Stored();
    stored.lookUpEvents(connection, appends);
    stored.lookUpKeys(connection, appends);
    stored.lookUpClaims(connection, appends);
    stored.lookUpAnswers(connection, appends);
    return stored;
  }

  /// Why what stands beside the append's events cannot be written; null if nothing stands in its
  /// way.
  static @Nullable RuntimeException lookUpBeside(Connection connection, Append append)
      throws SQLException {
    Stored stored = new Stored();
    stored.lookUpKeys(connection, List.of(append));
    stored.lookUpClaims(connection, List.of(append));
    stored.lookUpAnswers(connection, List.of(append));
    return stored.conflict(append);
  }

  /// What the store assigned to this append, if all of it is there: ids are unique, so it can have
  /// been nobody else.
  @Nullable Appended itself(Append append) {
    return events.get(append.rows().getLast().eventId());
  }

  /// Why the append cannot be stored; null if nothing stands in its way. An answer comes first:
  /// whoever asks the same again gets it, and neither a version conflict nor its own claims.
  @Nullable RuntimeException conflict(Append append) {
    Answer answer = append.alongside().answer();
    Answer earlier = answer == null ? null : answers.get(answer.key());
    if (earlier != null) {
      return new AnsweredAlreadyException(earlier);
    }
    for (Append.Row row : append.rows()) {
      if (places.contains(new Place(row.stream(), row.sequence()))
          || events.containsKey(row.eventId())) {
        // As Axon's own engines tell the two apart: by the first event of the append.
        return append.rows().getFirst().sequence() == 0
            ? new AggregateStreamCreationException("stream " + row.stream() + " exists already")
            : new ConcurrencyException(
                "stream %s has an event %d already".formatted(row.stream(), row.sequence()));
      }
    }
    for (Append.NewKey key : append.newKeys()) {
      if (keys.contains(new Key(key.subject(), key.generation()))) {
        return new ConcurrencyException("stream " + key.subject() + " has got a key meanwhile");
      }
    }
    for (Claim claim : append.alongside().claimed()) {
      UUID holder = claims.get(claim);
      if (holder != null && !holder.equals(append.stream())) {
        return new ClaimTakenException(claim, holder);
      }
    }
    return null;
  }

  private void lookUpEvents(Connection connection, List<Append> appends) throws SQLException {
    List<Append.Row> rows = appends.stream().flatMap(append -> append.rows().stream()).toList();
    query(
        connection,
        """
        SELECT event_id, stream, sequence, recorded_at, position FROM custody.event
        WHERE event_id = ANY (?::uuid[])
        UNION
        SELECT event_id, stream, sequence, recorded_at, position FROM custody.event
        JOIN unnest(?::uuid[], ?::bigint[]) AS r(stream, sequence) USING (stream, sequence)
        """,
        rows,
        next -> {
          next.array("uuid", rows, row -> row.eventId().toString());
          next.array("uuid", rows, row -> row.stream().toString());
          next.longs(rows, Append.Row::sequence);
        },
        found -> {
          events.put(
              found.getObject(1, UUID.class),
              new Appended(found.getObject(4, OffsetDateTime.class).toInstant(), found.getLong(5)));
          places.add(new Place(found.getObject(2, UUID.class), found.getLong(3)));
        });
  }

  private void lookUpKeys(Connection connection, List<Append> appends) throws SQLException {
    List<Append.NewKey> wanted =
        appends.stream().flatMap(append -> append.newKeys().stream()).toList();
    query(
        connection,
        """
        SELECT subject, generation FROM custody.data_key
        JOIN unnest(?::uuid[], ?::smallint[]) AS k(subject, generation) USING (subject, generation)
        """,
        wanted,
        next -> {
          next.array("uuid", wanted, key -> key.subject().toString());
          next.shorts(wanted, Append.NewKey::generation);
        },
        found -> keys.add(new Key(found.getObject(1, UUID.class), found.getShort(2))));
  }

  private void lookUpClaims(Connection connection, List<Append> appends) throws SQLException {
    List<Claim> wanted =
        appends.stream().flatMap(append -> append.alongside().claimed().stream()).toList();
    claims.putAll(holders(connection, wanted));
  }

  /// One by one (OFFSET 0 keeps PostgreSQL from joining whole tables): the driver's plan stays,
  /// though it was made when there was next to nothing to read.
  static Map<Claim, UUID> holders(Connection connection, List<Claim> wanted) throws SQLException {
    Map<Claim, UUID> holders = new HashMap<>();
    query(
        connection,
        """
        SELECT c.kind, encode(c.hash, 'hex'), c.stream
        FROM unnest(?::text[], ?::text[]) AS w(kind, hash)
        CROSS JOIN LATERAL (SELECT * FROM custody.claim c
          WHERE c.kind = w.kind AND c.hash = decode(w.hash, 'hex') OFFSET 0) c
        """,
        wanted,
        next -> {
          next.array("text", wanted, Claim::kind);
          next.array("text", wanted, Claim::hash);
        },
        found ->
            holders.put(
                new Claim(found.getString(1), found.getString(2)), found.getObject(3, UUID.class)));
    return holders;
  }

  private void lookUpAnswers(Connection connection, List<Append> appends) throws SQLException {
    List<String> wanted = new ArrayList<>();
    for (Append append : appends) {
      if (append.alongside().answer() != null) {
        wanted.add(append.alongside().answer().key());
      }
    }
    answers.putAll(answers(connection, wanted));
  }

  static Map<String, Answer> answers(Connection connection, List<String> wanted)
      throws SQLException {
    Map<String, Answer> answers = new HashMap<>();
    query(
        connection,
        """
        SELECT encode(a.key, 'hex'), encode(a.request, 'hex'), a.receipt
        FROM unnest(?::text[]) AS wanted
        CROSS JOIN LATERAL (SELECT * FROM custody.answer a
          WHERE a.key = decode(wanted, 'hex') OFFSET 0) a
        """,
        wanted,
        next -> next.array("text", wanted, key -> key),
        found ->
            answers.put(
                found.getString(1),
                new Answer(found.getString(1), found.getString(2), found.getString(3))));
    return answers;
  }

  private interface Binder {
    void bind(Parameters next) throws SQLException;
  }

  private interface Reader {
    void read(ResultSet found) throws SQLException;
  }

  private static void query(
      Connection connection, String sql, List<?> wanted, Binder binder, Reader reader)
      throws SQLException {
    if (wanted.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(new Parameters(connection, statement));
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          reader.read(found);
        }
      }
    }
  }
}
