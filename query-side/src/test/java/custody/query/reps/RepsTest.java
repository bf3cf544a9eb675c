package custody.query.reps;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.CallEvent.Call;
import custody.contract.CallEvent.CallReceived;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.CoverId;
import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Definition;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.Seed;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.query.ownership.OwnershipFixture;
import custody.service.field.FieldProperties;
import custody.store.TestDatabase;
import custody.wire.EventType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RepsTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();
  private static final List<Recorded> HISTORY = Histories.of(SEED, 15, 4, 400);
  private static final Instant NOW = HISTORY.getLast().recordedAt().plusSeconds(60);
  private static final List<Instant> MOMENTS = Histories.moments(HISTORY);

  private static TestHttp http;

  @BeforeAll
  static void start() {
    new TestView(new RepsView(), database.dataSource()).apply(HISTORY, new Random(SEED), 30);
    OwnershipFixture.view(database.dataSource()).apply(HISTORY, new Random(SEED), 100);
    http =
        new TestHttp(
            database.dataSource(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new FieldProperties(List.of(), List.of(), "CN"),
            List.of(RepsController.class));
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @Test
  void theDirectoryIsWhatTheDefinitionSaysAtAnyTwoTimes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      Instant asOf = MOMENTS.get(random.nextInt(MOMENTS.size()));
      Instant knownAt = MOMENTS.get(random.nextInt(MOMENTS.size()));
      Map<String, String> listed = new TreeMap<>();
      String next = "";
      do {
        JsonNode page = http.json("/api/reps?limit=2&asOf=" + asOf + "&knownAt=" + knownAt + next);
        page.get("reps")
            .forEach(
                rep ->
                    listed.put(
                        rep.get("id").stringValue(),
                        rep.get("status").stringValue()
                            + rep.get("team").stringValue()
                            + rep.get("territory").stringValue()));
        next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
      } while (!next.isEmpty());
      assertThat(listed).as("seed %d", SEED).isEqualTo(directory(asOf, knownAt));
    }
  }

  @Test
  void aRepsTimelineHoldsWhatTheRepOwnedAndDid() {
    Random random = new Random(SEED);
    for (UUID rep : reps()) {
      for (int i = 0; i < 6; i++) {
        Instant knownAt = i == 0 ? NOW : MOMENTS.get(random.nextInt(MOMENTS.size()));
        List<String> expected = expected(rep, knownAt);
        String query = "/api/reps/" + rep + "/timeline?knownAt=" + knownAt;
        if (known(rep, knownAt)) {
          assertThat(paged(query)).as("seed %d %s", SEED, knownAt).isEqualTo(expected);
          assertThat(streamed(query)).as("seed %d %s", SEED, knownAt).isEqualTo(expected);
        } else {
          assertThat(http.json(query).get("code").stringValue()).isEqualTo("rep-not-found");
        }
      }
    }
  }

  @Test
  void filtersLeaveOutTheOthers() {
    JsonNode all = http.json("/api/reps").get("reps");
    String team = all.get(0).get("team").stringValue();
    assertThat(http.json("/api/reps?team=" + encoded(team)).get("reps"))
        .isNotEmpty()
        .allSatisfy(rep -> assertThat(rep.get("team").stringValue()).isEqualTo(team));
    assertThat(http.json("/api/reps?status=here").get("code").stringValue())
        .isEqualTo("status-unknown");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static boolean known(UUID rep, Instant knownAt) {
    return HISTORY.stream()
        .anyMatch(
            recorded -> recorded.stream().equals(rep) && !recorded.recordedAt().isAfter(knownAt));
  }

  private static List<UUID> reps() {
    return HISTORY.stream()
        .filter(recorded -> recorded.event() instanceof RepEvent.Joined)
        .map(Recorded::stream)
        .toList();
  }

  private static Map<String, String> directory(Instant asOf, Instant knownAt) {
    Map<String, String> directory = new TreeMap<>();
    for (UUID rep : reps()) {
      List<Recorded> stream =
          HISTORY.stream().filter(recorded -> recorded.stream().equals(rep)).toList();
      String status = "";
      String place = "";
      for (Recorded recorded : Definition.select(stream, asOf, knownAt)) {
        switch ((RepEvent) recorded.event()) {
          case RepEvent.Joined it -> {
            status = "active";
            place = it.team() + it.territory();
          }
          case RepEvent.Moved it -> place = it.team() + it.territory();
          case RepEvent.LeavingAnnounced _ -> status = status.equals("active") ? "leaving" : status;
          case RepEvent.Left _ -> status = status.isEmpty() ? "" : "left";
          case RepEvent.PersonalDataErased _ -> {}
        }
      }
      if (!status.isEmpty()) {
        directory.put(rep.toString(), status + place);
      }
    }
    return directory;
  }

  private static List<String> expected(UUID rep, Instant knownAt) {
    List<String> entries = new ArrayList<>();
    HISTORY.stream()
        .filter(recorded -> recorded.event() instanceof CustomerEvent)
        .collect(Collectors.groupingBy(Recorded::stream))
        .values()
        .forEach(
            stream -> {
              owned(rep, Definition.select(stream, Instant.MAX, knownAt), entries);
              covered(rep, stream, knownAt, entries);
            });
    Set<UUID> voided = new HashSet<>();
    for (Recorded recorded : HISTORY) {
      if (recorded.event() instanceof Voided(UUID event)
          && !recorded.recordedAt().isAfter(knownAt)) {
        voided.add(event);
      }
    }
    for (Recorded recorded : HISTORY) {
      if (recorded.recordedAt().isAfter(knownAt) || voided.contains(recorded.eventId())) {
        continue;
      }
      if (recorded.stream().equals(rep)) {
        entries.add(entry(recorded.effectiveAt(), "was", recorded));
      } else if (recorded.event() instanceof CustomerEvent event) {
        if (new RepId(rep).equals(maker(event))) {
          entries.add(entry(recorded.effectiveAt(), "made", recorded));
        } else if (recorded.envelope().actor().equals(Actor.rep(new RepId(rep)))) {
          entries.add(entry(recorded.effectiveAt(), "acted", recorded));
        }
      }
    }
    return entries.stream()
        .filter(entry -> !Instant.parse(entry.substring(0, entry.indexOf(' '))).isAfter(NOW))
        .sorted()
        .toList();
  }

  private static @Nullable RepId maker(CustomerEvent event) {
    return switch (event) {
      case FollowUpRecorded(var _, FollowUp details) -> details.rep();
      case FollowUpAmended(var _, FollowUp details) -> details.rep();
      case CallReceived(var _, Call details) -> details.rep();
      default -> null;
    };
  }

  /// Walks the moves in effective order; of those at one time the last counts.
  private static void owned(UUID rep, List<Recorded> selected, List<String> entries) {
    List<Recorded> moves =
        selected.stream()
            .filter(
                recorded ->
                    recorded.event() instanceof OwnershipEvent
                        || recorded.event() instanceof Registered)
            .toList();
    boolean had = false;
    for (int i = 0; i < moves.size(); i++) {
      Recorded move = moves.get(i);
      if (i + 1 < moves.size() && moves.get(i + 1).effectiveAt().equals(move.effectiveAt())) {
        continue;
      }
      Holder to =
          move.event() instanceof Registered registered
              ? registered.holder()
              : ((OwnershipEvent) move.event()).to();
      boolean has = to.equals(new Holder.Owner(new RepId(rep)));
      if (had) {
        entries.add(entry(move.effectiveAt(), "ownership-ended", move));
      }
      if (has) {
        entries.add(entry(move.effectiveAt(), "ownership-began", move));
      }
      had = has;
    }
  }

  /// Asks the fold at every moment at which a cover can begin or end.
  private static void covered(
      UUID rep, List<Recorded> stream, Instant knownAt, List<String> entries) {
    Map<CoverId, Recorded> starts = new HashMap<>();
    TreeSet<Instant> moments = new TreeSet<>();
    for (Recorded recorded : stream) {
      moments.add(recorded.effectiveAt());
      if (recorded.event() instanceof CoverStarted it) {
        moments.add(it.until());
        starts.put(it.cover(), recorded);
      }
    }
    Set<CoverId> before = Set.of();
    for (Instant moment : moments) {
      Set<CoverId> now =
          CustomerAt.of(stream, moment, knownAt).responsible().covers().values().stream()
              .filter(it -> it.by().value().equals(rep))
              .map(CoverStarted::cover)
              .collect(Collectors.toSet());
      for (var start : starts.entrySet()) {
        if (now.contains(start.getKey()) != before.contains(start.getKey())) {
          String what = now.contains(start.getKey()) ? "cover-began" : "cover-ended";
          entries.add(entry(moment, what, start.getValue()));
        }
      }
      before = now;
    }
  }

  private static String entry(Instant at, String what, Recorded recorded) {
    boolean named = !what.startsWith("ownership") && !what.startsWith("cover");
    return "%s %s %s %s"
        .formatted(
            at,
            what,
            recorded.eventId(),
            named ? EventType.of(recorded.event()).logicalName() : "");
  }

  private static String entry(JsonNode json) {
    return "%s %s %s %s"
        .formatted(
            json.get("at").stringValue(),
            json.get("what").stringValue(),
            json.get("event").stringValue(),
            json.path("name").stringValue(""));
  }

  private static List<String> paged(String query) {
    List<String> entries = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = http.json(query + "&limit=13" + next);
      page.get("timeline").forEach(entry -> entries.add(entry(entry)));
      next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
    } while (!next.isEmpty());
    return sameOrder(entries);
  }

  private static List<String> streamed(String query) {
    return sameOrder(
        http.get(query, "application/x-ndjson")
            .body()
            .lines()
            .map(line -> entry(JsonMapper.shared().readTree(line)))
            .toList());
  }

  /// Times come in order; what happens at one time is compared in any order.
  private static List<String> sameOrder(List<String> entries) {
    List<Instant> times =
        entries.stream()
            .map(entry -> Instant.parse(entry.substring(0, entry.indexOf(' '))))
            .toList();
    assertThat(times).isSorted();
    return entries.stream().sorted().toList();
  }
}
