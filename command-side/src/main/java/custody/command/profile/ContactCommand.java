package custody.command.profile;

import custody.command.CustomerCommand;
import custody.contract.Changes;
import custody.contract.ContactId;
import custody.contract.CustomerId;
import custody.service.rights.Right;

/// Commands of the slice {@link Contacts}.
public sealed interface ContactCommand extends CustomerCommand {
  @Override
  default Right right() {
    return Right.AMEND;
  }

  record AddContact(CustomerId customer, ContactId contact, Changes fields)
      implements ContactCommand {}

  record AmendContact(CustomerId customer, ContactId contact, Changes fields)
      implements ContactCommand {}

  record RemoveContact(CustomerId customer, ContactId contact) implements ContactCommand {}
}
