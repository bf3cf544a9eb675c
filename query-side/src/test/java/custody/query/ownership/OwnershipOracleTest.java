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
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
