package custody.command.profile;

import custody.command.Identity;
import custody.command.profile.ProfileCommand.Register;
import custody.contract.Changes;
import custody.contract.FieldValue;
import custody.contract.FieldValue.Phone;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/// By what of its profile a customer is recognised as one there is already.
public final class Recognition {
  private Recognition() {}

  /// What says it of one value.
  ///
  /// @param field one that no two customers may share
  public static Set<Identity> by(String field, FieldValue value) {
    Set<Identity> identities = new HashSet<>();
    String distinctive = Distinctive.of(value);
    if (!distinctive.isEmpty()) {
      identities.add(new Identity(field, distinctive));
    }
    if (value instanceof Phone phone && Distinctive.hasExtension(phone)) {
      identities.add(Identity.line(field, Distinctive.line(phone)));
    }
    return identities;
  }

  /// Whoever has one of these is certainly the customer who is to be registered.
  ///
  /// @param unique the fields that no two customers may share
  public static Set<Identity> certain(Register command, Set<String> unique) {
    Set<Identity> identities = new HashSet<>();
    for (ExternalId key : command.externalIds()) {
      identities.add(Identity.external(Identity.CUSTOMER_KEY, key.system(), key.id()));
    }
    known(command.fields(), unique, (field, value) -> identities.addAll(by(field, value)));
    identities.removeIf(identity -> !identity.exclusive());
    return identities;
  }

  /// Whoever has one of these is likely the customer with these fields: behind the same phone line,
  /// with another extension or none.
  ///
  /// @param unique the fields that no two customers may share
  public static Set<Identity> likely(Changes fields, Set<String> unique) {
    Set<Identity> lines = new HashSet<>();
    known(
        fields,
        unique,
        (field, value) -> {
          if (value instanceof Phone phone) {
            lines.add(Identity.line(field, Distinctive.line(phone)));
            if (Distinctive.hasExtension(phone)) {
              lines.add(new Identity(field, Distinctive.line(phone)));
            }
          }
        });
    return lines;
  }

  private static void known(
      Changes fields, Set<String> names, BiConsumer<String, FieldValue> each) {
    fields
        .values()
        .forEach(
            (field, value) -> {
              if (names.contains(field)
                  && value instanceof Personal.Known<FieldValue>(FieldValue known)) {
                each.accept(field, known);
              }
            });
  }
}
