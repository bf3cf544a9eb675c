package custody.command.handover;

import static org.assertj.core.api.Assertions.assertThat;

import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Request;
import custody.command.http.Api.Reply;
import custody.command.http.CommandSideFixture;
import custody.command.profile.ProfileCommand.Register;
import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.FieldValue;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverEvent.Completed;
import custody.contract.HandoverEvent.CustomersFailed;
import custody.contract.HandoverEvent.CustomersKept;
import custody.contract.HandoverEvent.CustomersMoved;
import custody.contract.HandoverEvent.LeftAlone;
import custody.contract.HandoverEvent.Started;
import custody.contract.HandoverEvent.Undone;
import custody.contract.HandoverId;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.OwnershipEvent.Released;
import custody.contract.OwnershipEvent.Transferred;
import custody.contract.Personal;
import custody.contract.ProfileEvent;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.contract.UuidV7;
import custody.service.Caller;
import custody.service.Operations;
import custody.service.handover.Draft;
import custody.service.handover.Drafts;
import custody.service.rights.Authority.Automation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Cases on a real database, with drafts such as the query side makes.
class HandoverIT extends CommandSideFixture {
  private static final String OTTO = "user:otto";

  @Autowired private Commands commands;
  @Autowired private Drafts drafts;
  @Autowired private Operations operations;
  @Autowired private HandoverRun.Tools tools;

  @Test
  void aCaseMovesEachOfItsCustomersOnceAndReportsThoseThatMovedMeanwhile() {
    RepId leaver = new RepId(UUID.fromString(rep()));
    RepId receiver = new RepId(UUID.fromString(rep()));
    List<CustomerId> customers = customers(leaver, 620);
    HandoverId handover = approved(leaver, receiver, customers, 600);
    CustomerId taken = customers.get(7);
    api.post("/api/customers/" + taken + "/release", "{\"reason\":\"asked for it\"}").is(200);

    String operation = execute(handover, "{}");

    assertThat(ended(operation).detail()).contains("completed", "619");
    List<Recorded> events = log.stream(handover.value());
    Recorded started =
        events.stream().filter(it -> it.event() instanceof Started).findFirst().orElseThrow();
    for (CustomerId customer : customers) {
      List<Recorded> stream = log.stream(customer.value());
      if (customer.equals(taken)) {
        assertThat(stream.getLast().event()).isInstanceOf(Released.class);
        assertThat(stream).hasSize(2);
        continue;
      }
      assertThat(stream).as("of %s", customer).hasSize(2);
      Recorded move = stream.getLast();
      assertThat(move.event())
          .isEqualTo(
              customers.indexOf(customer) < 600
                  ? new Transferred(leaver, new Holder.Owner(receiver))
                  : new Released(leaver, new Holder.Pool("rest")));
      assertThat(move.effectiveAt()).isEqualTo(started.effectiveAt());
      assertThat(move.envelope().correlationId()).isEqualTo(handover.value());
      assertThat(move.envelope().causationId()).isEqualTo(started.eventId());
      assertThat(move.envelope().reason()).isEqualTo(Personal.of("leaves"));
      assertThat(move.envelope().actor()).isEqualTo(Actor.parse("service:tester"));
    }
    assertThat(events.stream().map(Recorded::event).filter(CustomersMoved.class::isInstance))
        .hasSize(2);
    assertThat(events.stream().map(Recorded::event))
        .contains(
            new CustomersFailed(1, List.of(new LeftAlone(taken, "moved-meanwhile"))),
            new Completed(619, 1));
  }

