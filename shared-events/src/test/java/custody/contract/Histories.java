package custody.contract;

import custody.contract.CallEvent.Call;
import custody.contract.CallEvent.CallReceived;
import custody.contract.CallEvent.RecordingLinked;
import custody.contract.ChurnEvent.ChurnRecorded;
import custody.contract.ChurnEvent.WonBack;
import custody.contract.ComplaintEvent.Complaint;
import custody.contract.ComplaintEvent.ComplaintEscalated;
import custody.contract.ComplaintEvent.ComplaintRaised;
import custody.contract.ComplaintEvent.ComplaintResolved;
import custody.contract.ComplaintEvent.Severity;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.OwnershipEvent.Assigned;
import custody.contract.OwnershipEvent.Claimed;
import custody.contract.OwnershipEvent.Recycled;
import custody.contract.OwnershipEvent.Released;
import custody.contract.OwnershipEvent.Transferred;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.Calendar;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.ImportantDate;
import custody.contract.ProfileEvent.Kind;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RecyclingEvent.ExemptionEnded;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.ResponsibilityEvent.StewardRemoved;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Random histories of a company that keep the rules of the domain: customers and reps, facts
/// dated back and ahead, ties in effective and in recorded time, corrections. The same seed gives
/// the same history; tests print it and cut a failing history down with {@link #shrunk}.
public final class Histories {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final List<String> POOLS = List.of("north", "south", "华东公海");
  private static final List<String> NAMES =
      List.of(
          "北京东方红餐饮", "重庆长安小面", "Golden Gate Foods", "O'Brien & Sons", "上海银行大厦店", "Zürich Käse AG");
  private static final List<String> PRODUCTS = List.of("cola \"0,5\"", "饮料\t₂", "C:\\tea\n");
  private static final List<String> TEAMS = List.of("East", "West", "华南");
  private static final List<String> GRADES = List.of("A", "B", "C");

  private final Random random;
  private final List<Recorded> events = new ArrayList<>();
  private final Map<UUID, List<Recorded>> customers = new HashMap<>();
  private final List<UUID> customerIds = new ArrayList<>();
  private final List<RepId> reps = new ArrayList<>();
  private final Map<UUID, Long> sequences = new HashMap<>();
  private final Map<UUID, List<Id>> parts = new HashMap<>();
  private final List<UUID> rules = new ArrayList<>();
  private final List<HandoverCase> cases = new ArrayList<>();
  private final boolean steady;
  private Instant clock = START;
  private long position;

  private Histories(long seed, boolean steady) {
    random = new Random(seed);
    this.steady = steady;
  }

  /// A history in position order.
  ///
  /// @param customers how many customers
  /// @param reps how many reps
  /// @param events how many events of customers, their registrations included
  public static List<Recorded> of(long seed, int customers, int reps, int events) {
    return of(new Histories(seed, true), customers, reps, events);
  }

  /// The same with a clock that is put forward and back now and then, so that what was recorded
  /// later may have been recorded at an earlier time.
  public static List<Recorded> unsteady(long seed, int customers, int reps, int events) {
    return of(new Histories(seed, false), customers, reps, events);
  }

  private static List<Recorded> of(Histories histories, int customers, int reps, int events) {
    for (int i = 0; i < reps; i++) {
      histories.join(i);
    }
    for (int i = 0; i < events; i++) {
      histories.tick();
      int due = (int) Math.min(customers, 1 + (long) i * customers * 2 / events);
      if (histories.customerIds.size() < due) {
        histories.register();
      } else if (histories.chance(3)) {
        histories.repMoves();
      } else if (histories.chance(3)) {
        histories.ruleChanges();
      } else if (histories.chance(4)) {
        histories.handover();
      } else {
        histories.happen(histories.any(histories.customerIds));
      }
    }
    return List.copyOf(histories.events);
  }

