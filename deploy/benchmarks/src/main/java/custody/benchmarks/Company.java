package custody.benchmarks;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Request;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.command.rep.RepCommand.Join;
import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Kind;
import custody.contract.RepId;
import custody.service.rights.Authority.Automation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The company whose history everyone keeps: the same on every machine. Ten events per customer,
/// about 400 bytes each; 200 reps, of whom one has a tenth of the customers.
final class Company {
  private static final long SEED = 20261123;
  private static final int REPS = 200;
  private static final int FOLLOW_UPS = 6;
  private static final Instant FOUNDED = Instant.parse("2023-01-02T01:00:00Z");
  /// After {@link #record} ends, and before {@link #growTenfold} begins.
  private static final Instant GROWN_UP = Instant.parse("2024-10-01T00:00:00Z");

  /// After all that has happened.
  static final Instant LATER = Instant.parse("2026-11-01T00:00:00Z");

  private static final UUID RUN = new UUID(SEED, 0);
  private static final String LETTERS = "的一是在不了有和人这中大为上个国我以要他 abcdefghijklmnopqrstuvwxyz";
  private static final String[] SURNAMES = {
    "王", "李", "张", "刘", "陈", "杨", "Smith ", "Jones ", "黄", "赵"
  };
  private static final String[] TRADES = {"餐饮", "超市", "批发", "酒店", "Bakery", "Catering", "水果", "饮料"};

  private final RepId[] reps = new RepId[REPS];
  private final CustomerId[] customers;
  private int extra;

  Company(int customers) {
    this.customers = new CustomerId[customers];
    Random random = new Random(SEED);
    for (int i = 0; i < REPS; i++) {
      reps[i] = new RepId(id(random));
    }
    for (int i = 0; i < customers; i++) {
      this.customers[i] = new CustomerId(id(random));
    }
  }

  int size() {
    return customers.length;
  }

  CustomerId customer(int number) {
    return customers[number];
  }

  RepId rep(int number) {
    return reps[number];
  }

