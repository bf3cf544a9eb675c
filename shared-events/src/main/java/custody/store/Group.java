package custody.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes several appends in one round trip: the statements are sent together, and outside of a
/// transaction the server makes them one of their own, all or nothing. So there is neither BEGIN
/// nor COMMIT to wait for.
///
/// The events come first because inserting them takes the append lock: whatever else two groups
/// touch, they touch it one after the other and cannot deadlock.
final class Group {
  /// The time is asked for once, so all events of a group have the same. Arrays are taken apart in
  /// a list of expressions: PostgreSQL gathers each that stands behind FROM in a store of its own
  /// first, which is a sixth of what a lone append costs it.
  private static final String EVENTS =
      """
      WITH appended AS (
        INSERT INTO custody.event (stream, stream_type, sequence, event_id, name, revision, recorded_at,
          effective_at, key_subject, key_generation, envelope, payload)
        SELECT e.stream, e.stream_type, e.sequence, e.event_id, e.name, e.revision, e.now,
          coalesce(e.effective_at, e.now), e.key_subject, e.key_generation, e.envelope, e.payload
        FROM (SELECT (SELECT custody.recorded_time(?)) AS now, unnest(?::uuid[]) AS stream,
            unnest(?::text[]) AS stream_type, unnest(?::bigint[]) AS sequence,
            unnest(?::uuid[]) AS event_id, unnest(?::text[]) AS name, unnest(?::int[]) AS revision,
            unnest(?::timestamptz[]) AS effective_at, unnest(?::uuid[]) AS key_subject,
            unnest(?::smallint[]) AS key_generation, unnest(?::text[]) AS envelope,
            unnest(?::text[]) AS payload) AS e
        RETURNING position, recorded_at)
      SELECT max(recorded_at), max(position) FROM appended
      """;

  private static final String KEYS =
      """
      INSERT INTO custody.data_key (subject, generation, master_key, wrapped, stream)
      SELECT subject, generation, master_key, decode(wrapped, 'hex'), stream
      FROM unnest(?::uuid[], ?::smallint[], ?::text[], ?::text[], ?::uuid[])
        AS k(subject, generation, master_key, wrapped, stream)
      """;

  /// Before the keys that are made: the event that says so is sealed with a new one. Claims on what
  /// is erased go too, but for what is nobody's personal data: keys of source systems, and who has
  /// the customer.
  private static final String ERASED =
      """
      UPDATE custody.data_key SET wrapped = NULL, destroyed_at = now()
      WHERE wrapped IS NOT NULL AND (subject = ANY (?::uuid[]) OR stream = ANY (?::uuid[]));
      DELETE FROM custody.claim
      WHERE stream = ANY (?::uuid[]) AND kind NOT IN ('customer-key', 'rep-key', 'holding', 'claim-turn', 'claim-day');
      DELETE FROM custody.likeness WHERE stream = ANY (?::uuid[])
      """;

  private static final String RELEASED =
      """
      DELETE FROM custody.claim c
      USING unnest(?::text[], ?::text[], ?::uuid[]) AS r(kind, hash, stream)
      WHERE c.kind = r.kind AND c.hash = decode(r.hash, 'hex') AND c.stream = r.stream
      """;

  /// What the stream has already, it may claim again.
  private static final String CLAIMED =
      """
      INSERT INTO custody.claim (kind, hash, stream)
      SELECT n.kind, decode(n.hash, 'hex'), n.stream
      FROM unnest(?::text[], ?::text[], ?::uuid[]) AS n(kind, hash, stream)
      WHERE NOT EXISTS (SELECT FROM custody.claim c
        WHERE c.kind = n.kind AND c.hash = decode(n.hash, 'hex') AND c.stream = n.stream)
      """;

  private static final String ANSWERS =
      """
      INSERT INTO custody.answer (key, request, receipt)
      SELECT decode(key, 'hex'), decode(request, 'hex'), receipt
      FROM unnest(?::text[], ?::text[], ?::text[]) AS a(key, request, receipt)
      """;

  private static final String LIKENESS =
      """
      INSERT INTO custody.likeness (stream, parts)
      SELECT stream, parts::bigint[] FROM unnest(?::uuid[], ?::text[]) AS l(stream, parts)
      ON CONFLICT (stream) DO UPDATE SET parts = EXCLUDED.parts
      """;

  private static final List<String> ALONGSIDE =
      List.of(ERASED, KEYS, RELEASED, CLAIMED, ANSWERS, LIKENESS);
  private static final Map<Integer, String> TEXTS = new ConcurrentHashMap<>();

  private record Held(Append append, Claim claim) {}

  private final List<Append.Row> rows;
  private final List<Append.NewKey> keys;
  private final List<Append.Erasure> erasures;
  private final List<Held> released;
  private final List<Held> claimed;
  private final List<Answer> answers;
  private final List<Likeness> likenesses;

