package custody.command.erasure;

import custody.command.Decision;
import custody.contract.PersonalDataEvent.Erased;

/// The slice of a customer that decides on its erasure. It keeps nothing: whether a case may go
/// ahead is decided by the case.
public final class PersonalData {
  private PersonalData() {}

  public static Decision decide(PersonalDataCommand command) {
    return switch (command) {
      case PersonalDataCommand.Erase it ->
          Decision.accepted(new Erased(it.erasure(), it.basis(), it.contact()));
    };
  }
}
