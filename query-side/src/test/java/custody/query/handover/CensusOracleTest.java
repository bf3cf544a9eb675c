package custody.query.handover;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.query.TestView;
import custody.query.handover.Census.Facts;
import custody.query.history.HistoryView;
import custody.store.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What previews count of next steps, held against the definition.
class CensusOracleTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void openAndOverdueStepsAreThoseOfTheFold(long seed) throws SQLException, IOException {
    Random random = new Random(seed);
    List<Recorded> history = Histories.of(seed, 4, 3, 800);
    new TestView(new HistoryView(), database.dataSource()).apply(history, random, 30);
    Map<UUID, List<Recorded>> streams =
        history.stream()
            .filter(it -> it.event() instanceof CustomerEvent)
            .collect(Collectors.groupingBy(Recorded::stream));
    List<CustomerId> customers = streams.keySet().stream().map(CustomerId::new).toList();
    long open = 0;
    try (Connection db = database.dataSource().getConnection()) {
      noProfiles(db);
      for (int i = 0; i < 30; i++) {
        Instant now = history.get(random.nextInt(history.size())).effectiveAt();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Map<CustomerId, Facts> facts = new Census(db, now, today).of(customers);
        for (CustomerId customer : customers) {
          List<NextStep> expected =
              CustomerAt.of(streams.getOrDefault(customer.value(), List.of()), now, LATER)
                  .followUps()
                  .values()
                  .stream()
                  .filter(it -> it.details().nextStep() != null && it.done() == null)
                  .map(it -> Objects.requireNonNull(it.details().nextStep()))
                  .toList();
          Facts actual = Objects.requireNonNull(facts.get(customer));
          assertThat(actual.openSteps()).as("%s at %s", customer, now).isEqualTo(expected.size());
          assertThat(actual.overdueSteps())
              .as("%s at %s", customer, now)
              .isEqualTo(
                  (int)
                      expected.stream()
                          .filter(it -> it.due() != null && it.due().isBefore(today))
                          .count());
          open += expected.size();
        }
      }
    }
    assertThat(open).isPositive();
  }

  /// The tables of the view that knows names and grades, which say nothing of steps.
  private static void noProfiles(Connection db) throws SQLException, IOException {
    try (Statement statement = db.createStatement();
        InputStream ddl =
            Census.class.getResourceAsStream("/custody/query/customers/customers.sql")) {
      statement.execute("DROP SCHEMA IF EXISTS view_customers CASCADE");
      statement.execute("CREATE SCHEMA view_customers");
      statement.execute("SET search_path TO view_customers, public");
      statement.execute(
          new String(Objects.requireNonNull(ddl).readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
