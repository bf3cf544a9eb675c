package custody.standalone;

import static custody.standalone.Standalone.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Request;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.merge.MergeCommand.MergeInto;
import custody.command.merge.MergeCommand.RevertMerge;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.ProfileCommand.Register;
import custody.command.recycling.RecyclingCommand.Recycle;
import custody.command.rep.RepCommand.AnnounceLeaving;
import custody.command.rep.RepCommand.Join;
import custody.command.rep.RepCommand.Leave;
import custody.command.responsibility.ResponsibilityCommand.EndCover;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CoverId;
import custody.contract.CustomerAt;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.FieldValue;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Kind;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.contract.RuleId;
import custody.contract.Seed;
import custody.service.rights.Authority.Automation;
import custody.store.EventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Schedules of transfers, claims, covers, leaves, rules, corrections and a handover case, made up
/// from a seed, dated back and ahead, and sent at once. Whatever was accepted: at every pair of
/// times a customer has one owner or is in one pool, and it is the one the definition says.
class OwnershipAtOnceIT {
  private static final int CUSTOMERS = 8;
  private static final int REPS = 5;
  private static final int CLIENTS = 12;
  private static final int COMMANDS = 60;
  private static final int LOOKS = 400;
  private static final int RINGS = 20;
  private static final List<String> POOLS = List.of("east", "west");

  @TempDir static Path directory;
  private static @Nullable Standalone running;

  private final Instant begin = Instant.now();
  private final List<CustomerId> customers = new ArrayList<>();
  private final List<RepId> reps = new ArrayList<>();
  private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
  private final Map<CustomerId, CoverId> covers = new ConcurrentHashMap<>();

  @BeforeAll
  static void start() {
    running = Standalone.start(directory);
  }

  @AfterAll
  static void stop() {
    custody().close();
  }

  private static Standalone custody() {
    return Objects.requireNonNull(running);
  }