  /// @param appends none of which touches what another one touches
  Group(List<Append> appends) {
    rows = appends.stream().flatMap(append -> append.rows().stream()).toList();
    keys = appends.stream().flatMap(append -> append.newKeys().stream()).toList();
    erasures = appends.stream().flatMap(append -> append.erasures().stream()).toList();
    released = held(appends, append -> append.alongside().released());
    claimed = held(appends, append -> append.alongside().claimed());
    answers = new ArrayList<>();
    likenesses = new ArrayList<>();
    for (Append append : appends) {
      Alongside alongside = append.alongside();
      if (alongside.answer() != null) {
        answers.add(alongside.answer());
      }
      if (alongside.likeness() != null) {
        likenesses.add(alongside.likeness());
      }
    }
  }

  /// Writes everything; with auto-commit on it is committed on return.
  ///
  /// @param clock the service's clock
  Appended write(Connection connection, Instant clock) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql())) {
      Parameters parameters = new Parameters(connection, statement);
      parameters.next(OffsetDateTime.ofInstant(clock, ZoneOffset.UTC));
      bind(parameters);
      statement.execute();
      try (ResultSet result = statement.getResultSet()) {
        result.next();
        return new Appended(
            result.getObject(1, OffsetDateTime.class).toInstant(), result.getLong(2));
      }
    }
  }

  /// Few different texts, so that the driver keeps them prepared; each made once, because they are
  /// long and the driver looks them up by their hash.
  private String sql() {
    int which = 0;
    for (List<?> values : List.of(erasures, keys, released, claimed, answers, likenesses)) {
      which = 2 * which + (values.isEmpty() ? 0 : 1);
    }
    return TEXTS.computeIfAbsent(which, Group::text);
  }

  /// @param which of what goes alongside there is something, as bits
  private static String text(int which) {
    StringBuilder sql = new StringBuilder(EVENTS);
    for (int i = 0; i < ALONGSIDE.size(); i++) {
      if ((which >> (ALONGSIDE.size() - 1 - i) & 1) == 1) {
        sql.append(';').append(ALONGSIDE.get(i));
      }
    }
    return sql.toString();
  }

  private void bind(Parameters next) throws SQLException {
    next.array("uuid", rows, row -> row.stream().toString());
    next.array("text", rows, Append.Row::streamType);
    next.longs(rows, Append.Row::sequence);
    next.array("uuid", rows, row -> row.eventId().toString());
    next.array("text", rows, row -> row.stored().name());
    next.ints(rows, row -> row.stored().revision());
    next.array(
        "timestamptz",
        rows,
        row -> row.effectiveAt() == null ? null : row.effectiveAt().toString());
    next.array(
        "uuid",
        rows,
        row -> row.keySubject().equals(row.stream()) ? null : row.keySubject().toString());
    next.shorts(rows, Append.Row::keyGeneration);
    next.array("text", rows, row -> row.stored().envelope());
    next.array("text", rows, row -> row.stored().payload());
    if (!erasures.isEmpty()) {
      List<UUID> streams =
          erasures.stream().filter(Append.Erasure::isWhole).map(Append.Erasure::stream).toList();
      next.array("uuid", erasures, erasure -> erasure.subject().toString());
      for (int i = 0; i < 3; i++) {
        next.array("uuid", streams, UUID::toString);
      }
    }
    if (!keys.isEmpty()) {
      next.array("uuid", keys, key -> key.subject().toString());
      next.shorts(keys, Append.NewKey::generation);
      next.array("text", keys, key -> key.wrapped().masterKey());
      next.array("text", keys, key -> key.wrapped().hex());
      next.array("uuid", keys, key -> key.stream() == null ? null : key.stream().toString());
    }
    bind(next, released);
    bind(next, claimed);
    if (!answers.isEmpty()) {
      next.array("text", answers, Answer::key);
      next.array("text", answers, Answer::request);
      next.array("text", answers, Answer::receipt);
    }
    if (!likenesses.isEmpty()) {
      next.array("uuid", likenesses, likeness -> likeness.stream().toString());
      next.array("text", likenesses, likeness -> literal(likeness.parts()));
    }
  }

  private static void bind(Parameters next, List<Held> claims) throws SQLException {
    if (!claims.isEmpty()) {
      next.array("text", claims, held -> held.claim().kind());
      next.array("text", claims, held -> held.claim().hash());
      next.array("uuid", claims, held -> held.append().stream().toString());
    }
  }

  private static List<Held> held(List<Append> appends, Function<Append, Set<Claim>> claims) {
    return appends.stream()
        .flatMap(append -> claims.apply(append).stream().map(claim -> new Held(append, claim)))
        .toList();
  }

  private static String literal(Set<Long> parts) {
    return parts.stream().sorted().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
