package custody.contract;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.ChurnEvent.ChurnRecorded;
import custody.contract.ChurnEvent.WonBack;
import custody.contract.CustomerAt.FollowUpState;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.Registered;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The one definition, sentence by sentence. What is wrong here is wrong everywhere.
class DefinitionTest {
  private static final RepId LI = RepId.create();
  private static final RepId WANG = RepId.create();
  private static final RepId ZHAO = RepId.create();
  private static final Instant NEVER_AGAIN = day(10_000);

  private final List<Recorded> stream = new ArrayList<>();
  private final UUID customer = UUID.randomUUID();

  private static Instant day(long day) {
    return Instant.EPOCH.plusSeconds(day * 86_400);
  }

  /// Recorded on one day, effective since another.
  private Recorded record(long recordedOn, long effectiveSince, Event event) {
    Envelope envelope =
        new Envelope(
            Actor.rep(LI),
            Channel.API,
            null,
            recordedOn == effectiveSince ? null : day(effectiveSince),
            UUID.randomUUID(),
            null,
            null);
    Recorded recorded =
        new Recorded(
            stream.size() + 1L,
            UUID.randomUUID(),
            customer,
            stream.size(),
            day(recordedOn),
            envelope,
            event);
    stream.add(recorded);
    return recorded;
  }

  private CustomerAt at(long asOf, long knownAt) {
    return CustomerAt.of(stream, day(asOf), day(knownAt));
  }

  private void registered(long on, Holder holder) {
    record(on, on, new Registered(ProfileEvent.Kind.COMPANY, Changes.none(), List.of(), holder));
  }

  private static Changes named(String name) {
    return new Changes(Map.of(), Map.of("name", Personal.of(new FieldValue.Text(name))), Set.of());
  }

  private static Holder.Owner owner(RepId rep) {
    return new Holder.Owner(rep);
  }

  @Test
  void nobody_is_a_customer_before_registration() {
    registered(10, owner(LI));

    assertThat(at(9, 100)).isEqualTo(CustomerAt.UNKNOWN);
    assertThat(at(10, 100).holder()).isEqualTo(owner(LI));
  }

  @Test
  void what_was_not_recorded_yet_was_not_known() {
    registered(10, owner(LI));
    record(30, 20, new OwnershipEvent.Transferred(LI, owner(WANG)));

    assertThat(at(25, 29).holder()).isEqualTo(owner(LI));
    assertThat(at(25, 30).holder()).isEqualTo(owner(WANG));
  }

  @Test
  void a_backdated_transfer_holds_until_the_next_transfer_in_effective_order() {
    registered(10, owner(LI));
    record(40, 40, new OwnershipEvent.Released(LI, new Holder.Pool("north")));
    record(50, 20, new OwnershipEvent.Transferred(LI, owner(WANG)));

    assertThat(at(19, 50).holder()).isEqualTo(owner(LI));
    assertThat(at(20, 50).holder()).isEqualTo(owner(WANG));
    assertThat(at(40, 50).holder()).isEqualTo(new Holder.Pool("north"));
  }

  @Test
  void a_transfer_dated_ahead_takes_effect_by_itself() {
    registered(10, owner(LI));
    record(11, 20, new OwnershipEvent.Transferred(LI, owner(WANG)));

    assertThat(at(19, 11).holder()).isEqualTo(owner(LI));
    assertThat(at(20, 11).holder()).isEqualTo(owner(WANG));
  }

  @Test
  void position_decides_between_facts_effective_at_the_same_time() {
    registered(10, owner(LI));
    record(20, 15, new Amended(named("first")));
    record(21, 15, new Amended(named("second")));

    assertThat(at(15, 21).fields()).isEqualTo(named("second").values());
    assertThat(at(15, 20).fields()).isEqualTo(named("first").values());
  }

  @Test
  void a_voided_event_is_left_out_from_the_corrections_recorded_time_on() {
    registered(10, owner(LI));
    Recorded wrong = record(20, 20, new OwnershipEvent.Transferred(LI, owner(WANG)));
    record(30, 30, new CorrectionEvent.Voided(wrong.eventId()));

    assertThat(at(25, 29).holder()).isEqualTo(owner(WANG));
    assertThat(at(25, 30).holder()).isEqualTo(owner(LI));
    assertThat(at(25, 10_000).holder()).isEqualTo(owner(LI));
  }

  @Test
  void amending_what_is_not_there_changes_nothing() {
    ContactId contact = ContactId.create();
    registered(10, owner(LI));
    Recorded added = record(20, 20, new ContactAdded(contact, named("张三")));
    record(21, 21, new ContactAmended(contact, named("张珊")));
    record(30, 30, new CorrectionEvent.Voided(added.eventId()));

    assertThat(at(29, 29).contacts()).containsOnlyKeys(contact);
    assertThat(at(30, 30).contacts()).isEmpty();
  }

