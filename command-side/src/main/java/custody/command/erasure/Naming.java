package custody.command.erasure;

import custody.command.profile.Profile;
import custody.contract.Changes;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Stream;

/// Whether a text that is to be kept says what is to be erased.
final class Naming {
  private static final int LEAST = 2;
  private static final int LEAST_DIGITS = 5;

  private Naming() {}

  static boolean names(String text, Collection<Recorded> stream) {
    String said = folded(text);
    String digits = digits(text);
    return stream.stream()
        .flatMap(Naming::personal)
        .anyMatch(
            value ->
                switch (value) {
                  case FieldValue.Text it -> contains(said, it.text());
                  case FieldValue.Mail it -> contains(said, it.mail());
                  case FieldValue.Phone it ->
                      digits(it.entered()).length() >= LEAST_DIGITS
                          && digits.contains(digits(it.entered()));
                  case FieldValue.Number _,
                      FieldValue.Money _,
                      FieldValue.Date _,
                      FieldValue.Choice _,
                      FieldValue.Url _,
                      FieldValue.GeoPoint _ ->
                      false;
                });
  }

  private static Stream<FieldValue> personal(Recorded recorded) {
    return switch (recorded.event()) {
      case Registered it -> personal(it.fields());
      case Amended it -> personal(it.fields());
      case ContactAdded it -> personal(it.fields());
      case ContactAmended it -> personal(it.fields());
      case RepEvent.Joined(Personal.Known<String>(String name), _, _, _) ->
          Stream.of(new FieldValue.Text(name));
      default -> Stream.empty();
    };
  }

  /// Of texts the names only: others say what many have in common.
  private static Stream<FieldValue> personal(Changes changes) {
    return changes.personal().entrySet().stream()
        .flatMap(
            field ->
                field.getValue() instanceof Personal.Known<FieldValue>(var known)
                        && (field.getKey().equals(Profile.NAME)
                            || !(known instanceof FieldValue.Text))
                    ? Stream.of(known)
                    : Stream.empty());
  }

  private static boolean contains(String said, String value) {
    String folded = folded(value);
    return folded.length() >= LEAST && said.contains(folded);
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
  }

  private static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }
}
