package custody.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.ChurnEvent;
import custody.contract.ContactId;
import custody.contract.CustomerId;
import custody.contract.DateId;
import custody.contract.Envelope;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent;
import custody.contract.ErasureId;
import custody.contract.Event;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpId;
import custody.contract.HandoverEvent;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Split;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.Personal;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent;
import custody.contract.Rule;
import custody.contract.RuleEvent;
import custody.contract.StewardId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Events are for ever: for every logical name and every revision there ever was, one sample stays
/// in `src/test/resources/approved` as it was written then, with what it must be read as today.
///
/// A sample is never edited. Its `readsAs` changes only when the event's type of today does.
class ApprovedSamplesTest {
  private static final Path APPROVED = Path.of("src/test/resources/approved");
  private static final Path PROPOSED = Path.of("target/proposed-samples");
  private static final UUID STREAM = UUID.fromString("01900000-0000-7000-8000-000000000001");
  private static final UUID EVENT_ID = UUID.fromString("01900000-0000-7000-8000-000000000002");
  private static final Instant EFFECTIVE_AT = Instant.parse("2024-05-06T07:08:09.123456Z");

  /// Of the samples only, so that their sealed parts stay readable.
  private static final DataKey KEY =
      new DataKey("the approved samples' own key...".getBytes(StandardCharsets.UTF_8));

  private static final Envelope LEAST =
      new Envelope(
          new Actor(Actor.Kind.RULE, "recycle"),
          Channel.RULE,
          null,
          EFFECTIVE_AT,
          STREAM,
          null,
          null);

  private static final Envelope FULLEST =
      new Envelope(
          new Actor(Actor.Kind.SERVICE, "erp"),
          Channel.IMPORT,
          Personal.of("客户要求"),
          EFFECTIVE_AT,
          STREAM,
          EVENT_ID,
          new ImportSource("crm-sales", "A-1", Personal.of("王芳")));

  private static final List<HandoverEvent.LeftAlone> LEFT_ALONE =
      List.of(new HandoverEvent.LeftAlone(new CustomerId(STREAM), "moved-meanwhile"));