  @Test
  void a_next_step_stays_done_when_the_follow_up_is_amended() {
    FollowUpId call = FollowUpId.create();
    FollowUp details =
        new FollowUp(
            Medium.CALL,
            day(20),
            LI,
            Personal.of("报价"),
            null,
            new NextStep(Personal.of("样品"), null));
    registered(10, owner(LI));
    record(21, 20, new FollowUpRecorded(call, details));
    record(22, 22, new NextStepDone(call, null));
    record(23, 23, new FollowUpAmended(call, details));

    assertThat(at(21, 23).followUps().values()).extracting(FollowUpState::done).containsOnlyNulls();
    assertThat(at(23, 23).followUps().values())
        .extracting(FollowUpState::done)
        .containsExactly(new NextStepDone(call, null));
  }

  @Test
  void events_of_the_same_instant_belong_to_it() {
    registered(10, owner(LI));

    assertThat(Definition.select(stream, day(10), day(10))).hasSize(1);
    assertThat(Definition.select(stream, day(10).minusNanos(1000), NEVER_AGAIN)).isEmpty();
  }

  private CoverStarted cover(RepId by, long until) {
    return new CoverStarted(CoverId.create(), LI, by, day(until));
  }

  private List<RepId> coveredBy(long asOf, long knownAt) {
    return at(asOf, knownAt).responsible().covers().values().stream()
        .map(CoverStarted::by)
        .toList();
  }

  @Test
  void a_cover_begins_at_its_effective_time_and_ends_by_itself() {
    registered(10, owner(LI));
    record(11, 20, cover(WANG, 30));

    assertThat(coveredBy(19, 100)).isEmpty();
    assertThat(coveredBy(20, 100)).containsExactly(WANG);
    assertThat(coveredBy(29, 100)).containsExactly(WANG);
    assertThat(coveredBy(30, 100)).isEmpty();
    assertThat(at(25, 100).holder()).isEqualTo(owner(LI));
  }

  @Test
  void of_several_covers_the_one_that_began_last_acts_and_the_others_resume_when_it_ends() {
    registered(10, owner(LI));
    record(11, 40, cover(ZHAO, 50)); // recorded first, nested inside the other
    record(12, 20, cover(WANG, 60));

    assertThat(at(39, 100).responsible().acting()).extracting("by").isEqualTo(WANG);
    assertThat(at(40, 100).responsible().acting()).extracting("by").isEqualTo(ZHAO);
    assertThat(coveredBy(40, 100)).containsExactly(WANG, ZHAO);
    assertThat(at(50, 100).responsible().acting()).extracting("by").isEqualTo(WANG);
    assertThat(at(60, 100).responsible().acting()).isNull();
  }

  @Test
  void a_cover_called_off_before_it_began_never_is_in_force() {
    CoverStarted cover = cover(WANG, 30);
    registered(10, owner(LI));
    record(11, 20, cover);
    Recorded ended = record(12, 12, new CoverEnded(cover.cover()));
    record(15, 15, new CorrectionEvent.Voided(ended.eventId()));

    assertThat(coveredBy(25, 14)).isEmpty();
    assertThat(coveredBy(25, 15)).containsExactly(WANG);
  }

  @Test
  void a_cover_is_for_one_owner_and_in_force_only_while_that_owner_has_the_customer() {
    registered(10, owner(LI));
    record(11, 20, cover(WANG, 90));
    Recorded transfer = record(30, 30, new OwnershipEvent.Transferred(LI, owner(ZHAO)));
    record(40, 40, new CorrectionEvent.Voided(transfer.eventId()));

    assertThat(coveredBy(29, 30)).containsExactly(WANG);
    assertThat(coveredBy(30, 30)).isEmpty();
    assertThat(coveredBy(30, 40)).containsExactly(WANG);
  }

  @Test
  void collaborators_stewards_and_exemptions_last_until_they_say_or_are_ended() {
    CollaboratorId access = CollaboratorId.create();
    registered(10, owner(LI));
    record(11, 11, new CollaboratorAdded(access, WANG, null));
    record(
        11,
        11,
        new StewardAssigned(StewardId.create(), new Actor(Actor.Kind.USER, "chen"), day(30)));
    record(11, 11, new Exempted(ExemptionId.create(), null, day(20)));
    record(12, 40, new CollaboratorRemoved(access));

    assertThat(at(19, 100).responsible().exemptions()).hasSize(1);
    assertThat(at(20, 100).responsible().exemptions()).isEmpty();
    assertThat(at(29, 100).responsible().stewards()).hasSize(1);
    assertThat(at(30, 100).responsible().stewards()).isEmpty();
    assertThat(at(39, 100).responsible().collaborators()).hasSize(1);
    assertThat(at(40, 100).responsible().collaborators()).isEmpty();
  }

  @Test
  void a_customer_is_lost_until_won_back() {
    registered(10, owner(LI));
    record(20, 20, new ChurnRecorded("price", null, null));
    record(30, 25, new WonBack(null));

    assertThat(at(20, 29).care().churn()).isNotNull();
    assertThat(at(25, 29).care().churn()).isNotNull();
    assertThat(at(25, 30).care().churn()).isNull();
  }
}