  /// Moments worth asking about: every recorded and effective time in the history, just before
  /// and
  /// after them, and the ends of time.
  public static List<Instant> moments(List<Recorded> history) {
    List<Instant> moments = new ArrayList<>();
    for (Recorded recorded : history) {
      for (Instant at : List.of(recorded.recordedAt(), recorded.effectiveAt())) {
        moments.add(at);
        moments.add(at.minusNanos(1000));
        moments.add(at.plusNanos(1000));
      }
    }
    moments.add(START.minus(Duration.ofDays(3650)));
    moments.add(START.plus(Duration.ofDays(3650)));
    return moments.stream().distinct().sorted().toList();
  }

  /// Leaves out events, registrations apart, as long as the history still fails.
  public static List<Recorded> shrunk(List<Recorded> failing, Predicate<List<Recorded>> fails) {
    List<Recorded> smallest = new ArrayList<>(failing);
    for (int size = smallest.size() / 2; size > 0; size /= 2) {
      for (int from = 0; from < smallest.size(); ) {
        List<Recorded> fewer = without(smallest, from, from + size);
        if (fewer.size() < smallest.size() && fails.test(fewer)) {
          smallest = fewer;
        } else {
          from += size;
        }
      }
    }
    return smallest;
  }

  private static List<Recorded> without(List<Recorded> events, int from, int to) {
    List<Recorded> fewer = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Recorded recorded = events.get(i);
      boolean begins =
          recorded.event() instanceof Registered
              || recorded.event() instanceof RepEvent.Joined
              || recorded.event() instanceof HandoverEvent.Opened;
      if (i < from || i >= to || (begins && used(events, recorded.stream()))) {
        fewer.add(recorded);
      }
    }
    return fewer;
  }

  private static boolean used(List<Recorded> events, UUID stream) {
    return events.stream().filter(recorded -> recorded.stream().equals(stream)).count() > 1;
  }

  private void tick() {
    if (!steady && chance(8)) {
      clock = clock.plus(Duration.ofMinutes(random.nextInt(-9_000, 9_000)));
    }
    if (!chance(20)) {
      clock = clock.plus(Duration.ofMinutes(1 + random.nextInt(600)));
    }
  }

  private void join(int number) {
    RepId rep = new RepId(uuid());
    reps.add(rep);
    record(
        rep.value(),
        new RepEvent.Joined(
            Personal.of("Rep " + number),
            any(TEAMS),
            "territory-" + random.nextInt(5),
            List.of(new ExternalId("hr", "R" + number))),
        clock.minus(Duration.ofDays(random.nextInt(100))));
  }

  private void repMoves() {
    UUID rep = any(reps).value();
    RepEvent event =
        switch (random.nextInt(4)) {
          case 0 -> new RepEvent.LeavingAnnounced(LocalDate.of(2025, 1, 1));
          case 1 -> new RepEvent.Left();
          default -> new RepEvent.Moved(any(TEAMS), "territory-" + random.nextInt(5));
        };
    record(rep, event, effective(START));
  }

  private void ruleChanges() {
    boolean isNew = rules.isEmpty() || chance(30);
    if (isNew) {
      rules.add(uuid());
    }
    UUID rule = isNew ? rules.getLast() : any(rules);
    record(
        rule,
        isNew || chance(70)
            ? new RuleEvent.RuleSet(
                "rule " + random.nextInt(9),
                new Rule.FirstContact(
                    List.of(any(GRADES)), 1 + random.nextInt(9), List.of(Medium.CALL)))
            : new RuleEvent.RuleWithdrawn(),
        effective(START));
  }

  /// One more step of a case.
  private void handover() {
    if (cases.isEmpty() || chance(10)) {
      cases.add(new HandoverCase());
    }
    any(cases).step();
  }

  /// A handover case, whose events come in the order in which they can.
  private final class HandoverCase {
    private final UUID id = uuid();
    private final RepId from = any(reps);
    private final Holder to = chance(70) ? new Holder.Owner(any(reps)) : new Holder.Pool("north");
    private Class<? extends HandoverEvent> last = HandoverEvent.class;
    private int plan;
    private List<CustomerId> customers = List.of();
    private List<CustomerId> moved = List.of();

    void step() {
      if (last == HandoverEvent.class) {
        happens(
            new HandoverEvent.Opened(
                any(List.of(HandoverEvent.Cause.values())),
                List.of(from),
                LocalDate.of(2024, 12, 31)));
      } else if (last == HandoverEvent.Opened.class || planned(30)) {
        happens(new HandoverEvent.Planned(++plan, rules()));
      } else if (planned(0)) {
        approve();
      } else if (last == HandoverEvent.Allotted.class) {
        happens(chance(80) ? new HandoverEvent.Started(uuid()) : new HandoverEvent.Cancelled());
      } else if (last == HandoverEvent.Started.class && chance(30)) {
        happens(new HandoverEvent.Paused());
      } else if (last == HandoverEvent.Paused.class) {
        happens(new HandoverEvent.Resumed());
      } else if (last == HandoverEvent.Started.class || last == HandoverEvent.Resumed.class) {
        execute();
      } else if (last == HandoverEvent.Completed.class && chance(50)) {
        happens(new HandoverEvent.UndoStarted(uuid()));
      } else if (last == HandoverEvent.UndoStarted.class) {
        undo();
      } else if (last == HandoverEvent.Completed.class || last == HandoverEvent.Undone.class) {
        happens(new HandoverEvent.Closed());
      }
    }

    /// Whether it has a plan, frozen or not; if frozen, by chance.
    private boolean planned(int percent) {
      return percent == 0
          ? last == HandoverEvent.Planned.class
          : (last == HandoverEvent.Planned.class || last == HandoverEvent.Allotted.class)
              && chance(percent);
    }

    private HandoverPlan rules() {
      return new HandoverPlan(
          List.of(),
          List.of(new HandoverPlan.Receiver(any(reps), null)),
          List.of(new HandoverPlan.Split.RoundRobin(List.of())),
          List.of(),
          "north",
          3);
    }

    private void approve() {
      customers =
          customerIds.stream().filter(_ -> chance(40)).limit(6).map(CustomerId::new).toList();
      happens(
          new HandoverEvent.Approved(
              plan, "%064x".formatted(random.nextInt(999)), customers.size(), 0, 1));
      happens(
          new HandoverEvent.Allotted(
              1, List.of(new HandoverEvent.Allotment(from, to, 1, customers))));
    }

    private void execute() {
      moved = customers.stream().filter(_ -> chance(70)).toList();
      List<HandoverEvent.LeftAlone> failed =
          customers.stream()
              .filter(customer -> !moved.contains(customer))
              .map(customer -> new HandoverEvent.LeftAlone(customer, "moved-meanwhile"))
              .toList();
      for (CustomerId customer : moved) {
        record(
            customer.value(),
            to instanceof Holder.Owner(RepId rep)
                ? new Transferred(from, new Holder.Owner(rep))
                : new Released(from, (Holder.Pool) to),
            null);
      }
      if (!moved.isEmpty()) {
        happens(new HandoverEvent.CustomersMoved(1, moved));
      }
      if (!failed.isEmpty()) {
        happens(new HandoverEvent.CustomersFailed(1, failed));
      }
      happens(new HandoverEvent.Completed(moved.size(), failed.size()));
    }

    private void undo() {
      List<CustomerId> back = moved.stream().filter(_ -> chance(70)).toList();
      List<HandoverEvent.LeftAlone> kept =
          moved.stream()
              .filter(customer -> !back.contains(customer))
              .map(customer -> new HandoverEvent.LeftAlone(customer, "touched-since"))
              .toList();
      for (CustomerId customer : back) {
        record(
            customer.value(),
            to instanceof Holder.Owner it
                ? new Transferred(it.rep(), new Holder.Owner(from))
                : new Assigned(new Holder.Owner(from)),
            null);
      }
      if (!back.isEmpty()) {
        happens(new HandoverEvent.CustomersReturned(1, back));
      }
      if (!kept.isEmpty()) {
        happens(new HandoverEvent.CustomersKept(1, kept));
      }
      happens(new HandoverEvent.Undone(back.size(), kept.size()));
    }

    private void happens(HandoverEvent event) {
      record(id, event, event instanceof HandoverEvent.Started && chance(20) ? until() : null);
      last = event.getClass();
    }
  }

  private void register() {
    UUID customer = uuid();
    customerIds.add(customer);
    int number = customerIds.size();
    Registered registered =
        new Registered(
            any(List.of(Kind.values())),
            new Changes(
                Map.of("region", new FieldValue.Choice(any(TEAMS))),
                Map.of(
                    "name", text(any(NAMES) + " " + number),
                    "phone", phone("+8613" + (100_000_000 + random.nextInt(899_999_999)))),
                Set.of()),
            List.of(new ExternalId("erp", "K-" + number)),
            holder());
    Instant from = chance(40) ? clock.minus(Duration.ofDays(random.nextInt(400))) : null;
    record(customer, registered, from);
  }

  private void happen(UUID customer) {
    List<Recorded> history = List.copyOf(customers.getOrDefault(customer, List.of()));
    Instant registered = history.getFirst().effectiveAt();
    Instant effective = effective(registered);
    if (effective != null && effective.isBefore(registered)) {
      effective = registered;
    }
    if (effective != null && chance(15)) {
      effective = any(history).effectiveAt();
    }
    CustomerEvent event = chance(1) ? erased(customer) : event(customer, history, effective);
    boolean now = event instanceof CorrectionEvent || event instanceof PersonalDataEvent;
    record(customer, event, now ? null : effective);
  }

  private CustomerEvent event(UUID customer, List<Recorded> history, @Nullable Instant effective) {
    return switch (random.nextInt(33)) {
      case 0, 1, 2 -> new Transferred(any(reps), new Holder.Owner(any(reps)));
      case 3 -> new Released(any(reps), new Holder.Pool(any(POOLS)));
      case 4 -> new Claimed(new Holder.Pool(any(POOLS)), new Holder.Owner(any(reps)));
      case 5 -> new Assigned(new Holder.Owner(any(reps)));
      case 6, 7, 8 -> correction(history);
      case 9 -> new Amended(new Changes(Map.of(), Map.of("name", text(any(NAMES))), Set.of()));
      case 10 ->
          new Amended(
              new Changes(
                  Map.of("seats", new FieldValue.Number(BigDecimal.valueOf(random.nextInt(99)))),
                  Map.of(),
                  Set.of("phone")));
      case 11 -> new Classified(any(GRADES), "#d92d20");
      case 12 ->
          new ContactAdded(
              chance(30)
                  ? part(customer, ContactId.class, new ContactId(uuid())) // comes back
                  : part(customer, new ContactId(uuid())),
              new Changes(Map.of(), Map.of("name", text("张三" + random.nextInt(9))), Set.of()));
      case 13 ->
          new ContactAmended(
              part(customer, ContactId.class, new ContactId(uuid())),
              new Changes(
                  Map.of(), Map.of("phone", phone("+8610" + random.nextInt(9999))), Set.of()));
      case 14 -> new ContactRemoved(part(customer, ContactId.class, new ContactId(uuid())));
      case 15 ->
          new DateSet(
              part(customer, new DateId(uuid())),
              new ImportantDate(
                  "birthday",
                  null,
                  Personal.of(LocalDate.of(1980, 1, 1 + random.nextInt(28))),
                  Calendar.SOLAR,
                  true,
                  7,
                  null));
      case 16 -> new DateRemoved(part(customer, DateId.class, new DateId(uuid())));
      case 17 -> new AssortmentReported(any(PRODUCTS), BigDecimal.TEN, BigDecimal.ONE);
      case 18 -> new FollowUpRecorded(part(customer, new FollowUpId(uuid())), followUp());
      case 19, 20 ->
          new CoverStarted(
              part(customer, new CoverId(uuid())), owner(history, effective), any(reps), until());
      case 21 -> new CoverEnded(part(customer, CoverId.class, new CoverId(uuid())));
      case 22 ->
          new CollaboratorAdded(
              part(customer, new CollaboratorId(uuid())), any(reps), chance(50) ? until() : null);
      case 23 ->
          new CollaboratorRemoved(part(customer, CollaboratorId.class, new CollaboratorId(uuid())));
      case 24 ->
          chance(60)
              ? new StewardAssigned(
                  part(customer, new StewardId(uuid())),
                  new Actor(Actor.Kind.USER, "steward-" + random.nextInt(3)),
                  chance(50) ? until() : null)
              : new StewardRemoved(part(customer, StewardId.class, new StewardId(uuid())));
      case 25 ->
          chance(60)
              ? new Exempted(
                  part(customer, new ExemptionId(uuid())),
                  chance(50) ? new RuleId(uuid()) : null,
                  until())
              : new ExemptionEnded(part(customer, ExemptionId.class, new ExemptionId(uuid())));
      case 26 -> new Recycled(any(reps), new Holder.Pool(any(POOLS)), new RuleId(uuid()), 1);
      case 27 -> new ComplaintRaised(part(customer, new ComplaintId(uuid())), complaint());
      case 28 ->
          chance(50)
              ? new ComplaintEscalated(
                  part(customer, ComplaintId.class, new ComplaintId(uuid())),
                  chance(50) ? Actor.rep(any(reps)) : null,
                  chance(50) ? Personal.of("又来电话了") : null)
              : new ComplaintResolved(
                  part(customer, ComplaintId.class, new ComplaintId(uuid())),
                  chance(50) ? "replaced" : null,
                  Personal.of("换货"));
      case 29 ->
          chance(60)
              ? new ChurnRecorded(
                  any(List.of("price", "closed")),
                  chance(50) ? Personal.of("went to the market hall") : null,
                  chance(70)
                      ? new ChurnEvent.Money(BigDecimal.valueOf(random.nextInt(99_999)), "CNY")
                      : null)
              : new WonBack(chance(50) ? Personal.of("回来了") : null);
      case 30 ->
          chance(60)
              ? new CallReceived(part(customer, new CallId(uuid())), call())
              : new RecordingLinked(
                  part(customer, CallId.class, new CallId(uuid())),
                  Personal.of("https://calls.example/" + random.nextInt(99)));
      case 31 -> chance(50) ? new Merged(new CustomerId(any(customerIds))) : new MergeReverted();
      default ->
          chance(50)
              ? new FollowUpAmended(
                  part(customer, FollowUpId.class, new FollowUpId(uuid())), followUp())
              : new NextStepDone(part(customer, FollowUpId.class, new FollowUpId(uuid())), null);
    };
  }

  /// That it happened; what was recorded before stays readable here, where there are no keys.
  private PersonalDataEvent erased(UUID customer) {
    return new PersonalDataEvent.Erased(
        new ErasureId(uuid()),
        any(List.of(ErasureBasis.values())),
        chance(50) ? part(customer, ContactId.class, new ContactId(uuid())) : null);
  }

  /// Names an event that may be voided; where there is none, something else happens.
  private CustomerEvent correction(List<Recorded> history) {
    Set<UUID> voided = new HashSet<>();
    for (Recorded recorded : history) {
      if (recorded.event() instanceof Voided correction) {
        voided.add(correction.event());
      }
    }
    List<UUID> open =
        history.stream()
            .filter(recorded -> !(recorded.event() instanceof Registered))
            .filter(recorded -> !(recorded.event() instanceof CorrectionEvent))
            .filter(recorded -> !(recorded.event() instanceof PersonalDataEvent))
            .map(Recorded::eventId)
            .filter(event -> !voided.contains(event))
            .toList();
    return open.isEmpty() ? new Classified(any(GRADES), "#12b76a") : new Voided(any(open));
  }

  private FollowUp followUp() {
    return new FollowUp(
        any(List.of(Medium.values())),
        clock,
        chance(80) ? any(reps) : null,
        Personal.of("called, 明天再联系"),
        chance(50) ? "reached" : null,
        chance(50) ? new NextStep(Personal.of("send offer"), LocalDate.of(2024, 6, 1)) : null);
  }

  private Complaint complaint() {
    return new Complaint(
        any(List.of("quality", "delivery")),
        any(List.of(Severity.values())),
        Personal.of("送货晚了"),
        chance(50) ? new ContactId(uuid()) : null,
        chance(50) ? LocalDate.of(2024, 7, 1) : null);
  }

  private Call call() {
    return new Call(
        clock,
        Personal.of("+8613" + (100_000_000 + random.nextInt(899_999_999))),
        chance(50) ? "hotline" : null,
        chance(70) ? any(reps) : null,
        chance(70),
        chance(70) ? random.nextInt(900) : null);
  }

  /// Mostly the one who has the customer then, as the rules want it.
  private RepId owner(List<Recorded> history, @Nullable Instant effective) {
    Holder holder = CustomerAt.of(history, effective == null ? clock : effective, clock).holder();
    return holder instanceof Holder.Owner(RepId rep) && chance(90) ? rep : any(reps);
  }

  private Instant until() {
    return clock.plus(Duration.ofHours(random.nextInt(4000) - 300));
  }

  private @Nullable Instant effective(Instant earliest) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> clock.minus(Duration.ofHours(random.nextInt(3000)));
      case 2 -> clock.plus(Duration.ofHours(random.nextInt(3000)));
      case 3 -> earliest;
      default -> null;
    };
  }

  private void record(UUID stream, Event event, @Nullable Instant effectiveAt) {
    long sequence = sequences.merge(stream, 0L, (before, _) -> before + 1);
    Actor actor =
        chance(70) ? Actor.rep(any(reps)) : new Actor(Actor.Kind.USER, "user-" + random.nextInt(3));
    Recorded recorded =
        new Recorded(
            ++position,
            uuid(),
            stream,
            sequence,
            clock,
            new Envelope(
                actor,
                any(List.of(Channel.values())),
                chance(50) ? Personal.of("because") : null,
                effectiveAt,
                uuid(),
                null,
                chance(15)
                    ? new ImportSource("crm-sales", "row-" + position, Personal.of("Li Lei"))
                    : null),
            event);
    events.add(recorded);
    if (event instanceof CustomerEvent) {
      customers.computeIfAbsent(stream, _ -> new ArrayList<>()).add(recorded);
    }
  }

  private Holder holder() {
    return chance(70) ? new Holder.Owner(any(reps)) : new Holder.Pool(any(POOLS));
  }

  private <T extends Id> T part(UUID customer, T id) {
    parts.computeIfAbsent(customer, _ -> new ArrayList<>()).add(id);
    return id;
  }

  /// One that was used before, else the given.
  private <T extends Id> T part(UUID customer, Class<T> type, T otherwise) {
    List<T> known =
        parts.getOrDefault(customer, List.of()).stream()
            .filter(type::isInstance)
            .map(type::cast)
            .toList();
    return known.isEmpty() ? otherwise : any(known);
  }

  private Personal<FieldValue> text(String text) {
    return chance(3) ? Personal.erased() : Personal.of(new FieldValue.Text(text));
  }

  private static Personal<FieldValue> phone(String phone) {
    return Personal.of(new FieldValue.Phone(phone, phone));
  }

  private UUID uuid() {
    return new UUID(
        (random.nextLong() & ~0xF000L) | 0x7000L,
        (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
