package custody.query.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.Recorded;
import custody.contract.Seed;
import custody.query.TestView;
import custody.query.ownership.Ownership.Question;
import custody.query.sight.Condition;
import custody.store.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

class OwnershipOracleTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final TestView view = new TestView(new OwnershipView(), database.dataSource());

  @Test
  void atAnyTwoTimesTheIntervalsSayWhatTheDefinitionSays() {
    for (int run = 0; run < 12; run++) {
      long seed = Seed.get() + run;
      List<Recorded> history =
          run % 3 == 0
              ? Histories.unsteady(seed, 1 + run % 5, 4, 30 + run * 12)
              : Histories.of(seed, 1 + run % 5, 4, 30 + run * 12);
      String failure = complaint(history, seed);
      if (!failure.isEmpty()) {
        List<Recorded> shrunk =
            Histories.shrunk(history, fewer -> !complaint(fewer, seed).isEmpty());
        throw new AssertionError(
            "seed %d: %s%n%s"
                .formatted(
                    seed,
                    complaint(shrunk, seed),
                    shrunk.stream().map(String::valueOf).collect(Collectors.joining("\n"))));
      }
    }
  }

  @Test
  void batchesOfAnySizeLeaveTheSameTables() {
    long seed = Seed.get();
    List<Recorded> history = Histories.of(seed, 20, 6, 600);
    view.apply(history, new Random(seed), 1);
    List<String> held = view.rows("held");
    List<String> moves = view.rows("move");
    for (int largest : List.of(7, 100, 10_000)) {
      view.clear();
      view.apply(history, new Random(seed), largest);
      assertThat(view.rows("held")).as("seed %d", seed).isEqualTo(held);
      assertThat(view.rows("move")).as("seed %d", seed).isEqualTo(moves);
    }
  }

  @Test
  void theDatabaseRefusesAGapAndAnOverlap() throws SQLException {
    view.apply(Histories.of(42, 10, 4, 300), new Random(1), 50);
    for (String planted :
        List.of(
            // a second holder for a day
            """
            INSERT INTO view_ownership.held
            SELECT customer, position, valid_from, valid_from + interval '1 day',
              known_from - interval '1 us', known_to, event, rep, pool
            FROM view_ownership.held WHERE known_to = 'infinity' LIMIT 1
            """,
            "DELETE FROM view_ownership.held WHERE known_to = 'infinity' AND valid_to = 'infinity'",
            """
            DELETE FROM view_ownership.held
            WHERE customer = (SELECT customer FROM view_ownership.held LIMIT 1)
            """,
            """
            UPDATE view_ownership.held SET valid_to = '2100-01-01' WHERE valid_to = 'infinity'
            """,
            """
            UPDATE view_ownership.held SET valid_to = valid_to + interval '1 hour'
            WHERE valid_to < 'infinity'
            """,
            """
            UPDATE view_ownership.held SET valid_from = valid_from + interval '1 us'
            """,
            """
            UPDATE view_ownership.held SET known_to = known_to - interval '1 us'
            WHERE known_to < 'infinity' AND known_to - interval '1 us' > known_from
            """,
            "UPDATE view_ownership.held SET known_to = '2100-01-01' WHERE known_to = 'infinity'",
            """
            UPDATE view_ownership.held SET known_from = known_from - interval '1 hour'
            """)) {
      try (Connection db = database.dataSource().getConnection();
          Statement statement = db.createStatement()) {
        assertThatThrownBy(() -> statement.executeUpdate(planted))
            .as(planted)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("a gap or an overlap");
      }
    }
  }

  @Test
  void whoOwnedWhatReadsTheSameHoweverTheDriverIsSentIt() throws SQLException {
    view.apply(Histories.of(42, 20, 4, 300), new Random(1), 50);
    PGSimpleDataSource texts = (PGSimpleDataSource) database.dataSource();
    texts.setBinaryTransfer(false);
    String sent = lines(database.dataSource());
    assertThat(sent.lines()).hasSizeGreaterThan(10);
    assertThat(lines(texts)).isEqualTo(sent);
  }

  private static String lines(DataSource source) {
    Question question =
        new Question(
            Instant.parse("2100-01-01T00:00:00Z"), null, null, null, false, null, Condition.ALWAYS);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Ownership.stream(source, question, _ -> {}, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /// A session that is told of another one forgets the statements it has prepared.
  @Test
  void theDatabaseLooksWithoutLeavingAnotherSearchPath() throws SQLException {
    view.apply(Histories.of(42, 10, 4, 300), new Random(1), 50);
    try (Connection db = database.dataSource().getConnection();
        Statement statement = db.createStatement()) {
      db.setAutoCommit(false);
      String before = searchPath(statement);
      assertThat(statement.executeUpdate("UPDATE view_ownership.held SET event = event"))
          .isPositive();
      assertThat(searchPath(statement)).isEqualTo(before);
    }
  }

  private static String searchPath(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW search_path")) {
      row.next();
      return row.getString(1);
    }
  }

  /// What the triggers conclude from the moments that a statement changed is what a look at all
  /// moments of all customers says.
  @Test
  void theDatabaseRefusesExactlyWhatLeavesAGapOrAnOverlap() throws SQLException {
    long seed = Seed.get();
    view.apply(Histories.unsteady(seed, 6, 4, 150), new Random(seed), 50);
    Random random = new Random(seed);
    int refused = 0;
    int accepted = 0;
    try (Connection db = database.dataSource().getConnection();
        Statement statement = db.createStatement()) {
      db.setAutoCommit(false);
      statement.execute("SET LOCAL search_path TO view_ownership, public");
      for (int i = 0; i < 200; i++) {
        String change = change(random);
        String unchecked = attempt(change, false, statement);
        if (!unchecked.startsWith("23514") && !unchecked.startsWith("23505")) {
          String checked = attempt(change, true, statement);
          assertThat(checked).as("seed %d: %s", seed, change).isEqualTo(unchecked);
          refused += checked.isEmpty() ? 0 : 1;
          accepted += checked.isEmpty() ? 1 : 0;
        }
      }
    }
    assertThat(refused).isGreaterThan(20);
    assertThat(accepted).isGreaterThan(20);
  }

  /// Of one row, or of a border that several rows share.
  private static String change(Random random) {
    String row =
        "(customer, position, known_from) IN (SELECT customer, position, known_from FROM held"
            + " ORDER BY md5(held::text || %d) LIMIT %d)"
                .formatted(random.nextInt(), 1 + random.nextInt(2));
    String column =
        List.of("valid_from", "valid_to", "known_from", "known_to").get(random.nextInt(4));
    String time = column.substring(0, column.indexOf('_'));
    int shift = List.of(-1_000_000_000, -1, 1, 1_000_000_000).get(random.nextInt(4));
    return switch (random.nextInt(5)) {
      case 0 -> "DELETE FROM held WHERE " + row;
      case 1 ->
          "UPDATE held SET %1$s = %1$s + %2$d * interval '1 us' WHERE %3$s"
              .formatted(column, shift, row);
      case 2 -> "UPDATE held SET %s = 'infinity' WHERE %s".formatted(time + "_to", row);
      case 3 ->
          """
          INSERT INTO held SELECT customer, position, valid_from, valid_to,
            known_from + %d * interval '1 us', known_to, event, rep, pool FROM held WHERE %s
          """
              .formatted(shift, row);
      default ->
          """
          UPDATE held h SET
            %1$s_from = CASE WHEN h.%1$s_from = b.at THEN b.at + %2$d * interval '1 us' ELSE h.%1$s_from END,
            %1$s_to = CASE WHEN h.%1$s_to = b.at THEN b.at + %2$d * interval '1 us' ELSE h.%1$s_to END
          FROM (SELECT customer, %3$s AS at FROM held WHERE %4$s LIMIT 1) b
          WHERE h.customer = b.customer
          """
              .formatted(time, shift, column, row);
    };
  }

  /// @param checked by the triggers; false = by a look at everything
  /// @return why it is refused; empty if it is not
  private static String attempt(String change, boolean checked, Statement statement)
      throws SQLException {
    Savepoint before = statement.getConnection().setSavepoint();
    try {
      if (!checked) {
        statement.execute("ALTER TABLE held DISABLE TRIGGER USER");
      }
      statement.executeUpdate(change);
      if (checked) {
        return "";
      }
      try (ResultSet broken =
          statement.executeQuery(
              """
              WITH registered AS (
                SELECT DISTINCT ON (customer) customer, effective_at, recorded_at
                FROM move ORDER BY customer, position
              ), moment AS (
                SELECT r.*, h.known_from AS at FROM registered r JOIN held h USING (customer)
                UNION SELECT r.*, h.known_to FROM registered r JOIN held h USING (customer)
                UNION SELECT r.*, r.recorded_at FROM registered r
              ), tile AS (
                SELECT m.customer, m.at, m.effective_at, h.valid_from, h.valid_to,
                  lead(h.valid_from, 1, 'infinity') OVER w AS next, row_number() OVER w AS nr
                FROM moment m LEFT JOIN held h
                  ON h.customer = m.customer AND h.known_from <= m.at AND m.at < h.known_to
                  AND h.valid_to > m.effective_at
                WHERE m.at >= m.recorded_at AND m.at < 'infinity'
                WINDOW w AS (PARTITION BY m.customer, m.at ORDER BY h.valid_from)
              )
              SELECT FROM tile
              WHERE valid_to IS DISTINCT FROM next OR (nr = 1 AND valid_from > effective_at)
              """)) {
        return broken.next() ? "23P01" : "";
      }
    } catch (SQLException e) {
      return e.getSQLState();
    } finally {
      statement.getConnection().rollback(before);
    }
  }

  /// Empty if the database and the definition agree.
  private String complaint(List<Recorded> history, long seed) {
    view.clear();
    view.apply(history, new Random(seed), 9);
    Map<UUID, List<Recorded>> streams =
        history.stream()
            .filter(recorded -> recorded.event() instanceof CustomerEvent)
            .collect(
                Collectors.groupingBy(Recorded::stream, LinkedHashMap::new, Collectors.toList()));
    List<Instant> moments = Histories.moments(history);
    Random random = new Random(seed);
    try (Connection db = database.dataSource().getConnection();
        PreparedStatement query =
            db.prepareStatement(
                """
                SELECT customer, rep, pool FROM view_ownership.held
                WHERE valid_from <= ? AND valid_to > ? AND known_from <= ? AND known_to > ?
                """)) {
      for (int i = 0; i < 150; i++) {
        Instant asOf = moments.get(random.nextInt(moments.size()));
        Instant knownAt = moments.get(random.nextInt(moments.size()));
        Map<UUID, List<Holder>> answered = new LinkedHashMap<>();
        query.setObject(1, asOf.atOffset(ZoneOffset.UTC));
        query.setObject(2, asOf.atOffset(ZoneOffset.UTC));
        query.setObject(3, knownAt.atOffset(ZoneOffset.UTC));
        query.setObject(4, knownAt.atOffset(ZoneOffset.UTC));
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            answered.merge(
                row.getObject(1, UUID.class),
                List.of(OwnershipView.holder(row.getObject(2, UUID.class), row.getString(3))),
                (a, b) -> List.of(a.getFirst(), b.getFirst()));
          }
        }
        for (var stream : streams.entrySet()) {
          Holder expected = CustomerAt.of(stream.getValue(), asOf, knownAt).holder();
          List<Holder> expectedRows =
              expected == null ? List.of() : Collections.singletonList(expected);
          List<Holder> actual = answered.getOrDefault(stream.getKey(), List.of());
          if (!actual.equals(expectedRows)) {
            return "as of %s, known at %s, %s had %s, not %s"
                .formatted(asOf, knownAt, stream.getKey(), expectedRows, actual);
          }
        }
      }
      return "";
    } catch (SQLException e) {
      return e.toString();
    }
  }
}
