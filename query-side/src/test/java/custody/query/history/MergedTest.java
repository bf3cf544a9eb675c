package custody.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Kind;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.service.field.FieldProperties;
import custody.store.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Customers merged and not merged after all, now, before and ahead, held against the definition.
class MergedTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int CUSTOMERS = 5;
  private static final Random RANDOM = new Random(4);
  private static final List<Recorded> EVENTS = new ArrayList<>();
  private static final List<UUID> IDS = new ArrayList<>();

  @BeforeAll
  static void company() throws SQLException {
    for (int i = 0; i < CUSTOMERS; i++) {
      IDS.add(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + i));
      tell(
          IDS.get(i),
          null,
          new Registered(
              Kind.COMPANY,
              new Changes(Map.of(), Map.of(), Set.of()),
              List.of(),
              new Holder.Pool("north")));
    }
    for (int i = 0; i < 60; i++) {
      UUID customer = IDS.get(RANDOM.nextInt(CUSTOMERS));
      List<Recorded> history = history(customer);
      switch (RANDOM.nextInt(5)) {
        case 0 -> tell(customer, any(), new MergeReverted());
        case 1 -> {
          Recorded wrong = history.get(RANDOM.nextInt(history.size()));
          if (!(wrong.event() instanceof Registered)) {
            tell(customer, null, new Voided(wrong.eventId()));
          }
        }
        default ->
            tell(customer, any(), new Merged(new CustomerId(IDS.get(RANDOM.nextInt(CUSTOMERS)))));
      }
    }
    new TestView(new HistoryView(), database.dataSource()).apply(EVENTS, new Random(1), 7);
  }

  private static Instant any() {
    return START.plus(Duration.ofDays(RANDOM.nextInt(90)));
  }

  private static void tell(UUID customer, @Nullable Instant effective, CustomerEvent event) {
    long number = EVENTS.size() + 1L;
    UUID id = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0001_0000L + number);
    EVENTS.add(
        new Recorded(
            number,
            id,
            customer,
            history(customer).size(),
            START.plus(Duration.ofDays(number)),
            new Envelope(
                new Actor(Actor.Kind.USER, "alice"),
                Channel.API,
                Personal.of("twice"),
                effective,
                id,
                null,
                null),
            event));
  }

  private static List<Recorded> history(UUID customer) {
    return EVENTS.stream().filter(it -> it.stream().equals(customer)).toList();
  }

  @Test
  void whoIsTheSameAtAnyTwoTimes() {
    boolean someAreMerged = false;
    for (int i = 0; i < 60; i++) {
      Instant asOf = any();
      Instant knownAt = any();
      for (UUID customer : IDS) {
        Set<UUID> expected = same(customer, asOf, knownAt);
        someAreMerged |= expected.size() > 1;
        assertThat(MergedEntries.of(database.dataSource(), customer, asOf, knownAt))
            .as("%s as of %s, known at %s", customer, asOf, knownAt)
            .isEqualTo(expected);
      }
    }
    assertThat(someAreMerged).isTrue();
  }

  /// By the definition, one step after the other.
  private static Set<UUID> same(UUID customer, Instant asOf, Instant knownAt) {
    Set<UUID> same = new HashSet<>(Set.of(customer));
    boolean found = true;
    while (found) {
      found = false;
      for (UUID other : IDS) {
        CustomerId into = CustomerAt.of(history(other), asOf, knownAt).mergedInto();
        found |= into != null && same.contains(into.value()) && same.add(other);
      }
    }
    same.remove(customer);
    return same;
  }

  @Test
  void theHistoryOfOneTellsThatOfTheOthersIfAsked() {
    Instant now = START.plus(Duration.ofDays(365));
    UUID survivor =
        IDS.stream().filter(it -> !same(it, now, now).isEmpty()).findFirst().orElseThrow();
    try (TestHttp http =
        new TestHttp(
            database.dataSource(),
            Clock.fixed(now, ZoneOffset.UTC),
            new FieldProperties(List.of(), List.of(), "CN"),
            List.of(HistoryController.class, History.class))) {
      String path = "/api/customers/" + survivor + "/history?limit=1000&merged=";
      assertThat(customers(http.json(path + "false"))).containsExactly(survivor.toString());
      Set<String> all =
          same(survivor, now, now).stream().map(UUID::toString).collect(Collectors.toSet());
      all.add(survivor.toString());
      assertThat(customers(http.json(path + "true"))).isEqualTo(all);
    }
  }

  private static Set<String> customers(JsonNode history) {
    return history
        .get("events")
        .valueStream()
        .map(event -> event.get("customer").asString())
        .collect(Collectors.toSet());
  }
}
