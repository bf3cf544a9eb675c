package custody.store;

import static custody.store.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.Changes;
import custody.contract.Envelope;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AppendTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();
  static final TestStore store = new TestStore(database.dataSource());

  private static final ProfileEvent EVENT = new AssortmentReported("beer", null, null);
  private static final Claim PHONE = new Claim("phone", "ab".repeat(32));

  private final UUID stream = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void whatIsAppendedIsReadBackWithItsTimes() {
    Envelope envelope =
        TestStore.ENVELOPE.effectiveAt(Instant.parse("2020-02-29T10:00:00.123456789Z"));
    var event =
        new ProfileEvent.Amended(
            new Changes(
                Map.of(), Map.of("name", Personal.of(new FieldValue.Text("海底捞"))), Set.of("fax")));

    List<Recorded> stored = store.append(stream, envelope, event, EVENT);

    assertThat(stored).extracting(Recorded::event).containsExactly(event, EVENT);
    assertThat(stored).extracting(Recorded::sequence).containsExactly(0L, 1L);
    assertThat(stored.getFirst().effectiveAt())
        .isEqualTo(Instant.parse("2020-02-29T10:00:00.123456Z"));
    assertThat(stored.getFirst().recordedAt()).isEqualTo(stored.getLast().recordedAt());
    assertThat(store.log().version(stream)).isEqualTo(2);
    assertThat(store.append(stream, EVENT).getLast().effectiveAt())
        .isEqualTo(store.log().stream(stream).getLast().recordedAt());
  }

  @Test
  void theSecondWriterOfAVersionLoses() {
    store.append(stream, EVENT, EVENT);
    assertThatThrownBy(() -> store.engine().appendEvents(message(stream, 1, EVENT)))
        .isInstanceOf(ConcurrencyException.class);
    assertThatThrownBy(() -> store.engine().appendEvents(message(stream, 0, EVENT)))
        .isInstanceOf(AggregateStreamCreationException.class);
    assertThat(store.log().version(stream)).isEqualTo(2);
  }

  @Test
  void anEventIsNotStoredTwice() {
    var message = message(stream, 0, EVENT);
    store.engine().appendEvents(message);
    assertThatThrownBy(
            () ->
                store
                    .engine()
                    .appendEvents(
                        new org.axonframework.eventhandling.GenericDomainEventMessage<>(
                            "customer", stream.toString(), 1, message, message.getTimestamp())))
        .isInstanceOf(ConcurrencyException.class);
  }

  @Test
  void onlyEventsOfTheContractAreStored() {
    assertThatThrownBy(
            () -> store.engine().appendEvents(GenericEventMessage.asEventMessage("text")))
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("java.lang.String");
  }

  @Test
  void aUnitOfWorkAppendsInItsCommitPhaseAndLearnsTheRecordedTime() {
    UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
    unitOfWork.onPrepareCommit(
        preparing -> {
          store.engine().appendEvents(message(stream, 0, EVENT));
          store.engine().appendEvents(message(stream, 1, EVENT));
          assertThat(store.log().version(stream)).isZero();
        });
    unitOfWork.commit();

    List<Recorded> stored = store.log().stream(stream);
    assertThat(stored).hasSize(2);
    Appended appended = Objects.requireNonNull(Appended.of(unitOfWork));
    assertThat(appended.recordedAt()).isEqualTo(stored.getFirst().recordedAt());
    assertThat(appended.position()).isGreaterThanOrEqualTo(stored.getLast().position());
  }

  @Test
  void whatGoesAlongsideIsStoredTogetherOrNotAtAll() {
    Answer answer = new Answer("01".repeat(32), "02".repeat(32), "{}");
    Likeness likeness = new Likeness(stream, Set.of(1L, 2L, -3L));
    append(stream, 0, new Alongside(Set.of(PHONE), Set.of(), likeness, answer));

    assertThat(store.lookups().holders(Set.of(PHONE, new Claim("phone", "cd"))))
        .isEqualTo(Map.of(PHONE, stream));
    assertThat(store.lookups().answer(answer.key())).contains(answer);
    assertThat(store.lookups().alike(Set.of(1L, 2L), 0.5, 10))
        .containsExactly(new Lookups.Alike(stream, 2.0 / 3));

    Answer another = new Answer("03".repeat(32), "02".repeat(32), "{}");
    assertThatThrownBy(
            () -> append(other, 0, new Alongside(Set.of(PHONE), Set.of(), null, another)))
        .isInstanceOfSatisfying(
            ClaimTakenException.class, taken -> assertThat(taken.holder()).isEqualTo(stream));
    assertThat(store.log().version(other)).isZero();
    assertThat(store.lookups().answer(another.key())).isEmpty();

    // The answer goes before the claim, and before the version.
    assertThatThrownBy(() -> append(other, 0, new Alongside(Set.of(PHONE), Set.of(), null, answer)))
        .isInstanceOfSatisfying(
            AnsweredAlreadyException.class,
            answered -> assertThat(answered.answer()).isEqualTo(answer));

    append(stream, 1, new Alongside(Set.of(PHONE), Set.of(), null, null)); // its own
    append(stream, 2, new Alongside(Set.of(), Set.of(PHONE), null, null));
    append(other, 0, new Alongside(Set.of(PHONE), Set.of(), null, null));
    assertThat(store.lookups().holders(Set.of(PHONE))).isEqualTo(Map.of(PHONE, other));
    append(other, 1, new Alongside(Set.of(), Set.of(PHONE), null, null));
  }

  @Test
  void insideASpringTransactionEventsCommitWithIt() {
    DataSource source = database.dataSource();
    var transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    TestStore bound = new TestStore(source);
    transactions.executeWithoutResult(
        status -> {
          bound.engine().appendEvents(message(stream, 0, EVENT));
          assertThat(bound.log().version(stream)).isEqualTo(1);
          assertThat(store.log().version(stream)).isZero();
          status.setRollbackOnly();
        });
    assertThat(store.log().version(stream)).isZero();

    transactions.executeWithoutResult(
        _ -> {
          bound.engine().appendEvents(message(stream, 0, EVENT));
          assertThatThrownBy(() -> bound.engine().appendEvents(message(stream, 0, EVENT)))
              .isInstanceOf(AggregateStreamCreationException.class);
          bound.engine().appendEvents(message(stream, 1, EVENT));
        });
    assertThat(store.log().version(stream)).isEqualTo(2);
    bound.close();
  }

  @Test
  void theStoredTextIsReadableJson() {
    store.append(stream, EVENT);
    assertThat(
            JdbcClient.create(database.dataSource())
                .sql("SELECT payload::jsonb ->> 'product' FROM custody.event WHERE stream = ?")
                .param(stream)
                .query(String.class)
                .single())
        .isEqualTo("beer");
  }

  private static void append(UUID stream, long sequence, Alongside alongside) {
    UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
    alongside.attachTo(unitOfWork);
    unitOfWork.onPrepareCommit(_ -> store.engine().appendEvents(message(stream, sequence, EVENT)));
    unitOfWork.commit();
  }
}
