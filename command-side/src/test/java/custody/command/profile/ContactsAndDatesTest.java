package custody.command.profile;

import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.registered;
import static custody.command.Samples.texts;

import custody.command.DeciderSpecification;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.command.profile.ContactCommand.AddContact;
import custody.command.profile.ContactCommand.AmendContact;
import custody.command.profile.ContactCommand.RemoveContact;
import custody.command.profile.DateCommand.RemoveDate;
import custody.command.profile.DateCommand.SetDate;
import custody.contract.ContactId;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.DateId;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Calendar;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.ImportantDate;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContactsAndDatesTest {
  private static final ContactId CHEN = ContactId.create();
  private static final DateId BIRTHDAY = DateId.create();

  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of())).given(0, registered(PUBLIC));

  private static ImportantDate birthday(int dayOfMonth, @Nullable ContactId contact) {
    return new ImportantDate(
        "birthday",
        null,
        Personal.of(LocalDate.of(1980, 5, dayOfMonth)),
        Calendar.SOLAR,
        true,
        7,
        contact);
  }

  @Test
  void aContactIsAdded() {
    customer
        .when(new AddContact(CUSTOMER, CHEN, texts("name", "Chen")))
        .then(new ContactAdded(CHEN, texts("name", "Chen")));
  }

  @Test
  void theSameAdditionAgainIsNoNewsWhateverBecameOfIt() {
    customer
        .given(1, new ContactAdded(CHEN, texts("name", "Chen")))
        .given(2, new ContactAmended(CHEN, texts("name", "Chen Jie")))
        .given(3, new ContactRemoved(CHEN))
        .when(new AddContact(CUSTOMER, CHEN, texts("name", "Chen")))
        .thenNothing();
    customer
        .when(new AddContact(CUSTOMER, CHEN, texts("name", "Other")))
        .thenRejected("contact-exists");
  }

  @Test
  void aContactIsAmendedInWhatChanges() {
    customer
        .given(1, new ContactAdded(CHEN, texts("name", "Chen", "role", "buyer")))
        .when(new AmendContact(CUSTOMER, CHEN, texts("name", "Chen", "role", "owner")))
        .then(new ContactAmended(CHEN, texts("role", "owner")));
    customer.when(new AmendContact(CUSTOMER, CHEN, texts("name", "Chen"))).thenNothing();
  }

  @Test
  void aContactIsAmendedOnlyWhileItIsThere() {
    customer
        .given(2, new ContactAdded(CHEN, texts("name", "Chen")))
        .given(5, new ContactRemoved(CHEN))
        .whenDated(1, new AmendContact(CUSTOMER, CHEN, texts("name", "C")))
        .thenRejected("contact-not-found");
    customer
        .whenDated(3, new AmendContact(CUSTOMER, CHEN, texts("name", "C")))
        .then(new ContactAmended(CHEN, texts("name", "C")));
    customer
        .whenDated(6, new AmendContact(CUSTOMER, CHEN, texts("name", "C")))
        .thenRejected("contact-not-found");
    customer.whenDated(6, new RemoveContact(CUSTOMER, CHEN)).thenRejected("contact-not-found");
  }

  @Test
  void aContactWhoseAdditionIsVoidedIsNotThere() {
    customer
        .given(2, new ContactAdded(CHEN, texts("name", "Chen")))
        .given(3, new Voided(DeciderSpecification.eventId(1)))
        .when(new RemoveContact(CUSTOMER, CHEN))
        .thenRejected("contact-not-found");
  }

  @Test
  void aContactIsRemoved() {
    customer
        .given(2, new ContactAdded(CHEN, texts("name", "Chen")))
        .when(new RemoveContact(CUSTOMER, CHEN))
        .then(new ContactRemoved(CHEN));
  }

  @Test
  void anImportantDateIsSetSetAnewAndRemoved() {
    customer
        .when(new SetDate(CUSTOMER, BIRTHDAY, birthday(1, null)))
        .then(new DateSet(BIRTHDAY, birthday(1, null)));
    customer
        .given(1, new DateSet(BIRTHDAY, birthday(1, null)))
        .when(new SetDate(CUSTOMER, BIRTHDAY, birthday(1, null)))
        .thenNothing();
    customer
        .when(new SetDate(CUSTOMER, BIRTHDAY, birthday(2, null)))
        .then(new DateSet(BIRTHDAY, birthday(2, null)));
    customer.when(new RemoveDate(CUSTOMER, BIRTHDAY)).then(new DateRemoved(BIRTHDAY));
  }

  @Test
  void aDateThatIsNotThereCannotBeRemoved() {
    customer.when(new RemoveDate(CUSTOMER, BIRTHDAY)).thenRejected("date-not-found");
    customer
        .given(1, new DateSet(BIRTHDAY, birthday(1, null)))
        .given(2, new DateRemoved(BIRTHDAY))
        .when(new RemoveDate(CUSTOMER, BIRTHDAY))
        .thenRejected("date-not-found");
  }

  @Test
  void aContactsDateNeedsTheContact() {
    customer
        .when(new SetDate(CUSTOMER, BIRTHDAY, birthday(1, CHEN)))
        .thenRejected("unknown-contact");
    customer
        .given(1, new ContactAdded(CHEN, texts("name", "Chen")))
        .when(new SetDate(CUSTOMER, BIRTHDAY, birthday(1, CHEN)))
        .then(new DateSet(BIRTHDAY, birthday(1, CHEN)));
  }
}