  @Test
  void anUndoneCaseGivesBackWhatNobodyHasTouchedSince() {
    RepId leaver = new RepId(UUID.fromString(rep()));
    RepId receiver = new RepId(UUID.fromString(rep()));
    List<CustomerId> customers = customers(leaver, 30);
    HandoverId handover = approved(leaver, receiver, customers, 25);
    ended(execute(handover, "{}"));
    CustomerId touched = customers.get(3);
    api.as("service:crm")
        .patch("/api/customers/" + touched, "{\"fields\":{\"industry\":\"tea\"}}", "If-Match", "*")
        .is(200);
    api.post("/api/reps/" + leaver + "/leaving", "{\"lastDay\":\"2099-12-31\"}").is(200);

    Reply undo = api.post("/api/handovers/" + handover + "/undo", "{\"reason\":\"stays\"}").is(202);
    ended(String.valueOf(undo.location()));

    for (CustomerId customer : customers) {
      OwnershipEvent last =
          log.stream(customer.value()).stream()
              .map(Recorded::event)
              .filter(OwnershipEvent.class::isInstance)
              .map(OwnershipEvent.class::cast)
              .reduce((_, later) -> later)
              .orElseThrow();
      assertThat(last.to())
          .isEqualTo(new Holder.Owner(customer.equals(touched) ? receiver : leaver));
    }
    assertThat(log.stream(handover.value()).stream().map(Recorded::event))
        .contains(
            new CustomersKept(1, List.of(new LeftAlone(touched, "touched-since"))),
            new Undone(29, 1));
  }

  @Test
  void twoProcessesAtTheSameCaseMoveEachCustomerOnce() throws Exception {
    RepId leaver = new RepId(UUID.fromString(rep()));
    RepId receiver = new RepId(UUID.fromString(rep()));
    List<CustomerId> customers = customers(leaver, 200);
    HandoverId handover = approved(leaver, receiver, customers, 200);
    // Ordered past the worker, so that nobody but these two carries it out.
    commands
        .send(
            Request.of(
                new HandoverCommand.Execute(handover, UuidV7.create()),
                Automation.HANDOVER,
                envelope("user:otto")))
        .orThrow();

    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        runs.add(two.submit(() -> new HandoverRun(tools, handover).run(Instant.now())));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }

