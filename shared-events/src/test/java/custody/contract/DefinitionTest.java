package custody.contract;

import static org.assertj.core.api.Assertions.assertThat;

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
}
