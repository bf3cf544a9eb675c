package custody.query.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Definition;
import custody.contract.Envelope;
import custody.contract.Personal;
import custody.contract.Recorded;
import custody.contract.Rule;
import custody.contract.RuleEvent;
import custody.contract.RuleEvent.RuleSet;
import custody.contract.RuleEvent.RuleWithdrawn;
import custody.contract.RuleId;
import custody.contract.Seed;
import custody.query.TestView;
import custody.service.agenda.AgendaReader;
import custody.service.agenda.RuleTimeline;
import custody.service.agenda.RuleVersion;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RulesOracleTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID STREAM = new UUID(0x7000, 1);

  private final TestView view = AgendaFixture.view(database.dataSource());

  private static List<Recorded> history(Random random) {
    List<Recorded> history = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RuleEvent event =
          i > 0 && random.nextInt(3) == 0
              ? new RuleWithdrawn()
              : new RuleSet("rule " + i, new Rule.FirstContact(List.of(), i + 1, List.of()));
      history.add(
          new Recorded(
              i + 1,
              new UUID(0x7000, 100 + i),
              STREAM,
              i,
              START.plus(Duration.ofHours(i)),
              new Envelope(
                  new Actor(Actor.Kind.USER, "mia"),
                  Channel.API,
                  Personal.of("because"),
                  random.nextBoolean() ? START.plus(Duration.ofHours(random.nextInt(20))) : null,
                  STREAM,
                  null,
                  null),
              event));
    }
    return history;
  }

  /// The version that holds by the one definition.
  private static @Nullable Long expected(List<Recorded> history, Instant asOf, Instant knownAt) {
    List<Recorded> known = Definition.select(history, asOf, knownAt);
    return known.isEmpty() || known.getLast().event() instanceof RuleWithdrawn
        ? null
        : (Long) known.getLast().version();
  }

  @Test
  void atAnyTwoTimesARuleReadsAsTheDefinitionSays() throws SQLException {
    for (int run = 0; run < 10; run++) {
      long seed = Seed.get() + run;
      List<Recorded> history = history(new Random(seed));
      view.clear();
      view.apply(history, new Random(seed), 4);
      try (Connection db = database.dataSource().getConnection()) {
        RuleTimeline timeline = AgendaReader.rules(db).getFirst();
        for (int hour = -1; hour < 24; hour++) {
          Instant asOf = START.plus(Duration.ofMinutes(hour * 60L + 30));
          RuleVersion now = timeline.at(asOf);
          assertThat(now == null ? null : (Long) now.version())
              .as("seed %d as of %s", seed, asOf)
              .isEqualTo(expected(history, asOf, Instant.MAX));
          for (int known = 0; known < 12; known += 3) {
            Instant knownAt = START.plus(Duration.ofMinutes(known * 60L + 30));
            List<Long> answered =
                RulesController.at(db, new RuleId(STREAM), asOf, knownAt).stream()
                    .map(RulesController.Version::version)
                    .toList();
            Long expected = expected(history, asOf, knownAt);
            assertThat(answered)
                .as("seed %d as of %s known at %s", seed, asOf, knownAt)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
          }
        }
      }
    }
  }
}