    for (CustomerId customer : customers) {
      assertThat(log.stream(customer.value())).as("of %s", customer).hasSize(2);
    }
    assertThat(log.stream(handover.value()).stream().map(Recorded::event))
        .contains(new Completed(200, 0))
        .filteredOn(CustomersMoved.class::isInstance)
        .hasSize(1);
  }

  @Test
  void aRunThatBreaksOffAnywhereGoesOnWithoutLossOrDoubles() throws Exception {
    RepId leaver = new RepId(UUID.fromString(rep()));
    RepId receiver = new RepId(UUID.fromString(rep()));
    List<CustomerId> customers = customers(leaver, 120);
    HandoverId handover = approved(leaver, receiver, customers, 100);
    commands
        .send(
            Request.of(
                new HandoverCommand.Execute(handover, UuidV7.create()),
                Automation.HANDOVER,
                envelope("user:otto")))
        .orThrow();

    int runs = brokenOff(handover);
    commands
        .send(
            Request.of(
                new HandoverCommand.Undo(handover, UuidV7.create()),
                Automation.HANDOVER,
                envelope("user:otto")))
        .orThrow();
    runs += brokenOff(handover);

    assertThat(runs).isGreaterThan(4);
    for (CustomerId customer : customers) {
      assertThat(log.stream(customer.value())).as("of %s", customer).hasSize(3);
    }
    assertThat(log.stream(handover.value()).stream().map(Recorded::event))
        .containsOnlyOnce(new Completed(120, 0), new Undone(120, 0));
  }

  /// Runs until nothing is left, and each time breaks off after some commands more: they are
  /// recorded, but the run never learns it.
  private int brokenOff(HandoverId handover) throws InterruptedException {
    for (int runs = 1; ; runs++) {
      AtomicInteger left = new AtomicInteger(60);
      HandoverRun.Tools broken =
          new HandoverRun.Tools(
              new Commands() {
                @Override
                public Outcome send(Request request) {
                  Outcome outcome = commands.send(request);
                  if (left.decrementAndGet() < 0) {
                    throw new IllegalStateException("killed");
                  }
                  return outcome;
                }

                @Override
                public List<Outcome> sendEach(List<Request> requests) {
                  throw new UnsupportedOperationException();
                }

                @Override
                public List<Outcome> rehearse(List<Request> requests) {
                  throw new UnsupportedOperationException();
                }

                @Override
                public boolean sees(CustomerId customer, Caller caller) {
                  throw new UnsupportedOperationException();
                }
              },
              log,
              operations,
              4);
      try {
        new HandoverRun(runs < 4 ? broken : tools, handover).run(Instant.now());
        return runs;
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("killed");
      }
    }
  }

  /// Several times: calling it off meets a worker that is awake, asleep, or just about to be.
  @RepeatedTest(8)
  void aCaseDatedAheadWaitsRestsAndCanBeCalledOff() {
    RepId leaver = new RepId(UUID.fromString(rep()));
    RepId receiver = new RepId(UUID.fromString(rep()));
    List<CustomerId> customers = customers(leaver, 3);
    HandoverId handover = approved(leaver, receiver, customers, 3);
    String path = "/api/handovers/" + handover;
    String operation =
        execute(handover, "{\"effectiveAt\":\"" + Instant.now().plus(Duration.ofDays(3)) + "\"}");

    api.post(path + "/execute", "{}").isProblem(409, "handover-state");
    api.post(path + "/pause", "{}").is(200);
    api.post(path + "/resume", null).is(200);
    assertThat(operations.find(id(operation)).orElseThrow().state())
        .isEqualTo(Operations.State.RUNNING);
    api.post(path + "/cancel", "{\"reason\":\"stays\"}").is(200);

    assertThat(ended(operation).detail()).contains("cancelled");
    for (CustomerId customer : customers) {
      assertThat(log.stream(customer.value())).hasSize(1);
    }
    api.post(path + "/undo", "{\"reason\":\"x\"}").isProblem(409, "nothing-to-undo");
  }

  @Test
  void killedBeforeTheLastPartIsCountedItIsCountedAtTheEnd() throws Exception {
    RepId leaver = new RepId(UUID.fromString(rep()));
    HandoverId handover =
        approved(leaver, new RepId(UUID.fromString(rep())), customers(leaver, 3), 3);
    String operation = execute(handover, "{}");
    ended(operation);
    operations.progress(id(operation), 0, 3L);

    new HandoverRun(tools, handover).run(Instant.now());

    Operations.Operation counted = ended(operation);
    assertThat(counted.done()).isEqualTo(3);
    assertThat(counted.total()).isEqualTo(3);
  }

  @Test
  void anOrderThatIsRepeatedUnderItsKeyIsAnsweredAsTheFirstTime() {
    RepId leaver = new RepId(UUID.fromString(rep()));
    HandoverId handover =
        approved(leaver, new RepId(UUID.fromString(rep())), customers(leaver, 2), 2);
    String path = "/api/handovers/" + handover + "/execute";
    String first = api.post(path, "{}", "Idempotency-Key", "once").is(202).location() + "";
    assertThat(api.post(path, "{}", "Idempotency-Key", "once").is(202).location()).isEqualTo(first);
    ended(first);
  }

  @Test
  void whatAPlanSaysIsChecked() {
    String leaver = rep();
    String receiver = rep();
    String path =
        "/api/handovers/"
            + api.post(
                    "/api/handovers",
                    "{\"cause\":\"leaving\",\"from\":[\""
                        + leaver
                        + "\"],\"lastDay\":\"2099-01-31\",\"reason\":\"leaves\"}")
                .is(201)
                .id();
    api.post(path + "/plan", "{}").isProblem(422, "handover-plan-invalid");
    api.post(path + "/plan", plan(receiver, "{\"by\":\"balance\",\"among\":[],\"weights\":{}}"))
        .is(200);
    api.post(
            path + "/plan",
            plan(
                receiver,
                "{\"by\":\"field\",\"field\":\"phone\",\"choices\":[{\"values\":[\"1\"],\"to\":[\""
                    + receiver
                    + "\"]}]}"))
        .isProblem(422, "field-not-for-splits");
    api.post(path + "/plan", plan(receiver, "{\"by\":\"magic\"}"))
        .isProblem(400, "property-invalid");
    api.post(path + "/plan", plan(receiver, "{\"by\":\"relationship\"}"))
        .isProblem(400, "property-missing");
    // Among whom, and by what weights, need not be said.
    api.post(path + "/plan", plan(receiver, "{\"by\":\"round-robin\"},{\"by\":\"balance\"}"))
        .is(200);
    api.as(OTTO).post(path + "/approve", "{\"digest\":\"x\"}").isProblem(409, "preview-missing");
  }

  private static String plan(String receiver, String split) {
    return "{\"receivers\":[{\"rep\":\"" + receiver + "\"}],\"splits\":[" + split + "]}";
  }

  private List<CustomerId> customers(RepId owner, int number) {
    List<CustomerId> customers = new ArrayList<>();
    // No more of them than there are connections.
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < number; i++) {
        CustomerId customer = CustomerId.create();
        customers.add(customer);
        Changes fields =
            new Changes(
                Map.of(),
                Map.of("name", Personal.of(new FieldValue.Text("客户" + customer))),
                Set.of());
        threads.execute(
            () ->
                commands
                    .send(
                        Request.of(
                            new Register(
                                customer,
                                ProfileEvent.Kind.OUTLET,
                                fields,
                                List.of(),
                                new Holder.Owner(owner),
                                true),
                            Automation.DEMO,
                            envelope("user:tester")))
                    .orThrow());
      }
    }
    return customers;
  }

  private static Envelope envelope(String actor) {
    return new Envelope(
        Actor.parse(actor),
        Channel.API,
        Personal.of("because"),
        null,
        UUID.randomUUID(),
        null,
        null);
  }

  /// A case approved by Otto: the first so many customers go to the receiver, the rest to a pool.
  private HandoverId approved(
      RepId leaver, RepId receiver, List<CustomerId> customers, int toReceiver) {
    String id =
        api.post(
                "/api/handovers",
                "{\"cause\":\"leaving\",\"from\":[\"" + leaver + "\"],\"reason\":\"leaves\"}")
            .is(201)
            .id();
    HandoverId handover = HandoverId.of(id);
    api.post(
            "/api/handovers/" + id + "/plan",
            plan(receiver.toString(), "{\"by\":\"balance\",\"among\":[],\"weights\":{}}"))
        .is(200);
    List<Allotment> allotments = new ArrayList<>();
    allotments.add(
        new Allotment(leaver, new Holder.Owner(receiver), 1, customers.subList(0, toReceiver)));
    if (toReceiver < customers.size()) {
      allotments.add(
          new Allotment(
              leaver,
              new Holder.Pool("rest"),
              Allotment.REST,
              customers.subList(toReceiver, customers.size())));
    }
    Draft draft = new Draft(handover, 1, Instant.now(), 1, allotments, List.of());
    drafts.keep(draft);
    api.as(OTTO)
        .post("/api/handovers/" + id + "/approve", "{\"digest\":\"" + draft.digest() + "\"}")
        .is(200);
    return handover;
  }

  private String execute(HandoverId handover, String body) {
    return String.valueOf(
        api.post("/api/handovers/" + handover + "/execute", body).is(202).location());
  }

  private static UUID id(String operation) {
    return UUID.fromString(operation.substring(operation.lastIndexOf('/') + 1));
  }

  private Operations.Operation ended(String operation) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      Operations.Operation now = operations.find(id(operation)).orElseThrow();
      if (now.endedAt() != null) {
        return now;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still running: " + now);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }
}
