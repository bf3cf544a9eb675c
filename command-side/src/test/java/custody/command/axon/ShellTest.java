package custody.command.axon;

import static custody.command.DeciderSpecification.DAY_0;
import static custody.command.DeciderSpecification.POLICY;
import static custody.command.DeciderSpecification.day;
import static custody.command.DeciderSpecification.envelope;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.LI;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.WANG;
import static custody.command.Samples.registered;
import static custody.command.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.test.matchers.Matchers.matches;

import custody.command.Command;
import custody.command.Facts;
import custody.command.Guard;
import custody.command.Outcome;
import custody.command.Receipt;
import custody.command.RepStanding;
import custody.command.Request;
import custody.command.Standing;
import custody.command.customer.CustomerDecider;
import custody.command.duplicate.DuplicateProperties;
import custody.command.duplicate.Duplicates;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpId;
import custody.contract.Holder.Owner;
import custody.contract.OwnershipEvent.Released;
import custody.contract.OwnershipEvent.Transferred;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.Kind;
import custody.contract.ProfileEvent.Registered;
import custody.service.rights.Authority.Automation;
import custody.store.EnvelopeMetaData;
import custody.store.KeyedHash;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShellTest {
  private static final RepStanding ACTIVE =
      new RepStanding() {
        @Override
        public boolean leavingAt(Instant time) {
          return false;
        }

        @Override
        public boolean activeAt(Instant time) {
          return true;
        }

        @Override
        public Set<String> teams(Instant since, Instant now) {
          return Set.of();
        }

        @Override
        public boolean departedAt(Instant time) {
          return false;
        }
      };

  private static final Guard GUARD = new Guard(_ -> ACTIVE);

  private final AggregateTestFixture<CustomerAggregate> fixture =
      new AggregateTestFixture<>(CustomerAggregate.class);

  @BeforeEach
  void handleCustomers() {
    fixture.registerAggregateFactory(
        new Factory<>(CustomerAggregate.class, CustomerAggregate::new));
    fixture.registerCommandHandler(
        CommandsOnAxon.CUSTOMER,
        new Shell<>(
            CommandsOnAxon.CUSTOMER,
            fixture.getRepository(),
            new LeastRecentlyUsed(10),
            CustomerAggregate::new,
            new CustomerDecider(Set.of("phone")),
            new Shell.Tools(
                fixture.getEventStore(),
                new Duplicates(
                    new NoLookups(),
                    new KeyedHash(new byte[32]),
                    new DuplicateProperties(0.6, 5, 0, 0)),
                () -> _ -> new Facts(Map.of(LI, ACTIVE, WANG, ACTIVE), List.of()),
                GUARD,
                new Hints(GUARD, _ -> Standing.OPEN, _ -> ACTIVE),
                POLICY,
                Clock.fixed(day(10), ZoneOffset.UTC))));
  }

  private static EventMessage<?> past(Object event, @Nullable Instant effectiveAt) {
    return new GenericEventMessage<>(
        event, EnvelopeMetaData.of(envelope(Channel.API, "given", effectiveAt)));
  }

  private ResultValidator<CustomerAggregate> givenOwnedByLi(Request... requests) {
    return fixture
        .givenCurrentTime(day(9))
        .andGiven(past(registered(new Owner(LI)), DAY_0))
        .when(message(false, requests));
  }

  private static GenericCommandMessage<Submission> message(boolean rehearsal, Request... requests) {
    return new GenericCommandMessage<>(
        new GenericMessage<>(new Submission(List.of(requests), rehearsal, false, Map.of(), null)),
        CommandsOnAxon.CUSTOMER);
  }

  private static Request request(Command... commands) {
    return new Request(
        List.of(commands), Automation.DEMO, envelope(Channel.API, "because", null), null, null);
  }

  private static List<Outcome> outcomes(ResultValidator<?> result) {
    List<Outcome> outcomes = new ArrayList<>();
    result.expectResultMessagePayloadMatching(
        matches(
            (List<Outcome> payload) -> {
              outcomes.addAll(payload);
              return true;
            }));
    return outcomes;
  }

  private static String code(Outcome outcome) {
    return ((Outcome.Rejected) outcome).rejection().code();
  }

  @Test
  void anAcceptedCommandIsRecordedAndReceipted() {
    ResultValidator<?> result =
        givenOwnedByLi(request(new Transfer(CUSTOMER, WANG)))
            .expectEvents(new Transferred(LI, new Owner(WANG)));
    Receipt receipt = outcomes(result).getFirst().orThrow();
    assertThat(receipt.id()).isEqualTo(CUSTOMER.value());
    assertThat(receipt.version()).isEqualTo(2);
    assertThat(receipt.events()).hasSize(1);
  }

  @Test
  void theEnvelopeTravelsWithTheEvent() {
    Envelope envelope = envelope(Channel.CONSOLE, "ill", day(8));
    givenOwnedByLi(Request.of(new Transfer(CUSTOMER, WANG), Automation.DEMO, envelope))
        .expectEventsMatching(
            matches(
                (List<EventMessage<?>> events) ->
                    EnvelopeMetaData.read(events.getFirst().getMetaData()).equals(envelope)));
  }

  @Test
  void aFollowUpIsEffectiveFromTheTimeItOccurred() {
    FollowUp call =
        new FollowUp(Medium.CALL, day(5), null, Personal.of("asked for prices"), null, null);
    FollowUpId id = FollowUpId.create();
    ResultValidator<?> result =
        givenOwnedByLi(request(new RecordFollowUp(CUSTOMER, id, call)))
            .expectEvents(new FollowUpRecorded(id, call))
            .expectEventsMatching(
                matches(
                    (List<EventMessage<?>> events) ->
                        day(5)
                            .equals(
                                EnvelopeMetaData.read(events.getFirst().getMetaData())
                                    .effectiveAt())));
    assertThat(outcomes(result).getFirst().orThrow().created()).isEqualTo(id.value());
  }

  @Test
  void aRefusedCommandChangesNothing() {
    ResultValidator<?> result =
        givenOwnedByLi(request(new Transfer(CUSTOMER, LI))).expectNoEvents();
    assertThat(code(outcomes(result).getFirst())).isEqualTo("already-owner");
  }

  @Test
  void aRequestIsDoneAsAWholeOrNotAtAll() {
    ResultValidator<?> result =
        givenOwnedByLi(
                request(new Amend(CUSTOMER, texts("name", "Yu")), new Transfer(CUSTOMER, LI)))
            .expectNoEvents();
    assertThat(code(outcomes(result).getFirst())).isEqualTo("already-owner");
  }

  @Test
  void eachOfSeveralRequestsIsDecidedOnWhatThoseBeforeItLeft() {
    ResultValidator<?> result =
        givenOwnedByLi(
                request(new Transfer(CUSTOMER, WANG)),
                request(new Transfer(CUSTOMER, WANG)),
                request(new Release(CUSTOMER, null)),
                request(new Classify(CUSTOMER, "A", "#d92d20")))
            .expectEvents(
                new Transferred(LI, new Owner(WANG)),
                new Released(WANG, PUBLIC),
                new Classified("A", "#d92d20"));
    List<Outcome> outcomes = outcomes(result);
    assertThat(code(outcomes.get(1))).isEqualTo("already-owner");
    assertThat(outcomes)
        .filteredOn(Outcome.Accepted.class::isInstance)
        .hasSize(3)
        .allSatisfy(outcome -> assertThat(outcome.orThrow().version()).isEqualTo(4));
  }

  @Test
  void whoHasNotSeenTheLatestVersionIsTold() {
    Envelope envelope = envelope(Channel.API, "because", null);
    List<Command> transfer = List.of(new Transfer(CUSTOMER, WANG));
    ResultValidator<?> result =
        givenOwnedByLi(new Request(transfer, Automation.DEMO, envelope, 0L, null)).expectNoEvents();
    assertThat(code(outcomes(result).getFirst())).isEqualTo("stale-version");
  }

  @Test
  void whoHasSeenTheLatestVersionMayChangeIt() {
    Envelope envelope = envelope(Channel.API, "because", null);
    List<Command> transfer = List.of(new Transfer(CUSTOMER, WANG));
    givenOwnedByLi(new Request(transfer, Automation.DEMO, envelope, 1L, null))
        .expectEvents(new Transferred(LI, new Owner(WANG)));
  }

  @Test
  void aRehearsalRecordsNothing() {
    ResultValidator<?> result =
        fixture
            .givenCurrentTime(day(9))
            .andGiven(past(registered(new Owner(LI)), DAY_0))
            .when(
                message(
                    true,
                    request(new Amend(CUSTOMER, texts("name", "Yu"))),
                    request(new Transfer(CUSTOMER, LI))))
            .expectNoEvents();
    List<Outcome> outcomes = outcomes(result);
    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Accepted.class);
    assertThat(code(outcomes.get(1))).isEqualTo("already-owner");
  }

  @Test
  void aNewCustomerBeginsItsStream() {
    fixture
        .givenNoPriorActivity()
        .when(
            new GenericCommandMessage<>(
                new GenericMessage<>(
                    new Submission(
                        List.of(
                            request(
                                new Register(
                                    CUSTOMER,
                                    Kind.COMPANY,
                                    Changes.none(),
                                    List.of(),
                                    null,
                                    false)),
                            request(new Amend(CUSTOMER, texts("name", "Yu")))),
                        false,
                        true,
                        Map.of(),
                        null)),
                CommandsOnAxon.CUSTOMER))
        .expectEvents(
            new Registered(Kind.COMPANY, Changes.none(), List.of(), PUBLIC),
            new Amended(texts("name", "Yu")));
  }

  @Test
  void timeNeverRunsBackwardWithinAStream() {
    // Another process's clock was ahead when it recorded the stream's last event.
    fixture
        .givenCurrentTime(day(11))
        .andGiven(past(registered(new Owner(LI)), null))
        .when(message(false, request(new Transfer(CUSTOMER, WANG))))
        .expectEvents(new Transferred(LI, new Owner(WANG)));
  }
}