  /// Events with all their parts, which generated histories do not always have.
  private static final List<Event> FULL =
      List.of(
          new ProfileEvent.Amended(
              new Changes(
                  Map.of(
                      "grade", new FieldValue.Choice("A"),
                      "employees", new FieldValue.Number(new BigDecimal("1.50")),
                      "revenue", new FieldValue.Money(new BigDecimal("12000.00"), "CNY")),
                  Map.of(
                      "name", Personal.of(new FieldValue.Text("好味道餐厅")),
                      "phone", Personal.of(new FieldValue.Phone("+862112345678", "021-12345678")),
                      "mail", Personal.of(new FieldValue.Mail("a@example.org")),
                      "web", Personal.of(new FieldValue.Url("https://example.org/")),
                      "opened", Personal.of(new FieldValue.Date(LocalDate.of(2020, 2, 29))),
                      "location", Personal.of(new FieldValue.GeoPoint(31.2, 121.5))),
                  Set.of("fax"))),
          new ProfileEvent.DateSet(
              new DateId(STREAM),
              new ProfileEvent.ImportantDate(
                  "birthday",
                  Personal.of("老板生日"),
                  Personal.of(LocalDate.of(1970, 1, 1)),
                  ProfileEvent.Calendar.LUNAR,
                  true,
                  366,
                  new ContactId(EVENT_ID))),
          new ProfileEvent.Merged(new CustomerId(EVENT_ID)),
          new ProfileEvent.MergeReverted(),
          new FollowUpEvent.NextStepDone(new FollowUpId(STREAM), Personal.of("已寄出")),
          new ChurnEvent.ChurnRecorded(
              "competitor",
              Personal.of("went to the cheaper one at the market"),
              new ChurnEvent.Money(new BigDecimal("120000.50"), "CNY")),
          new ResponsibilityEvent.StewardAssigned(
              new StewardId(STREAM), new Actor(Actor.Kind.USER, "chen.jing"), EFFECTIVE_AT),
          new RuleEvent.RuleSet(
              "A 类客户 60 天无成交回收",
              new Rule.Recycling(List.of("A", "B"), 30, 60, 7, List.of("order", "won"), 5, "华东公海")),
          new RuleEvent.RuleWithdrawn(),
          new HandoverEvent.Opened(
              HandoverEvent.Cause.LEAVING, List.of(new RepId(STREAM)), LocalDate.of(2024, 6, 30)),
          new HandoverEvent.Planned(
              2,
              new HandoverPlan(
                  List.of(new HandoverPlan.Condition("grade", List.of("A", "B"))),
                  List.of(
                      new HandoverPlan.Receiver(new RepId(EVENT_ID), 300),
                      new HandoverPlan.Receiver(new RepId(STREAM), null)),
                  List.of(
                      new Split.ByField(
                          "region",
                          List.of(
                              new Split.Choice(
                                  List.of("华东", "North"), List.of(new RepId(EVENT_ID))))),
                      new Split.ByRelationship(2),
                      new Split.RoundRobin(List.of(new RepId(EVENT_ID))),
                      new Split.Balanced(List.of(new RepId(EVENT_ID)), Map.of("A", 5))),
                  List.of(
                      new HandoverPlan.Placement(
                          List.of(new CustomerId(STREAM)), new Holder.Owner(new RepId(EVENT_ID))),
                      new HandoverPlan.Placement(List.of(new CustomerId(EVENT_ID)), null)),
                  "华东公海",
                  3)),
          new HandoverEvent.Approved(2, "ab".repeat(32), 2, 1, 1),
          new HandoverEvent.Allotted(
              1,
              List.of(
                  new HandoverEvent.Allotment(
                      new RepId(STREAM),
                      new Holder.Owner(new RepId(EVENT_ID)),
                      1,
                      List.of(new CustomerId(EVENT_ID))),
                  new HandoverEvent.Allotment(
                      new RepId(STREAM),
                      new Holder.Pool("华东公海"),
                      HandoverEvent.Allotment.REST,
                      List.of(new CustomerId(STREAM))))),
          new HandoverEvent.Started(EVENT_ID),
          new HandoverEvent.Paused(),
          new HandoverEvent.Resumed(),
          new HandoverEvent.Cancelled(),
          new HandoverEvent.CustomersMoved(1, List.of(new CustomerId(EVENT_ID))),
          new HandoverEvent.CustomersFailed(1, LEFT_ALONE),
          new HandoverEvent.Completed(1, 1),
          new HandoverEvent.UndoStarted(EVENT_ID),
          new HandoverEvent.CustomersReturned(1, List.of(new CustomerId(EVENT_ID))),
          new HandoverEvent.CustomersKept(1, LEFT_ALONE),
          new HandoverEvent.Undone(1, 1),
          new HandoverEvent.Closed(),
          new PersonalDataEvent.Erased(
              new ErasureId(STREAM), ErasureBasis.CONSENT, new ContactId(EVENT_ID)),
          new RepEvent.PersonalDataErased(new ErasureId(STREAM), ErasureBasis.RETENTION),
          new ErasureEvent.Requested(
              new ErasureEvent.Subject(
                  ErasureEvent.Subject.Kind.CONTACT, STREAM, new ContactId(EVENT_ID)),
              ErasureBasis.OBJECTION),
          new ErasureEvent.Approved(),
          new ErasureEvent.Refused(),
          new ErasureEvent.Reapplied(
              new ErasureEvent.Subject(ErasureEvent.Subject.Kind.CUSTOMER, STREAM, null),
              ErasureBasis.PURPOSE,
              new Actor(Actor.Kind.USER, "alice"),
              new Actor(Actor.Kind.USER, "bob"),
              EFFECTIVE_AT),
          new ErasureEvent.Completed(
              EVENT_ID,
              List.of(new ErasureEvent.DestroyedKey(STREAM, 1, EFFECTIVE_AT)),
              Map.of("claims", 2L, "view:history", 17L)));

