package custody.query.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.ResponsibleAt;
import custody.contract.Seed;
import custody.query.TestView;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Covers, collaborators, stewards and exemptions in the tables, held against the definition.
class ResponsibleOracleTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final String IN_FORCE =
      """
      SELECT 'cover ' || cover || ' ' || owner || ' ' || rep FROM view_ownership.cover %1$s
      UNION ALL SELECT 'collaborator ' || collaborator || ' ' || rep
        FROM view_ownership.collaborator %1$s
      UNION ALL SELECT 'steward ' || steward || ' ' || account FROM view_ownership.steward %1$s
      UNION ALL SELECT 'exemption ' || exemption || ' ' || coalesce(rule::text, 'any')
        FROM view_ownership.exemption %1$s
      """
          .formatted(
              """
              WHERE customer = ? AND valid_from <= ? AND valid_to > ? AND known_from <= ?
                AND known_to > ?
              """);

  private final TestView view = new TestView(new OwnershipView(), database.dataSource());

  @Test
  void atAnyTwoTimesTheTablesSayWhoIsResponsibleAsTheDefinitionDoes() {
    int[] inForce = new int[1];
    for (int run = 0; run < 12; run++) {
      long seed = Seed.get() + run;
      List<Recorded> history =
          run % 3 == 0
              ? Histories.unsteady(seed, 1 + run % 4, 3, 40 + run * 15)
              : Histories.of(seed, 1 + run % 4, 3, 40 + run * 15);
      String difference = difference(history, seed, inForce);
      if (!difference.isEmpty()) {
        List<Recorded> shrunk =
            Histories.shrunk(history, fewer -> !difference(fewer, seed, new int[1]).isEmpty());
        throw new AssertionError(
            "seed %d: %s%n%s"
                .formatted(
                    seed,
                    difference(shrunk, seed, new int[1]),
                    shrunk.stream().map(String::valueOf).collect(Collectors.joining("\n"))));
      }
    }
    assertThat(inForce[0]).as("covers in force, or this test says nothing").isGreaterThan(50);
  }

  @Test
  void batchesOfAnySizeLeaveTheSameTables() {
    long seed = Seed.get();
    List<Recorded> history = Histories.of(seed, 15, 5, 700);
    List<String> tables = List.of("term", "cover", "collaborator", "steward", "exemption");
    view.apply(history, new Random(seed), 1);
    List<List<String>> rows = tables.stream().map(view::rows).toList();
    assertThat(rows).allSatisfy(table -> assertThat(table).isNotEmpty());
    for (int largest : List.of(7, 100, 10_000)) {
      view.clear();
      view.apply(history, new Random(seed), largest);
      assertThat(tables.stream().map(view::rows)).as("seed %d", seed).isEqualTo(rows);
    }
  }

  /// Empty if the tables and the definition agree.
  ///
  /// @param inForce counts the covers that were compared
  private String difference(List<Recorded> history, long seed, int[] inForce) {
    view.clear();
    view.apply(history, new Random(seed), 9);
    Map<UUID, List<Recorded>> streams =
        history.stream()
            .filter(recorded -> recorded.event() instanceof CustomerEvent)
            .collect(Collectors.groupingBy(Recorded::stream));
    List<Instant> moments = Histories.moments(history);
    Random random = new Random(seed);
    try (Connection db = database.dataSource().getConnection();
        PreparedStatement query = db.prepareStatement(IN_FORCE)) {
      for (var stream : streams.entrySet()) {
        for (int i = 0; i < 100; i++) {
          Instant asOf = moments.get(random.nextInt(moments.size()));
          Instant knownAt = moments.get(random.nextInt(moments.size()));
          ResponsibleAt at = CustomerAt.of(stream.getValue(), asOf, knownAt).responsible();
          inForce[0] += at.covers().size();
          Set<String> expected = lines(at);
          Set<String> actual = lines(query, stream.getKey(), asOf, knownAt);
          if (!actual.equals(expected)) {
            return "as of %s, known at %s, of %s%nexpected %s%n but was %s"
                .formatted(asOf, knownAt, stream.getKey(), expected, actual);
          }
        }
      }
      return "";
    } catch (SQLException e) {
      return e.toString();
    }
  }

  private static Set<String> lines(ResponsibleAt at) {
    Set<String> lines = new TreeSet<>();
    at.covers().forEach((id, it) -> lines.add("cover " + id + " " + it.owner() + " " + it.by()));
    at.collaborators().forEach((id, it) -> lines.add("collaborator " + id + " " + it.rep()));
    at.stewards().forEach((id, it) -> lines.add("steward " + id + " " + it.account()));
    at.exemptions()
        .forEach(
            (id, it) ->
                lines.add("exemption " + id + " " + (it.rule() == null ? "any" : it.rule())));
    return lines;
  }

  private static Set<String> lines(
      PreparedStatement query, UUID customer, Instant asOf, Instant knownAt) throws SQLException {
    int next = 1;
    for (int table = 0; table < 4; table++) {
      query.setObject(next++, customer);
      for (Instant at : List.of(asOf, asOf, knownAt, knownAt)) {
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        query.setObject(next++, time);
      }
    }
    Set<String> lines = new TreeSet<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        assertThat(lines.add(row.getString(1))).as(row.getString(1) + " twice").isTrue();
      }
    }
    return lines;
  }
}