  @Test
  void nobodyEverHasTwoOwnersOrNone() throws Exception {
    for (int i = 0; i < REPS; i++) {
      reps.add(RepId.create());
      ask(new Join(reps.getLast(), Personal.of("rep " + i), "team", "t", List.of()), daysAgo(90));
    }
    for (int i = 0; i < CUSTOMERS; i++) {
      customers.add(CustomerId.create());
      ask(register(customers.getLast(), reps.get(i % 2)), daysAgo(60));
    }
    String handover = approved(reps.getFirst(), reps.getLast());
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(Seed.get() + client);
        all.add(
            clients.submit(
                () -> {
                  for (int i = 0; i < COMMANDS; i++) {
                    something(random);
                  }
                }));
      }
      custody().post("user:manager", handover + "/execute", "{}").expect(202);
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(accepted)
        .as("seed %d", Seed.get())
        .containsKeys("Transfer", "Release", "Claim", "Assign", "Recycle", "StartCover")
        .containsKeys("EndCover", "VoidEvent", "AnnounceLeaving");
    eventually(
        () ->
            custody()
                .get("user:manager", handover)
                .json()
                .at("/handover/status")
                .asString()
                .equals("completed"));
    long head = custody().bean(EventLog.class).head();
    eventually(
        () ->
            custody()
                    .jdbc()
                    .sql("SELECT coalesce(min(position), 0) FROM custody.view_position")
                    .query(Long.class)
                    .single()
                >= head);
    for (CustomerId customer : customers) {
      check(customer);
    }
  }

  /// Each is right alone, and any two of a ring are; all of them would leave nobody.
  @Test
  void mergesSentAtOnceNeverGoInCircles() throws Exception {
    List<CustomerId> ring = List.of(CustomerId.create(), CustomerId.create(), CustomerId.create());
    RepId owner = RepId.create();
    ask(new Join(owner, Personal.of("rep"), "team", "t", List.of()), daysAgo(90));
    ring.forEach(customer -> ask(register(customer, owner), daysAgo(60)));
    int merged = 0;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < RINGS; round++) {
        List<Callable<Boolean>> merges = new ArrayList<>();
        for (int i = 0; i < ring.size(); i++) {
          MergeInto merge = new MergeInto(ring.get(i), ring.get((i + 1) % ring.size()));
          merges.add(() -> ask(merge, null));
        }
        for (Future<Boolean> merge : clients.invokeAll(merges)) {
          merged += merge.get() ? 1 : 0;
        }
        List<CustomerId> gone = ring.stream().filter(it -> ask(new RevertMerge(it), null)).toList();
        assertThat(gone).as("round %d", round).isNotEmpty().hasSizeLessThan(ring.size());
      }
    }
    assertThat(merged).isGreaterThanOrEqualTo(RINGS);
  }

  private String approved(RepId from, RepId to) {
    String manager = "user:manager";
    String path =
        "/api/handovers/"
            + custody()
                .post(
                    manager,
                    "/api/handovers",
                    "{\"cause\":\"rotation\",\"from\":[\"%s\"],\"reason\":\"turn\"}"
                        .formatted(from))
                .expect(201)
                .id();
    long version =
        custody()
            .post(
                manager,
                path + "/plan",
                "{\"receivers\":[{\"rep\":\"%s\"}],\"splits\":[{\"by\":\"round-robin\"}],\"firstContactDays\":3}"
                    .formatted(to))
            .expect(200)
            .json()
            .get("version")
            .asLong();
    String digest =
        custody()
            .get(manager, path + "/preview?atLeast=" + version)
            .expect(200)
            .json()
            .get("digest")
            .asString();
    custody().post("user:boss", path + "/approve", "{\"digest\":\"" + digest + "\"}").expect(200);
    return path;
  }

  private static Register register(CustomerId customer, RepId owner) {
    return new Register(
        customer,
        Kind.COMPANY,
        new Changes(
            Map.of(), Map.of("name", Personal.of(new FieldValue.Text("客户 " + customer))), Set.of()),
        List.of(),
        new Holder.Owner(owner),
        true);
  }

  private void something(Random random) {
    CustomerId customer = customers.get(random.nextInt(CUSTOMERS));
    RepId rep = reps.get(random.nextInt(REPS));
    String pool = POOLS.get(random.nextInt(POOLS.size()));
    Instant when =
        switch (random.nextInt(6)) {
          case 0, 1 -> begin.minus(Duration.ofHours(random.nextInt(55 * 24)));
          case 2 -> begin.plus(Duration.ofHours(random.nextInt(40 * 24)));
          default -> null;
        };
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> ask(new Transfer(customer, rep), when);
      case 3, 4 -> ask(new Release(customer, pool), when);
      case 5 -> ask(new Claim(customer, rep), when);
      case 6 -> ask(new Assign(customer, rep), when);
      case 7 -> ask(new Recycle(customer, new RuleId(new UUID(0x7000, 1)), 1, pool), null);
      case 8 -> {
        CoverId cover = CoverId.create();
        if (ask(new StartCover(customer, cover, rep, begin.plus(Duration.ofDays(9))), when)) {
          covers.put(customer, cover);
        }
      }
      case 9 -> {
        CoverId cover = covers.get(customer);
        if (cover != null) {
          ask(new EndCover(customer, cover), null);
        }
      }
      case 10 -> {
        List<Recorded> moves =
            custody().bean(EventLog.class).stream(customer.value()).stream()
                .filter(it -> it.event() instanceof OwnershipEvent)
                .toList();
        if (!moves.isEmpty()) {
          UUID event = moves.get(random.nextInt(moves.size())).eventId();
          ask(new VoidEvent(customer, event), null);
        }
      }
      default -> {
        // Late, and one only, so that there is somebody left to own the customers.
        if (random.nextInt(8) == 0) {
          RepId leaver = reps.get(1);
          if (!ask(new AnnounceLeaving(leaver, LocalDate.of(2099, 1, 1)), null)) {
            ask(new Leave(leaver), null);
          }
        }
      }
    }
  }

  /// @return whether it was done
  private boolean ask(Command command, @Nullable Instant effectiveAt) {
    Envelope envelope =
        new Envelope(
            new Actor(Actor.Kind.SERVICE, "test"),
            Channel.API,
            Personal.of("made up"),
            effectiveAt,
            new UUID(0, 1),
            null,
            null);
    boolean done =
        custody().bean(Commands.class).send(Request.of(command, Automation.DEMO, envelope))
            instanceof Outcome.Accepted;
    if (done) {
      accepted.merge(command.getClass().getSimpleName(), 1, Integer::sum);
    }
    return done;
  }

  private Instant daysAgo(int days) {
    return begin.minus(Duration.ofDays(days));
  }

  private static void check(CustomerId customer) {
    List<Recorded> stream = custody().bean(EventLog.class).stream(customer.value());
    List<Instant> moments = Histories.moments(stream);
    Random random = new Random(Seed.get());
    for (int i = 0; i < LOOKS; i++) {
      Instant asOf = moments.get(random.nextInt(moments.size()));
      Instant knownAt = moments.get(random.nextInt(moments.size()));
      CustomerAt expected = CustomerAt.of(stream, asOf, knownAt);
      List<Holder> held = held(customer, asOf, knownAt);
      assertThat(held)
          .as("seed %d: %s as of %s known at %s", Seed.get(), customer, asOf, knownAt)
          .isEqualTo(expected.holder() == null ? List.of() : List.of(expected.holder()));
    }
    Instant registered = stream.getFirst().effectiveAt();
    assertThat(held(customer, registered, Instant.now())).hasSize(1);
    assertThat(held(customer, Instant.now(), Instant.now())).hasSize(1);
  }

  private static List<Holder> held(CustomerId customer, Instant asOf, Instant knownAt) {
    return custody()
        .jdbc()
        .sql(
            """
            SELECT rep, pool FROM view_ownership.held WHERE customer = :customer
              AND valid_from <= :asOf AND valid_to > :asOf
              AND known_from <= :knownAt AND known_to > :knownAt
            """)
        .param("customer", customer.value())
        .param("asOf", asOf.atOffset(ZoneOffset.UTC))
        .param("knownAt", knownAt.atOffset(ZoneOffset.UTC))
        .query(
            (row, _) -> {
              UUID rep = row.getObject("rep", UUID.class);
              return rep == null
                  ? (Holder) new Holder.Pool(row.getString("pool"))
                  : new Holder.Owner(new RepId(rep));
            })
        .list();
  }
}