  /// What of one event may be one of several things, each with a form of its own.
  private static final List<Rule> RULES =
      List.of(
          new Rule.Cadence(
              List.of("A"),
              new Rule.Rhythm.Weekdays(
                  List.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY, DayOfWeek.SUNDAY)),
              List.of(FollowUpEvent.Medium.VISIT)),
          new Rule.Cadence(List.of(), new Rule.Rhythm.EveryDays(14), List.of()),
          new Rule.Tenure(Rule.Held.TERRITORY, List.of(), Period.ofYears(1), 30),
          new Rule.Recycling(List.of(), null, 60, null, List.of("order"), 5, "public"),
          new Rule.FirstContact(
              List.of("A", "B"), 3, List.of(FollowUpEvent.Medium.CALL, FollowUpEvent.Medium.VISIT)),
          new Rule.PoolLimits(List.of("华东公海"), 3, 200, 30));

  private static final JsonMapper JSON = ContractJson.plain();

  record Revision(EventType type, int revision) {
    @Override
    public String toString() {
      return type.logicalName() + "." + revision;
    }

    Path approved() {
      return APPROVED.resolve(this + ".json");
    }
  }

  static Stream<Revision> everyRevision() {
    return Arrays.stream(EventType.values())
        .flatMap(
            type ->
                IntStream.rangeClosed(1, type.revision())
                    .mapToObj(revision -> new Revision(type, revision)));
  }

  @ParameterizedTest
  @MethodSource("everyRevision")
  void everyRevisionStillReads(Revision revision) throws IOException {
    if (!Files.exists(revision.approved())) {
      fail("%s has no approved sample. %s", revision, propose(revision));
    }
    JsonNode sample = JSON.readTree(Files.readString(revision.approved()));
    StoredEvent stored =
        new StoredEvent(
            revision.type().logicalName(),
            revision.revision(),
            sample.get("payload").toString(),
            sample.get("envelope").toString());

    Event event = Wire.readEvent(stored, STREAM, EVENT_ID, KEY);
    Envelope envelope = Wire.readEnvelope(stored, EFFECTIVE_AT, STREAM, EVENT_ID, KEY);

    assertThat(event).isInstanceOf(revision.type().type());
    assertThat(JSON.valueToTree(event).toString()).isEqualTo(sample.get("readsAs").toString());
    assertThat(JSON.valueToTree(envelope).toString())
        .isEqualTo(sample.get("envelopeReadsAs").toString());
    if (revision.revision() == revision.type().revision()) {
      // And what we write today has the same names in the same places.
      StoredEvent today = Wire.write(event, envelope, STREAM, EVENT_ID, KEY);
      assertThat(unsealed(JSON.readTree(today.payload())))
          .isEqualTo(unsealed(sample.get("payload")));
      assertThat(unsealed(JSON.readTree(today.envelope())))
          .isEqualTo(unsealed(sample.get("envelope")));
    }
  }

  @Test
  void everyKindOfRuleIsWrittenAsApproved() throws IOException {
    Path approved = APPROVED.resolve("rules.json");
    String written =
        JSON.writerWithDefaultPrettyPrinter()
                .forType(Rule[].class)
                .writeValueAsString(RULES.toArray(Rule[]::new))
            + "\n";
    if (!Files.exists(approved)) {
      Files.createDirectories(PROPOSED);
      Path proposed = PROPOSED.resolve("rules.json");
      Files.writeString(proposed, written);
      fail("Look at %s and move it to %s.", proposed, APPROVED);
    }
    String sample = Files.readString(approved);

    assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree(sample));
    assertThat(List.of(JSON.readValue(sample, Rule[].class))).isEqualTo(RULES);
  }

  @ParameterizedTest
  @MethodSource("everyRevision")
  void everyRevisionReadsWithoutItsKey(Revision revision) throws IOException {
    JsonNode sample = JSON.readTree(Files.readString(revision.approved()));
    StoredEvent stored =
        new StoredEvent(
            revision.type().logicalName(),
            revision.revision(),
            sample.get("payload").toString(),
            sample.get("envelope").toString());
    assertThat(Wire.readEvent(stored, STREAM, EVENT_ID, null)).isInstanceOf(revision.type().type());
  }

  /// Sealed parts differ each time they are written.
  private static String unsealed(JsonNode json) {
    return json.toString().replaceAll("\"sealed\":\"[^\"]*\"", "\"sealed\":\"\"");
  }

  private static String propose(Revision revision) throws IOException {
    Optional<Event> found =
        Stream.concat(FULL.stream(), Histories.of(1, 30, 10, 3_000).stream().map(Recorded::event))
            .filter(event -> EventType.of(event) == revision.type())
            .max(Comparator.comparingInt(event -> JSON.writeValueAsString(event).length()));
    if (revision.revision() != revision.type().revision() || found.isEmpty()) {
      return "Write one by hand.";
    }
    Envelope envelope = found.get() instanceof RepEvent ? LEAST : FULLEST;
    StoredEvent stored = Wire.write(found.get(), envelope, STREAM, EVENT_ID, KEY);
    ObjectNode sample = JSON.createObjectNode();
    sample.set("payload", JSON.readTree(stored.payload()));
    sample.set("envelope", JSON.readTree(stored.envelope()));
    sample.set("readsAs", JSON.valueToTree(found.get()));
    sample.set("envelopeReadsAs", JSON.valueToTree(envelope));
    Files.createDirectories(PROPOSED);
    Path proposed = PROPOSED.resolve(revision + ".json");
    Files.writeString(
        proposed, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sample) + "\n");
    return "Look at " + proposed + " and move it to " + APPROVED + ".";
  }
}
