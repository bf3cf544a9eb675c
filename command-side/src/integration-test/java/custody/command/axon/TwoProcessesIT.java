package custody.command.axon;

import static custody.command.Samples.phone;
import static custody.command.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import custody.axonserver.FakeAxonServer;
import custody.command.Command;
import custody.command.CommandSideApplication;
import custody.command.Commands;
import custody.command.DeciderSpecification;
import custody.command.Directory;
import custody.command.Outcome;
import custody.command.Receipt;
import custody.command.Rejection;
import custody.command.Request;
import custody.command.Request.Idempotency;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.command.followup.FollowUpCommand.AmendFollowUp;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Register;
import custody.command.recycling.RecyclingCommand.Recycle;
import custody.command.rep.RepCommand.Join;
import custody.command.rep.RepCommand.Leave;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CoverId;
import custody.contract.CustomerAt;
import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpId;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.Kind;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.contract.RuleId;
import custody.contract.Seed;
import custody.service.rights.Authority.Automation;
import custody.store.EventLog;
import custody.store.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Two command sides side by side on either engine, each with aggregates in its memory.
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init") // JUnit calls start() before anything else
class TwoProcessesIT {
  /// Where the events are.
  enum Engine {
    POSTGRES,
    AXON_SERVER
  }

  private static final List<AutoCloseable> RUNNING = new ArrayList<>();
  private static Commands one;
  private static Commands other;
  private static Directory directory;
  private static EventLog log;
  private static @Nullable FakeAxonServer axonServer;

  TwoProcessesIT(Engine engine) {
    assertThat(engine).isNotNull();
  }

  @BeforeParameterizedClassInvocation
  static void start(Engine engine) {
    List<String> settings = new ArrayList<>();
    if (engine == Engine.AXON_SERVER) {
      FakeAxonServer server = new FakeAxonServer(Path.of("target", "axon-" + UUID.randomUUID()));
      RUNNING.addFirst(server);
      axonServer = server;
      settings.add("--spring.profiles.active=axon-server");
      settings.add("--axon.axonserver.servers=" + server.address());
    }
    TestDatabase database = TestDatabase.create();
    RUNNING.addFirst(database);
    settings.addAll(List.of(database.arguments()));
    one = process(settings, "one").getBean(Commands.class);
    ConfigurableApplicationContext second = process(settings, "other");
    other = second.getBean(Commands.class);
    directory = second.getBean(Directory.class);
    log = second.getBean(EventLog.class);
  }

  private static ConfigurableApplicationContext process(List<String> settings, String name) {
    ConfigurableApplicationContext process =
        new SpringApplicationBuilder(CommandSideApplication.class)
            .run(
                Stream.concat(
                        settings.stream(),
                        Stream.of(
                            "--server.port=0",
                            "--management.server.port=0",
                            "--axon.axonserver.client-id=" + name,
                            "--custody.pools.defined[0].name=daily",
                            "--custody.pools.defined[0].claims-per-day=10",
                            "--custody.pools.defined[1].name=scarce",
                            "--custody.pools.defined[1].most-held=7"))
                    .toArray(String[]::new));
    RUNNING.addFirst(process);
    return process;
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    for (AutoCloseable running : RUNNING) {
      running.close();
    }
    RUNNING.clear();
    axonServer = null;
  }

  private static Request request(Command... commands) {
    return new Request(
        List.of(commands),
        Automation.DEMO,
        DeciderSpecification.envelope(Channel.API, "because", null),
        null,
        null);
  }

  private static Request dated(Command command, Instant effectiveAt) {
    return new Request(
        List.of(command),
        Automation.DEMO,
        DeciderSpecification.envelope(Channel.API, "because", effectiveAt),
        null,
        null);
  }

  private static Request once(String key, Command command) {
    return new Request(
        List.of(command),
        Automation.DEMO,
        DeciderSpecification.envelope(Channel.API, "because", null),
        null,
        new Idempotency(key, command.toString()));
  }

  private static Register register(CustomerId id, Changes fields, ExternalId... keys) {
    return new Register(id, Kind.COMPANY, fields, List.of(keys), null, false);
  }

