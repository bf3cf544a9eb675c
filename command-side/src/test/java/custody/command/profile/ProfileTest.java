package custody.command.profile;

import static custody.command.DeciderSpecification.day;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.LI;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.cleared;
import static custody.command.Samples.phone;
import static custody.command.Samples.registered;
import static custody.command.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import custody.command.DeciderSpecification;
import custody.command.Identity;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.command.profile.AssortmentCommand.ReportAssortment;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.contract.Changes;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerId;
import custody.contract.FieldValue;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.Kind;
import custody.contract.ProfileEvent.Registered;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final CustomerId OTHER = CustomerId.create();

  private final CustomerDecider decider =
      new CustomerDecider(Set.of("phone", "registrationNumber"));
  private final DeciderSpecification<Customer> customer = DeciderSpecification.of(decider);

  private static Register register(@Nullable Holder holder, boolean despiteLikely) {
    return new Register(
        CUSTOMER, Kind.OUTLET, texts("name", "Yu Garden"), List.of(), holder, despiteLikely);
  }

  private static Registered yuGarden(Holder holder) {
    return new Registered(Kind.OUTLET, texts("name", "Yu Garden"), List.of(), holder);
  }

  @Test
  void aCustomerBeginsInTheConfiguredPool() {
    customer.when(register(null, false)).then(yuGarden(PUBLIC));
  }

  @Test
  void aCustomerBeginsWithAnOwnerIfOneIsNamed() {
    customer
        .rep(LI, 0, 10)
        .when(register(new Holder.Owner(LI), false))
        .then(yuGarden(new Holder.Owner(LI)));
    customer.whenDated(-1, register(new Holder.Owner(LI), false)).thenRejected("rep-not-active");
  }

  @Test
  void aCustomerIsRegisteredOnce() {
    customer
        .given(0, registered(PUBLIC))
        .when(register(null, false))
        .thenRejected("already-registered");
  }

  @Test
  void aCustomerLikeAnotherIsReported() {
    assertThat(
            customer
                .alike(OTHER, 0.8)
                .when(register(null, false))
                .thenRejected("duplicate-likely")
                .properties())
        .containsEntry(
            "candidates",
            List.of(Map.of("id", OTHER.toString(), "likeness", 0.8, "field", "name")));
  }

  @Test
  void aPersonMayInsistWithAReasonThatItIsAnotherCustomer() {
    customer.alike(OTHER, 0.8).when(register(null, true)).then(yuGarden(PUBLIC));
    customer.whenWithoutReason(register(null, true)).thenRejected("reason-missing");
  }

  @Test
  void nothingHappensToACustomerThatIsNotThere() {
    customer.when(new Amend(CUSTOMER, texts("name", "Yu"))).thenRejected("customer-not-found");
  }

  @Test
  void whatIsSoAlreadyIsLeftOut() {
    customer
        .given(0, registered(texts("name", "Yu Garden", "address", "Fuyou Rd")))
        .when(new Amend(CUSTOMER, texts("name", "Yu Garden", "address", "Anren St")))
        .then(new Amended(texts("address", "Anren St")));
    customer.when(new Amend(CUSTOMER, texts("name", "Yu Garden"))).thenNothing();
    customer.when(new Amend(CUSTOMER, cleared("website"))).thenNothing();
  }

  @Test
  void aFieldIsCleared() {
    customer
        .given(0, registered(texts("address", "Fuyou Rd")))
        .when(new Amend(CUSTOMER, cleared("address")))
        .then(new Amended(cleared("address")));
  }

  @Test
  void changesAreJudgedAtTheirEffectiveTime() {
    customer
        .given(0, registered(texts("name", "A")))
        .given(10, new Amended(texts("name", "B")))
        .today(20)
        .whenDated(5, new Amend(CUSTOMER, texts("name", "A")))
        .thenNothing();
    customer
        .whenDated(5, new Amend(CUSTOMER, texts("name", "B")))
        .then(new Amended(texts("name", "B")));
  }

  @Test
  void aVoidedChangeDoesNotCount() {
    customer
        .given(0, registered(texts("name", "A")))
        .given(10, new Amended(texts("name", "B")))
        .given(11, new Voided(DeciderSpecification.eventId(1)))
        .when(new Amend(CUSTOMER, texts("name", "A")))
        .thenNothing();
  }

  @Test
  void anErasedValueCanBeSetAnew() {
    Changes erased = new Changes(Map.of(), Map.of("name", Personal.erased()), Set.of());
    customer
        .given(0, registered(erased))
        .when(new Amend(CUSTOMER, texts("name", "A")))
        .then(new Amended(texts("name", "A")));
    assertThat(decider.name(customer.state(), day(1))).isEmpty();
  }

  @Test
  void nothingIsTrueOfACustomerBeforeItIsRegistered() {
    assertThat(
            customer
                .given(0, registered(PUBLIC))
                .whenDated(-1, new Amend(CUSTOMER, texts("name", "A")))
                .thenRejected("before-registration")
                .properties())
        .containsEntry("registeredAt", day(0).toString());
  }

  @Test
  void effectiveTimesStayWithinThePolicy() {
    customer.whenDated(-1001, register(null, false)).thenRejected("effective-time-too-early");
    customer.whenDated(101, register(null, false)).thenRejected("effective-time-too-late");
    customer.whenImported(-1001, register(null, false)).then(yuGarden(PUBLIC));
    customer.whenImported(-60_000, register(null, false)).thenRejected("effective-time-too-early");
  }

  @Test
  void theSameClassificationAgainIsNoNews() {
    customer
        .given(0, registered(PUBLIC))
        .when(new Classify(CUSTOMER, "A", "#d92d20"))
        .then(new Classified("A", "#d92d20"));
    customer
        .given(1, new Classified("A", "#d92d20"))
        .when(new Classify(CUSTOMER, "A", "#d92d20"))
        .thenNothing();
  }

  @Test
  void aGradeHasTheColourThatIsConfigured() {
    customer
        .given(0, registered(PUBLIC))
        .when(new Classify(CUSTOMER, "A", null))
        .then(new Classified("A", "#d92d20"));
    customer.when(new Classify(CUSTOMER, "Z", null)).thenRejected("grade-unknown");
  }

  @Test
  void aReportReplacesTheOneBeforeForTheSameProduct() {
    customer
        .given(0, registered(PUBLIC))
        .given(1, new AssortmentReported("beer", BigDecimal.TEN, null))
        .when(new ReportAssortment(CUSTOMER, "beer", BigDecimal.TWO, null))
        .then(new AssortmentReported("beer", BigDecimal.TWO, null));
    customer.when(new ReportAssortment(CUSTOMER, "beer", BigDecimal.TEN, null)).thenNothing();
    customer
        .when(new ReportAssortment(CUSTOMER, "wine", BigDecimal.TEN, null))
        .then(new AssortmentReported("wine", BigDecimal.TEN, null));
  }

  @Test
  void keysAndUniqueFieldsBelongToOneCustomer() {
    customer.given(0, registered(phone("+862162345678;ext=802")));
    assertThat(decider.identities(customer.state(), day(1)))
        .containsExactlyInAnyOrder(
            new Identity("phone", "+862162345678;ext=802"),
            Identity.line("phone", "+862162345678"),
            Identity.external(Identity.CUSTOMER_KEY, "erp", "4711"));
  }

  @Test
  void registrationNumbersDifferInLettersAndDigitsOnly() {
    customer.given(0, registered(texts("registrationNumber", " 9131-0000 ｍa1ＦＬ ")));
    assertThat(decider.identities(customer.state(), day(1)))
        .contains(new Identity("registrationNumber", "91310000ma1fl"));
  }

  @Test
  void aNumberGivenUpIsFreeAndOneToComeIsTaken() {
    customer
        .given(0, registered(phone("+8611111111")))
        .given(5, new Amended(phone("+8622222222")))
        .given(6, 60, new Amended(phone("+8633333333")));
    assertThat(decider.identities(customer.state(), day(6)))
        .filteredOn(identity -> identity.kind().equals("phone"))
        .containsExactlyInAnyOrder(
            new Identity("phone", "+8622222222"), new Identity("phone", "+8633333333"));
  }

  @Test
  void openAndPersonalFieldsAreHeldAgainstWhatIsThereAlike() {
    Changes open = new Changes(Map.of("region", new FieldValue.Text("East")), Map.of(), Set.of());
    customer.given(0, registered(open)).when(new Amend(CUSTOMER, open)).thenNothing();
  }
}
