package custody.query.trail;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerEvent;
import custody.contract.Envelope;
import custody.contract.HandoverEvent;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.Seed;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.query.handover.HandoversFixture;
import custody.query.history.HistoryFixture;
import custody.query.ownership.OwnershipFixture;
import custody.query.projection.InMemoryEventLog;
import custody.query.reps.RepsFixture;
import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import custody.service.field.FieldProperties;
import custody.store.EventLog;
import custody.store.TestDatabase;
import custody.wire.ContractJson;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Events by their ids, over HTTP, held against the generated history itself.
class TrailTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();
  private static final List<Recorded> HISTORY = entangled(Histories.of(SEED, 12, 5, 300));
  private static final Instant NOW = HISTORY.getLast().recordedAt().plusSeconds(60);
  private static final RepId REP =
      new RepId(
          HISTORY.stream()
              .filter(it -> it.event() instanceof RepEvent)
              .findFirst()
              .orElseThrow()
              .stream());
  private static TestHttp everything;
  private static TestHttp rep;

  /// Events that cause each other and belong together, as imports and handover cases make them.
  private static List<Recorded> entangled(List<Recorded> history) {
    Random random = new Random(SEED);
    List<Recorded> entangled = new ArrayList<>();
    for (Recorded it : history) {
      UUID cause =
          entangled.isEmpty() || random.nextInt(3) > 0
              ? null
              : entangled.get(random.nextInt(entangled.size())).eventId();
      Envelope given = it.envelope();
      Envelope envelope =
          new Envelope(
              given.actor(),
              given.channel(),
              given.reason(),
              given.effectiveAt(),
              new UUID(1, random.nextInt(20)),
              cause,
              given.source());
      entangled.add(
          new Recorded(
              it.position(),
              it.eventId(),
              it.stream(),
              it.sequence(),
              it.recordedAt(),
              envelope,
              it.event()));
    }
    return List.copyOf(entangled);
  }

  static class Store {
    Store(EventLog log) {
      ((InMemoryEventLog) log).record(HISTORY);
    }
  }

  @BeforeAll
  static void start() {
    var source = database.dataSource();
    new TestView(new TrailView(), source).apply(HISTORY, new Random(SEED), 100);
    OwnershipFixture.view(source).apply(HISTORY, new Random(SEED), 100);
    RepsFixture.view(source).apply(HISTORY, new Random(SEED), 100);
    HistoryFixture.view(source).apply(HISTORY, new Random(SEED), 100);
    HandoversFixture.view(source).apply(HISTORY, new Random(SEED), 100);
    // Who sees what is asked of views that have everything the store has.
    JdbcClient.create(source)
        .sql(
            "INSERT INTO custody.view_position (view, version, position)"
                + " VALUES ('ownership', 1, :head), ('reps', 1, :head)")
        .param("head", HISTORY.getLast().position())
        .update();
    everything = http(new Access(Set.of(), Set.of(Scope.READ), null, Set.of(Access.EVERY_TEAM)));
    rep = http(new Access(Set.of(Role.REP), Set.of(), REP, Set.of()));
  }

  private static TestHttp http(Access access) {
    return new TestHttp(
        database.dataSource(),
        Clock.fixed(NOW, ZoneOffset.UTC),
        new FieldProperties(List.of(), List.of(), "CN"),
        access,
        List.of(Store.class, TrailController.class));
  }

  @AfterAll
  static void stop() {
    everything.close();
    rep.close();
  }

  @Test
  void anEventIsAsItStandsInTheStoreWithItsChainOfCauses() {
    Map<UUID, Recorded> byId =
        HISTORY.stream().collect(Collectors.toMap(Recorded::eventId, it -> it));
    Map<UUID, UUID> voidedBy = new HashMap<>();
    HISTORY.forEach(
        it -> {
          if (it.event() instanceof Voided voided) {
            voidedBy.putIfAbsent(voided.event(), it.eventId());
          }
        });
    for (Recorded it : HISTORY) {
      JsonNode answer = everything.json("/api/events/" + it.eventId());
      String what = "seed " + SEED + ", " + it;
      assertThat(answer.get("httpStatus").asInt()).as(what).isEqualTo(200);
      assertThat(answer.at("/event/position").asLong()).as(what).isEqualTo(it.position());
      assertThat(answer.at("/event/version").asLong()).as(what).isEqualTo(it.version());
      assertThat(answer.get("payload"))
          .as(what)
          .isEqualTo(parsed(ContractJson.plain().writeValueAsString(it.event())));
      assertThat(answer.get("envelope"))
          .as(what)
          .isEqualTo(parsed(ContractJson.plain().writeValueAsString(it.envelope())));
      List<String> chain = new ArrayList<>();
      for (Recorded at = cause(it, byId); at != null; at = cause(at, byId)) {
        chain.add(at.eventId().toString());
      }
      List<String> told = ids(answer.get("causes"));
      assertThat(told).as(what).isEqualTo(chain.subList(0, Math.min(20, chain.size())));
      assertThat(answer.get("caused").asInt())
          .as(what)
          .isEqualTo(
              (int)
                  HISTORY.stream()
                      .filter(other -> it.eventId().equals(other.envelope().causationId()))
                      .count());
      UUID correction = voidedBy.get(it.eventId());
      assertThat(answer.at("/voidedBy/event").asString(""))
          .as(what)
          .isEqualTo(correction == null ? "" : correction.toString());
    }
  }

  private static JsonNode parsed(String json) {
    return ContractJson.plain().readTree(json);
  }

  private static @Nullable Recorded cause(Recorded of, Map<UUID, Recorded> byId) {
    UUID cause = of.envelope().causationId();
    return cause == null ? null : Objects.requireNonNull(byId.get(cause));
  }

  private static List<String> ids(JsonNode links) {
    List<String> ids = new ArrayList<>();
    links.forEach(link -> ids.add(link.get("event").asString()));
    return ids;
  }

  @Test
  void whatBelongsTogetherComesInPagesInTheOrderOfTheStore() {
    for (int i = 0; i < 20; i++) {
      UUID correlation = new UUID(1, i);
      List<String> told = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = everything.json("/api/trail?limit=7&correlation=" + correlation + cursor);
        told.addAll(ids(page.get("events")));
        cursor = page.has("next") ? "&cursor=" + page.get("next").asString() : "";
      } while (!cursor.isEmpty());
      assertThat(told)
          .as("seed %d", SEED)
          .isEqualTo(
              HISTORY.stream()
                  .filter(it -> it.envelope().correlationId().equals(correlation))
                  .map(it -> it.eventId().toString())
                  .toList());
    }
  }

  @Test
  void whatHappenedToOthersCustomersIsNeitherShownNorCounted() {
    Set<UUID> concerned =
        HISTORY.stream()
            .filter(
                it -> ContractJson.plain().writeValueAsString(it.event()).contains(REP.toString()))
            .map(Recorded::stream)
            .collect(Collectors.toSet());
    Set<String> known = new TreeSet<>();
    for (Recorded it : HISTORY) {
      int status = rep.json("/api/events/" + it.eventId()).get("httpStatus").asInt();
      if (it.event() instanceof HandoverEvent) {
        // A rep hands nothing over.
        assertThat(status).as("seed %d, %s", SEED, it).isEqualTo(404);
      } else if (!(it.event() instanceof CustomerEvent)) {
        assertThat(status).as("seed %d, %s", SEED, it).isEqualTo(200);
      } else if (!concerned.contains(it.stream())) {
        // In a pool: seen masked, but not event by event.
        assertThat(status).as("seed %d, %s", SEED, it).isIn(403, 404);
      }
      if (status != 404) {
        known.add(it.eventId().toString());
      }
    }
    assertThat(known).hasSizeBetween(1, HISTORY.size() - 1);
    Set<String> listed = new TreeSet<>();
    long counted = 0;
    for (int i = 0; i < 20; i++) {
      JsonNode page = rep.json("/api/trail?limit=1000&correlation=" + new UUID(1, i));
      List<String> ids = ids(page.get("events"));
      listed.addAll(ids);
      if (!ids.isEmpty()) {
        JsonNode one = rep.json("/api/events/" + ids.getFirst());
        counted += one.path("correlated").asLong(ids.size());
      }
    }
    assertThat(listed).as("seed %d", SEED).isEqualTo(known);
    assertThat(counted).as("seed %d", SEED).isEqualTo(listed.size());
  }
}