  private static CustomerId registered(Changes fields) {
    CustomerId id = CustomerId.create();
    one.send(request(register(id, fields))).orThrow();
    return id;
  }

  private static String code(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "accepted";
      case Outcome.Rejected(Rejection rejection) -> rejection.code();
    };
  }

  private static <T> List<T> together(Stream<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks.toList())) {
        results.add(future.get());
      }
      return results;
    }
  }

  @Test
  void aHundredRegistrationsOfOneNumberMakeOneCustomer() throws Exception {
    List<Outcome> outcomes =
        together(
            IntStream.range(0, 100)
                .mapToObj(
                    i ->
                        () ->
                            (i % 2 == 0 ? one : other)
                                .send(
                                    request(
                                        register(CustomerId.create(), phone("+862100000001"))))));
    List<Receipt> receipts =
        outcomes.stream().filter(Outcome.Accepted.class::isInstance).map(Outcome::orThrow).toList();
    assertThat(receipts).hasSize(1);
    assertThat(outcomes)
        .filteredOn(Outcome.Rejected.class::isInstance)
        .hasSize(99)
        .allSatisfy(
            outcome -> {
              assertThat(code(outcome)).isEqualTo("duplicate-certain");
              assertThat(((Outcome.Rejected) outcome).rejection().properties())
                  .containsEntry("existing", receipts.getFirst().id().toString())
                  .containsEntry("field", "phone");
            });
  }

  @Test
  void overAxonServerEachSideDecidesForItsPartOfAllStreamsWhoeverAsks() {
    assumeTrue(axonServer != null, "the local bus decides where it is asked");
    for (int i = 0; i < 20; i++) {
      registered(Changes.none());
    }
    assertThat(axonServer.commandsHandled()).containsOnlyKeys("one", "other");
    assertThat(axonServer.events("default"))
        .extracting(event -> event.getPayload().getType())
        .allMatch(name -> name.matches("[a-z-]+\\.[a-z-]+"));
  }

  @Test
  void aNumberGivenUpIsFree() {
    CustomerId first = registered(phone("+862100000002"));
    CustomerId second = registered(Changes.none());
    assertThat(code(other.send(request(new Amend(second, phone("+862100000002"))))))
        .isEqualTo("duplicate-certain");
    one.send(request(new Amend(first, phone("+862100000003")))).orThrow();
    other.send(request(new Amend(second, phone("+862100000002")))).orThrow();
    assertThat(code(one.send(request(new Amend(first, phone("+862100000002"))))))
        .isEqualTo("duplicate-certain");
  }

  @Test
  void changesOfOneCustomerFromBothSidesAreAllRecorded() throws Exception {
    CustomerId id = registered(Changes.none());
    List<Outcome> outcomes =
        together(
            IntStream.range(0, 40)
                .mapToObj(
                    i ->
                        () ->
                            (i % 2 == 0 ? one : other)
                                .send(request(new Amend(id, texts("f" + i, "x"))))));
    assertThat(outcomes).extracting(TwoProcessesIT::code).containsOnly("accepted");
    assertThat(log.stream(id.value()))
        .extracting(Recorded::version)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 41).mapToLong(i -> i).boxed().toList());
  }

  @Test
  void whatTheOtherSideRecordedCounts() {
    CustomerId id = registered(texts("address", "A"));
    other.send(request(new Amend(id, texts("address", "B")))).orThrow();
    // One's memory says that it is A already, and that there is no version 2.
    Receipt receipt = one.send(request(new Amend(id, texts("address", "A")))).orThrow();
    assertThat(receipt.events()).hasSize(1);
    assertThat(receipt.version()).isEqualTo(3);
    Receipt seen = other.send(request(new Amend(id, texts("address", "C")))).orThrow();
    Request next =
        new Request(
            List.of(new Amend(id, texts("address", "D"))),
            Automation.DEMO,
            DeciderSpecification.envelope(Channel.API, null, null),
            seen.version(),
            null);
    assertThat(one.send(next).orThrow().version()).isEqualTo(5);
    assertThat(code(other.send(next))).isEqualTo("stale-version");
  }

  @Test
  void followUpsCountThoughTheCustomerWasReadWithoutThem() {
    CustomerId id = registered(Changes.none());
    RecordFollowUp offer = followUp(id, "asked for an offer");
    RecordFollowUp call = followUp(id, "asked for prices");
    one.send(request(offer)).orThrow();
    UUID called = one.send(request(call)).orThrow().events().getFirst();

    assertThat(other.send(request(new Amend(id, texts("address", "A")))).orThrow().version())
        .isEqualTo(4);
    Receipt again = other.send(request(offer)).orThrow();
    assertThat(again.events()).isEmpty();
    assertThat(again.version()).isEqualTo(4);
    RecordFollowUp contrary =
        new RecordFollowUp(id, offer.followUp(), followUp(id, "asked for nothing").details());
    assertThat(code(other.send(request(contrary)))).isEqualTo("follow-up-exists");

    CompleteNextStep done = new CompleteNextStep(id, offer.followUp(), null);
    other.send(request(done)).orThrow();
    assertThat(code(one.send(request(done)))).isEqualTo("no-open-next-step");

    one.send(request(new VoidEvent(id, called))).orThrow();
    assertThat(code(other.send(request(new AmendFollowUp(id, call.followUp(), offer.details())))))
        .isEqualTo("follow-up-not-found");
    assertThat(code(other.send(request(new VoidEvent(id, called))))).isEqualTo("already-voided");
    assertThat(log.stream(id.value())).hasSize(6);
  }

  @Test
  void whatAFieldOnceWasCountsThoughItWasNotRead() {
    CustomerId id = registered(Changes.none());
    for (int i = 0; i < 80; i++) {
      one.send(request(new Amend(id, texts("address", "A" + i)))).orThrow();
    }
    // Each was behind by now, and reads what was noted by then.
    other.send(request(new Amend(id, texts("address", "B")))).orThrow();
    UUID latest =
        one.send(request(new Amend(id, texts("address", "C")))).orThrow().events().getFirst();
    assertThat(other.send(request(new Amend(id, texts("address", "C")))).orThrow().events())
        .isEmpty();

    Instant tenth = log.stream(id.value()).get(11).effectiveAt();
    Amend asThen = new Amend(id, texts("address", "A10"));
    assertThat(other.send(dated(asThen, tenth)).orThrow().events()).isEmpty();
    assertThat(one.send(dated(new Amend(id, texts("phone", "1")), tenth)).orThrow().events())
        .hasSize(1);

    other.send(request(new VoidEvent(id, latest))).orThrow();
    assertThat(one.send(request(new Amend(id, texts("address", "B")))).orThrow().events())
        .isEmpty();
  }

  private static RecordFollowUp followUp(CustomerId id, String summary) {
    return new RecordFollowUp(
        id,
        FollowUpId.create(),
        new FollowUp(
            Medium.CALL,
            Instant.now().truncatedTo(ChronoUnit.MICROS),
            null,
            Personal.of(summary),
            null,
            new NextStep(Personal.of("send it"), null)));
  }

  @Test
  void aRepWhoLeftOnTheOtherSideOwnsNothingNew() {
    RepId rep = RepId.create();
    one.send(request(new Join(rep, Personal.of("Li"), "East", "Shanghai", List.of()))).orThrow();
    one.send(request(new Claim(registered(Changes.none()), rep))).orThrow();
    other.send(request(new Leave(rep))).orThrow();
    assertThat(code(one.send(request(new Claim(registered(Changes.none()), rep)))))
        .isEqualTo("rep-not-active");
  }

  @Test
  void aCustomersIdIsNoRep() {
    CustomerId id = registered(Changes.none());
    RepId rep = new RepId(id.value());
    assertThat(code(one.send(request(new Leave(rep))))).isEqualTo("rep-not-found");
    assertThat(code(one.send(request(new Claim(registered(Changes.none()), rep)))))
        .isEqualTo("unknown-rep");
    Join join = new Join(rep, Personal.of("Li"), "East", "Shanghai", List.of());
    assertThat(code(one.send(request(join)))).isEqualTo("conflict");
    assertThat(log.stream(id.value())).hasSize(1);
  }

  @Test
  void theSameRequestUnderTheSameKeyIsDoneOnce() {
    CustomerId id = registered(Changes.none());
    Amend amend = new Amend(id, texts("address", "A"));
    Receipt receipt = one.send(once("k1", amend)).orThrow();
    one.send(request(new Amend(id, texts("address", "B")))).orThrow();
    assertThat(one.send(once("k1", amend)).orThrow()).isEqualTo(receipt);
    assertThat(other.send(once("k1", amend)).orThrow()).isEqualTo(receipt);
    assertThat(code(other.send(once("k1", new Amend(id, texts("f", "C"))))))
        .isEqualTo("idempotency-key-reused");
  }

  @Test
  void theSameRequestAtTheSameTimeIsDoneOnce() throws Exception {
    // Each with an id of its own, as a controller would give it.
    List<Outcome> outcomes =
        together(
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        () -> {
                          Register register = register(CustomerId.create(), phone("+862100000004"));
                          return (i % 2 == 0 ? one : other)
                              .send(
                                  new Request(
                                      List.of(register),
                                      Automation.DEMO,
                                      DeciderSpecification.envelope(Channel.API, null, null),
                                      null,
                                      new Idempotency("k2", "POST /api/customers +862100000004")));
                        }));
    Set<String> codes = Set.copyOf(outcomes.stream().map(TwoProcessesIT::code).toList());
    assertThat(codes).isSubsetOf("accepted", "idempotency-key-in-flight").contains("accepted");
    assertThat(
            outcomes.stream()
                .filter(Outcome.Accepted.class::isInstance)
                .map(Outcome::orThrow)
                .distinct())
        .hasSize(1);
  }

  @Test
  void nothingToDoIsTheSameAnswerAgain() {
    CustomerId id = registered(texts("address", "A"));
    Amend amend = new Amend(id, texts("address", "A"));
    Receipt receipt = one.send(once("k3", amend)).orThrow();
    assertThat(receipt.events()).isEmpty();
    other.send(request(new Amend(id, texts("address", "B")))).orThrow();
    assertThat(one.send(once("k3", amend)).orThrow()).isEqualTo(receipt);
  }

  @Test
  void aBatchIsOneAppendWithoutWhatIsRefused() {
    registered(phone("+862100000005"));
    CustomerId id = CustomerId.create();
    List<Outcome> outcomes =
        one.sendEach(
            List.of(
                request(register(id, texts("name", "Kunlun Tea"), new ExternalId("erp", "k-1"))),
                request(new Amend(id, phone("+862100000005"))),
                request(new Amend(id, texts("address", "Anren St")))));
    assertThat(outcomes)
        .extracting(TwoProcessesIT::code)
        .containsExactly("accepted", "duplicate-certain", "accepted");
    List<Recorded> stream = log.stream(id.value());
    assertThat(stream).hasSize(2);
    assertThat(stream.getFirst().recordedAt()).isEqualTo(stream.getLast().recordedAt());
    assertThat(directory.customers(List.of(new ExternalId("erp", "k-1"))))
        .containsEntry(new ExternalId("erp", "k-1"), id);
    assertThat(
            code(
                other.send(
                    request(
                        register(
                            CustomerId.create(), Changes.none(), new ExternalId("erp", "k-1"))))))
        .isEqualTo("external-id-taken");
  }

  @Test
  void aRehearsalSeesWhatOthersHaveAndRecordsNothing() {
    registered(phone("+862100000006"));
    long head = log.head();
    List<Outcome> outcomes =
        other.rehearse(List.of(request(register(CustomerId.create(), phone("+862100000006")))));
    assertThat(outcomes).extracting(TwoProcessesIT::code).containsExactly("duplicate-certain");
    assertThat(log.head()).isEqualTo(head);
  }

  @Test
  void firmsBehindOneSwitchboardAreLikelyTheSameAndMayBeAccepted() {
    CustomerId first = registered(phone("+862100000007;ext=801"));
    Register second = register(CustomerId.create(), phone("+862100000007;ext=802"));
    Outcome likely = other.send(request(second));
    assertThat(code(likely)).isEqualTo("duplicate-likely");
    assertThat(likely.toString()).contains(first.toString()).contains("phone");
    other.send(request(despite(second))).orThrow();

    Register board = register(CustomerId.create(), phone("+862100000007"));
    assertThat(code(one.send(request(board)))).isEqualTo("duplicate-likely");
    one.send(request(despite(board))).orThrow();
    assertThat(
            code(other.send(request(register(CustomerId.create(), phone("+862100000007;ext=9"))))))
        .isEqualTo("duplicate-likely");
    for (String taken : List.of("+862100000007", "+862100000007;ext=802")) {
      assertThat(code(other.send(request(register(CustomerId.create(), phone(taken))))))
          .isEqualTo("duplicate-certain");
    }
  }

  private static Register despite(Register command) {
    return new Register(
        command.customer(),
        command.kind(),
        command.fields(),
        command.externalIds(),
        command.holder(),
        true);
  }

  @Test
  void aSimilarNameIsReportedUntilItIsAmendedAway() {
    CustomerId id = registered(texts("name", "上海豫园餐饮有限公司"));
    Register similar = register(CustomerId.create(), texts("name", "上海豫園餐饮股份有限公司"));
    Outcome outcome = other.send(request(similar));
    assertThat(code(outcome)).isEqualTo("duplicate-likely");
    assertThat(outcome.toString()).contains(id.toString());
    one.send(request(new Amend(id, texts("name", "Totally different")))).orThrow();
    other.send(request(similar)).orThrow();
  }

  private static CustomerId inPool(String pool) {
    CustomerId id = CustomerId.create();
    one.send(
            request(
                new Register(
                    id, Kind.COMPANY, Changes.none(), List.of(), new Holder.Pool(pool), false)))
        .orThrow();
    return id;
  }

  private static RepId joined(String name) {
    RepId rep = RepId.create();
    one.send(request(new Join(rep, Personal.of(name), "East", "Shanghai", List.of()))).orThrow();
    return rep;
  }

  private static List<String> codesOf(Stream<Command> commands) throws Exception {
    List<Command> all = commands.toList();
    return together(
        IntStream.range(0, all.size())
            .mapToObj(i -> () -> code((i % 2 == 0 ? one : other).send(request(all.get(i))))));
  }

  @Test
  void ofAHundredClaimsOfOneCustomerOneWins() throws Exception {
    CustomerId customer = inPool("public");
    List<RepId> reps = IntStream.range(0, 100).mapToObj(i -> joined("rep " + i)).toList();
    List<String> codes = codesOf(reps.stream().map(rep -> new Claim(customer, rep)));
    assertThat(codes).filteredOn("accepted"::equals).hasSize(1);
    assertThat(codes).containsOnly("accepted", "not-in-pool");
  }

  @Test
  void aHundredClaimsByOneRepAtOnceDoNotPassTheLimitOfTheDay() throws Exception {
    RepId rep = joined("Li");
    List<CustomerId> customers = IntStream.range(0, 100).mapToObj(_ -> inPool("daily")).toList();
    List<String> codes = codesOf(customers.stream().map(id -> new Claim(id, rep)));
    assertThat(codes).filteredOn("accepted"::equals).hasSize(10);
    assertThat(codes).containsOnly("accepted", "claim-limit-day");
  }

  @Test
  void aRepWhoGetsCustomersInEveryWayClaimsUpToTheMostOnly() throws Exception {
    RepId rep = joined("Wang");
    for (int i = 0; i < 3; i++) {
      other.send(request(new Assign(inPool("scarce"), rep))).orThrow();
    }
    List<CustomerId> customers = IntStream.range(0, 30).mapToObj(_ -> inPool("scarce")).toList();
    List<String> codes = codesOf(customers.stream().map(id -> new Claim(id, rep)));
    assertThat(codes).filteredOn("accepted"::equals).hasSize(4);
    assertThat(codes).containsOnly("accepted", "claim-limit-held");
    // Whoever gives one back may claim another.
    CustomerId had = customers.get(codes.indexOf("accepted"));
    one.send(request(new Release(had, "public"))).orThrow();
    CustomerId next = customers.get(codes.indexOf("claim-limit-held"));
    assertThat(code(other.send(request(new Claim(next, rep))))).isEqualTo("accepted");
    assertThat(code(one.send(request(new Claim(inPool("scarce"), rep)))))
        .isEqualTo("claim-limit-held");
  }

  /// Whatever happens at once, each customer is with one holder at every two times, and what
  /// decisions rest on is what the definition says.
  @Test
  void whateverIsDoneAtOnceIsOneHistoryWithOneHolderAtEveryTime() throws Exception {
    long seed = Seed.get();
    List<RepId> reps = IntStream.range(0, 4).mapToObj(i -> joined("rep " + i)).toList();
    List<CustomerId> customers = IntStream.range(0, 5).mapToObj(_ -> inPool("public")).toList();
    Queue<Receipt> done = new ConcurrentLinkedQueue<>();
    together(
        IntStream.range(0, 12)
            .mapToObj(
                worker ->
                    () -> {
                      Random random = new Random(seed + worker);
                      for (int i = 0; i < 40; i++) {
                        Outcome outcome =
                            (random.nextBoolean() ? one : other)
                                .send(schedule(random, customers, reps, done));
                        if (outcome instanceof Outcome.Accepted(Receipt receipt)) {
                          done.add(receipt);
                        }
                      }
                      return worker;
                    }));
    CustomerDecider decider = new CustomerDecider(Set.of());
    int covers = 0;
    for (CustomerId customer : customers) {
      List<Recorded> stream = log.stream(customer.value());
      assertThat(stream).as("seed %d", seed).hasSizeGreaterThan(10);
      Customer state = decider.initial();
      for (Recorded recorded : stream) {
        state = decider.evolve(state, recorded);
      }
      List<Instant> moments = Histories.moments(stream);
      Instant registered = stream.getFirst().effectiveAt();
      for (Instant asOf : moments) {
        for (int i = 0; i < moments.size(); i += 7) {
          Instant knownAt = moments.get(i);
          boolean there = !asOf.isBefore(registered) && !knownAt.isBefore(registered);
          assertThat(CustomerAt.of(stream, asOf, knownAt).holder() != null)
              .as("seed %d, as of %s, known at %s", seed, asOf, knownAt)
              .isEqualTo(there);
        }
        CustomerAt at = CustomerAt.of(stream, asOf, Instant.MAX);
        covers += at.responsible().covers().size();
        assertThat(state.ownership().holders().at(asOf)).isEqualTo(at.holder());
        assertThat(state.responsibilities().covers(asOf, at.holder()))
            .containsExactlyElementsOf(at.responsible().covers().values());
      }
    }
    assertThat(covers).as("covers in force, or this test says less").isPositive();
  }

  private static Request schedule(
      Random random, List<CustomerId> customers, List<RepId> reps, Queue<Receipt> done) {
    CustomerId customer = customers.get(random.nextInt(customers.size()));
    RepId rep = reps.get(random.nextInt(reps.size()));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Receipt earlier = done.isEmpty() || random.nextInt(3) > 0 ? null : done.peek();
    Command command =
        switch (random.nextInt(9)) {
          case 0, 1 -> new Transfer(customer, rep);
          case 2 -> new Claim(customer, rep);
          case 3 -> new Release(customer, random.nextBoolean() ? null : "daily");
          case 4 -> new Assign(customer, rep);
          case 5, 6 ->
              new StartCover(
                  customer, CoverId.create(), rep, now.plusSeconds(random.nextInt(7200) + 1));
          case 7 -> new Recycle(customer, new RuleId(customer.value()), 1, null);
          default ->
              earlier == null || earlier.events().isEmpty()
                  ? new Transfer(customer, rep)
                  : new VoidEvent(new CustomerId(earlier.id()), earlier.events().getFirst());
        };
    Instant effective =
        command instanceof VoidEvent || random.nextBoolean()
            ? null
            : now.plusSeconds(random.nextInt(-3, 3600));
    return new Request(
        List.of(command),
        Automation.DEMO,
        DeciderSpecification.envelope(Channel.API, "because", effective),
        null,
        null);
  }
}