  /// Four of five times one of the fifth that everyone works with.
  int skewed() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int hot = Math.max(1, customers.length / 5);
    return random.nextInt(5) < 4 ? random.nextInt(hot) : random.nextInt(customers.length);
  }

  /// About 250 bytes of what people write.
  static String remark(Random random) {
    StringBuilder text = new StringBuilder(170);
    for (int i = 0; i < 160; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  static Request request(Command command, @Nullable Instant at) {
    Envelope envelope =
        new Envelope(
            new Actor(Actor.Kind.SERVICE, "benchmarks"),
            Channel.IMPORT,
            Personal.of("benchmark"),
            at,
            RUN,
            null,
            null);
    return Request.of(command, Automation.IMPORT, envelope);
  }

  Amend amend(int customer, Random random) {
    return amend(customers[customer], random);
  }

  private static Amend amend(CustomerId customer, Random random) {
    return new Amend(customer, personal(Map.of("remark", new FieldValue.Text(remark(random)))));
  }

  /// Records the company's whole history.
  ///
  /// @return how many events
  long record(Commands commands) throws Exception {
    for (int i = 0; i < REPS; i++) {
      Join join =
          new Join(reps[i], Personal.of("Rep " + i), "team " + i % 10, "area " + i, List.of());
      commands.send(request(join, FOUNDED)).orThrow();
    }
    return REPS + ofEach(this::history, commands);
  }

  /// Sends what there is to say of each customer, several customers at a time.
  ///
  /// @return how many events it were
  private long ofEach(IntFunction<List<Request>> requests, Commands commands) throws Exception {
    LongAdder events = new LongAdder();
    atOnce(
        Ground.CONNECTIONS,
        0,
        customers.length,
        number -> {
          List<Outcome> outcomes = commands.sendEach(requests.apply(number));
          outcomes.forEach(Outcome::orThrow);
          events.add(outcomes.size());
        });
    return events.sum();
  }

  /// Does something for each number, several at a time; nothing is kept of what is done, nor of
  /// what is still to be done.
  ///
  /// @param to exclusive
  private static void atOnce(int several, int from, int to, IntConsumer action) throws Exception {
    AtomicInteger next = new AtomicInteger(from);
    try (ExecutorService executor = Executors.newFixedThreadPool(several)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < several; i++) {
        all.add(
            executor.submit(
                () -> {
                  for (int number = next.getAndIncrement();
                      number < to;
                      number = next.getAndIncrement()) {
                    action.accept(number);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private List<Request> history(int number) {
    Random random = new Random(SEED + number);
    CustomerId customer = customers[number];
    RepId owner = number % 10 == 0 ? reps[0] : reps[1 + random.nextInt(REPS - 2)];
    Instant at = FOUNDED.plus(Duration.ofMinutes(1 + random.nextInt(500_000)));
    List<Request> history = new ArrayList<>();
    history.add(request(register(customer, number, owner, random), at));
    history.add(request(new Classify(customer, "" + (char) ('A' + random.nextInt(4)), null), at));
    for (int i = 0; i < FOLLOW_UPS; i++) {
      at = at.plus(Duration.ofHours(20 + random.nextInt(1000)));
      history.add(request(followUp(customer, owner, at, random), null));
      if (i == FOLLOW_UPS / 2) {
        history.add(request(amend(customer, random), at));
      }
    }
    if (number % 10 != 0) {
      RepId next = reps[1 + random.nextInt(REPS - 2)];
      if (!next.equals(owner)) {
        history.add(request(new Transfer(customer, next), at));
      }
    }
    return history;
  }

  /// Goes on with every customer's history until there are ten times as many events.
  void growTenfold(Commands commands) throws Exception {
    ofEach(this::later, commands);
  }

  /// Two years in the same mixture, but that nobody is registered twice.
  private List<Request> later(int number) {
    Random random = new Random(~SEED - number);
    CustomerId customer = customers[number];
    Instant at = GROWN_UP;
    List<Request> history = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      history.add(request(new Classify(customer, "" + (char) ('A' + i % 4), null), at));
      for (int j = 0; j < FOLLOW_UPS; j++) {
        at = at.plus(Duration.ofHours(1 + random.nextInt(400)));
        history.add(request(followUp(customer, reps[1 + i], at, random), null));
        if (j % 2 == 0) {
          history.add(request(amend(customer, random), at));
        }
      }
    }
    return history;
  }

  /// A rep without customers.
  RepId spareRep() {
    return reps[REPS - 1];
  }

  /// The id of a customer, of those too that {@link #registerUpTo} has added.
  CustomerId idOf(int number) {
    return number < customers.length
        ? customers[number]
        : new CustomerId(id(new Random(SEED * 31 + number)));
  }

  /// Registers more customers, of whom nothing else is known, until there are so many.
  void registerUpTo(int count, Commands commands) throws Exception {
    atOnce(
        4 * Ground.CONNECTIONS,
        customers.length,
        count,
        number ->
            commands
                .send(
                    request(
                        register(idOf(number), number, reps[1], new Random(SEED + number)),
                        FOUNDED.plusSeconds(60)))
                .orThrow());
  }

  /// New customers, with so many events each: half of them follow-ups, half of them changes.
  List<CustomerId> customersWith(int events, int count, Commands commands) {
    List<CustomerId> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = 50_000_000 + events * 1000 + extra++;
      Random random = new Random(SEED + number);
      CustomerId customer = new CustomerId(id(random));
      Instant at = FOUNDED.plus(Duration.ofDays(1));
      List<Request> history = new ArrayList<>();
      history.add(request(register(customer, number, reps[1], random), at));
      for (int event = 1; event < events; event++) {
        at = at.plus(Duration.ofMinutes(30));
        history.add(
            event % 2 == 0
                ? request(amend(customer, random), at)
                : request(followUp(customer, reps[1], at, random), null));
      }
      for (int from = 0; from < history.size(); from += 100) {
        commands
            .sendEach(history.subList(from, Math.min(from + 100, history.size())))
            .forEach(Outcome::orThrow);
      }
      made.add(customer);
    }
    return made;
  }

  private static RecordFollowUp followUp(
      CustomerId customer, RepId rep, Instant at, Random random) {
    return new RecordFollowUp(
        customer,
        new FollowUpId(id(random)),
        new FollowUp(FollowUpEvent.Medium.VISIT, at, rep, Personal.of(remark(random)), null, null));
  }

  private static Register register(CustomerId customer, int number, RepId owner, Random random) {
    Map<String, Personal<FieldValue>> fields = new LinkedHashMap<>();
    fields.put("name", Personal.of(new FieldValue.Text(nameOf(number))));
    String phone = String.format("+86139%08d", number);
    fields.put("phone", Personal.of(new FieldValue.Phone(phone, phone)));
    fields.put("address", Personal.of(new FieldValue.Text(remark(random).substring(0, 40))));
    return new Register(
        customer,
        Kind.OUTLET,
        new Changes(Map.of("region", new FieldValue.Text("area " + number % 50)), fields, Set.of()),
        List.of(),
        new Holder.Owner(owner),
        true);
  }

  /// What the customer of this number is called.
  static String nameOf(int number) {
    return name(number, new Random(SEED ^ number));
  }

  static String name(int number, Random random) {
    return SURNAMES[random.nextInt(SURNAMES.length)]
        + Integer.toString(number, 36)
        + TRADES[random.nextInt(TRADES.length)]
        + LETTERS.charAt(random.nextInt(20))
        + LETTERS.charAt(random.nextInt(20));
  }

  private static Changes personal(Map<String, FieldValue> fields) {
    Map<String, Personal<FieldValue>> personal = new LinkedHashMap<>();
    fields.forEach((name, value) -> personal.put(name, Personal.of(value)));
    return new Changes(Map.of(), personal, Set.of());
  }

  private static UUID id(Random random) {
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x7000L,
        (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }
}
