package custody.query.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.CustomerAt;
import custody.contract.CustomerAt.FollowUpState;
import custody.contract.CustomerEvent;
import custody.contract.CustomerId;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.FollowUpId;
import custody.contract.HandoverEvent;
import custody.contract.HandoverEvent.Allotted;
import custody.contract.HandoverEvent.Approved;
import custody.contract.HandoverEvent.Cancelled;
import custody.contract.HandoverEvent.Closed;
import custody.contract.HandoverEvent.Completed;
import custody.contract.HandoverEvent.Opened;
import custody.contract.HandoverEvent.Planned;
import custody.contract.HandoverEvent.UndoStarted;
import custody.contract.HandoverEvent.Undone;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Classified;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.contract.Seed;
import custody.query.Story;
import custody.query.TestView;
import custody.service.agenda.Commitments;
import custody.service.agenda.CustomerFacts;
import custody.service.agenda.CustomerFacts.Contact;
import custody.service.agenda.FactsReader;
import custody.service.agenda.Holdings;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgendaOracleTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final TestView view = AgendaFixture.view(database.dataSource());

  @Test
  void atAnyTimeTheAgendaKnowsWhatTheDefinitionSays() {
    for (int run = 0; run < 8; run++) {
      long seed = Seed.get() + run;
      List<Recorded> history =
          run % 3 == 0
              ? Histories.unsteady(seed, 2 + run % 4, 4, 60 + run * 40)
              : Histories.of(seed, 2 + run % 4, 4, 60 + run * 40);
      String failure = complaint(history, seed);
      if (!failure.isEmpty()) {
        List<Recorded> shrunk =
            Histories.shrunk(history, fewer -> !complaint(fewer, seed).isEmpty());
        throw new AssertionError(
            "seed %d: %s%n%s"
                .formatted(
                    seed,
                    complaint(shrunk, seed),
                    shrunk.stream().map(String::valueOf).collect(Collectors.joining("\n"))));
      }
    }
  }

  /// A history that was red once: clocks put back bring a merge before the registration.
  @Test
  void whoeverIsMergedBeforeItsRegistrationIsHiddenAllTheSame() {
    assertThat(complaint(Histories.unsteady(4006, 4, 4, 300), 4006)).isEmpty();
  }

  @Test
  void batchesOfAnySizeLeaveTheSameTables() {
    long seed = Seed.get();
    List<Recorded> history = Histories.of(seed, 15, 6, 500);
    List<String> tables =
        List.of(
            "customer",
            "name",
            "holder",
            "grade",
            "follow_up",
            "important_date",
            "cover",
            "steward",
            "exemption",
            "post",
            "rule",
            "handover",
            "handover_customer");
    view.apply(history, new Random(seed), 1);
    Map<String, List<String>> one = new LinkedHashMap<>();
    tables.forEach(table -> one.put(table, view.rows(table)));
    view.clear();
    view.apply(history, new Random(seed), 10_000);
    tables.forEach(
        table -> assertThat(view.rows(table)).as(table).isNotEmpty().isEqualTo(one.get(table)));
  }

  @Test
  void moreStreamsThanAreReadAtOnceAreReadAgainForABatch() {
    long seed = Seed.get();
    List<Recorded> history = Histories.of(seed, 100, 6, 3000);
    int half = history.size() / 2;
    Random random = new Random(seed);
    view.apply(history.subList(0, half), random, 1_000_000);
    view.apply(history.subList(half, history.size()), random, 1_000_000);
    assertThat(difference(history, seed)).isEmpty();
  }

  @Test
  void whatWasDoneStaysDoneHoweverItIsAmended() throws SQLException {
    Story story = new Story();
    FollowUpId followUp = new FollowUpId(new UUID(0x7000, 1));
    NextStep step = new NextStep(Personal.of("call again"), null);
    FollowUp details =
        new FollowUp(
            Medium.CALL,
            Instant.parse("2024-01-01T09:00:00Z"),
            null,
            Personal.of("asked"),
            "reached",
            step);
    story.register("2024-01-01T08:00:00Z", null, Story.text("name", "Li Lei"));
    story.tell("2024-01-01T10:00:00Z", null, new FollowUpRecorded(followUp, details));
    story.tell("2024-01-02T10:00:00Z", null, new NextStepDone(followUp, null));
    story.tell("2024-01-03T10:00:00Z", null, new FollowUpAmended(followUp, details));
    view.apply(story.events(), new Random(1), 1);
    assertThat(view.rows("follow_up")).hasSize(3);
    try (Connection db = database.dataSource().getConnection()) {
      assertThat(
              Commitments.openSteps(
                  db,
                  List.of(new CustomerId(story.customer)),
                  Instant.parse("2024-01-04T10:00:00Z")))
          .isEmpty();
    }
  }

  /// Empty if the agenda and the definition agree, half-way and at the end. What is to come stands
  /// in the log already, as it may when a batch is applied.
  private String complaint(List<Recorded> history, long seed) {
    view.clear();
    view.record(history);
    List<Recorded> before = history.subList(0, history.size() / 2);
    view.apply(before, new Random(seed), 9);
    String complaint = difference(before, seed);
    if (complaint.isEmpty()) {
      view.apply(history.subList(before.size(), history.size()), new Random(seed), 9);
      complaint = difference(history, seed);
    }
    return complaint;
  }

  private static String difference(List<Recorded> history, long seed) {
    if (history.isEmpty()) {
      return "";
    }
    Map<UUID, List<Recorded>> streams =
        history.stream()
            .filter(recorded -> recorded.event() instanceof CustomerEvent)
            .collect(
                Collectors.groupingBy(Recorded::stream, LinkedHashMap::new, Collectors.toList()));
    List<Instant> moments = Histories.moments(history);
    Random random = new Random(seed);
    try (Connection db = database.dataSource().getConnection()) {
      for (int i = 0; i < 40; i++) {
        Instant at = moments.get(random.nextInt(moments.size()));
        List<CustomerId> ids = streams.keySet().stream().map(CustomerId::new).toList();
        List<CustomerFacts> facts = FactsReader.history(db, ids, Instant.EPOCH, at);
        for (CustomerFacts answered : facts) {
          List<Recorded> stream = streams.getOrDefault(answered.customer().value(), List.of());
          CustomerAt expected = CustomerAt.of(stream, at, Instant.MAX);
          String difference = difference(answered, expected, at, stream);
          if (!difference.isEmpty()) {
            return "%s as of %s: %s".formatted(answered.customer(), at, difference);
          }
          String steps = steps(db, answered.customer(), expected, at);
          if (!steps.isEmpty()) {
            return "%s as of %s: %s".formatted(answered.customer(), at, steps);
          }
          if (answered.inHandover() != inHandover(history, answered, at)) {
            return "%s as of %s: in a handover %s"
                .formatted(answered.customer(), at, answered.inHandover());
          }
          String stewards = stewards(db, answered.customer(), expected, at);
          if (!stewards.isEmpty()) {
            return "%s as of %s: %s".formatted(answered.customer(), at, stewards);
          }
        }
        if (facts.size() != streams.size()) {
          return "%d customers of %d".formatted(facts.size(), streams.size());
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "";
  }

  private static String difference(
      CustomerFacts facts, CustomerAt expected, Instant at, List<Recorded> stream) {
    Holder holder = expected.mergedInto() == null ? expected.holder() : null;
    Object owner = holder instanceof Holder.Owner it ? it.rep() : null;
    Classified classified = expected.classification();
    String name =
        expected.fields().get("name")
                instanceof Personal.Known<FieldValue>(FieldValue.Text(String known))
            ? known
            : null;
    List<String> contacts =
        expected.followUps().values().stream()
            .map(FollowUpState::details)
            .filter(it -> !it.occurredAt().isAfter(at))
            .map(it -> new Contact(it.occurredAt(), it.medium(), it.outcome()).toString())
            .sorted()
            .toList();
    boolean exempt = !expected.responsible().exemptions().isEmpty();
    boolean isExempt = facts.exemptions().stream().anyMatch(span -> span.holdsAt(at));
    if (!Objects.equals(facts.ownerAt(at), owner)) {
      return "owner %s, not %s".formatted(facts.ownerAt(at), owner);
    } else if (!Objects.equals(facts.gradeAt(at), classified == null ? null : classified.grade())) {
      return "grade %s, not %s".formatted(facts.gradeAt(at), classified);
    } else if (!Objects.equals(facts.name(), name)) {
      return "name %s, not %s".formatted(facts.name(), name);
    } else if (!facts.contacts().stream()
        .map(Contact::toString)
        .sorted()
        .toList()
        .equals(contacts)) {
      return "contacts %s, not %s".formatted(facts.contacts(), contacts);
    } else if (isExempt != exempt) {
      return "exempt %s, not %s".formatted(isExempt, exempt);
    } else if (facts.version() != stream.getLast().version()) {
      return "version %d, not %d".formatted(facts.version(), stream.getLast().version());
    }
    return "";
  }

  private static String steps(Connection db, CustomerId customer, CustomerAt expected, Instant at)
      throws SQLException {
    List<UUID> open =
        Commitments.openSteps(db, List.of(customer), at).stream()
            .map(Commitments.Step::followUp)
            .sorted()
            .toList();
    List<UUID> expectedOpen =
        expected.followUps().entrySet().stream()
            .filter(
                it -> it.getValue().done() == null && it.getValue().details().nextStep() != null)
            .map(it -> it.getKey().value())
            .sorted(Comparator.naturalOrder())
            .toList();
    List<UUID> dates =
        Commitments.dates(db, List.of(customer), at).stream()
            .map(Commitments.Dated::date)
            .sorted()
            .toList();
    List<UUID> expectedDates =
        expected.dates().keySet().stream().map(id -> id.value()).sorted().toList();
    return open.equals(expectedOpen)
        ? dates.equals(expectedDates) ? "" : "dates %s, not %s".formatted(dates, expectedDates)
        : "open steps %s, not %s".formatted(open, expectedOpen);
  }

  private static String stewards(
      Connection db, CustomerId customer, CustomerAt expected, Instant at) throws SQLException {
    Set<String> accounts =
        expected.responsible().stewards().values().stream()
            .filter(_ -> expected.mergedInto() == null)
            .map(it -> it.account().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found = new TreeSet<>();
    try (PreparedStatement query =
        db.prepareStatement("SELECT DISTINCT account FROM view_agenda.steward")) {
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Actor account = Actor.parse(row.getString(1));
          if (Holdings.stewardedBy(db, account, at).contains(customer)) {
            found.add(account.toString());
          }
        }
      }
    }
    return found.equals(accounts) ? "" : "stewards %s, not %s".formatted(found, accounts);
  }

  /// Whether a case under way is to move the customer, told from the cases' events alone.
  private static boolean inHandover(List<Recorded> history, CustomerFacts facts, Instant at) {
    Map<UUID, List<Recorded>> cases =
        history.stream()
            .filter(recorded -> recorded.event() instanceof HandoverEvent)
            .collect(Collectors.groupingBy(Recorded::stream));
    return cases.values().stream()
        .anyMatch(
            stream -> {
              Opened opened = (Opened) stream.getFirst().event();
              int planned = lastOf(stream, Planned.class);
              int frozen = lastOf(stream, Approved.class);
              int ended =
                  Stream.of(Completed.class, Cancelled.class, Undone.class, Closed.class)
                      .mapToInt(type -> lastOf(stream, type))
                      .max()
                      .orElse(-1);
              if (ended > lastOf(stream, UndoStarted.class)) {
                return false;
              }
              if (frozen < planned || frozen < 0) {
                RepId owner = facts.ownerAt(at);
                return owner != null && opened.from().contains(owner);
              }
              return stream.subList(frozen, stream.size()).stream()
                  .map(Recorded::event)
                  .filter(Allotted.class::isInstance)
                  .flatMap(event -> ((Allotted) event).allotments().stream())
                  .anyMatch(allotment -> allotment.customers().contains(facts.customer()));
            });
  }

  private static int lastOf(List<Recorded> stream, Class<? extends HandoverEvent> type) {
    int last = -1;
    for (int i = 0; i < stream.size(); i++) {
      last = type.isInstance(stream.get(i).event()) ? i : last;
    }
    return last;
  }
}
