package custody.command.profile;

import custody.contract.FieldValue;
import custody.contract.Personal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Values of unique fields, reduced to what makes them differ.
final class Distinctive {
  private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final String EXTENSION = ";ext=";

  private Distinctive() {}

  /// Empty if nothing distinguishes it.
  static String of(FieldValue value) {
    return switch (value) {
      // With its extension: firms in one building share a switchboard.
      case FieldValue.Phone phone -> phone.phone();
      case FieldValue.Text text ->
          NEITHER_LETTER_NOR_DIGIT.matcher(folded(text.text())).replaceAll("");
      case FieldValue.Mail mail -> folded(mail.mail());
      case FieldValue.Url url -> folded(url.url());
      case FieldValue.Number number -> number.number().stripTrailingZeros().toPlainString();
      case FieldValue.Money money ->
          money.currency() + money.amount().stripTrailingZeros().toPlainString();
      case FieldValue.Date date -> date.date().toString();
      case FieldValue.Choice choice -> choice.choice();
      case FieldValue.GeoPoint point -> point.latitude() + "," + point.longitude();
    };
  }

  /// The line of a phone number.
  static String line(FieldValue.Phone phone) {
    return phone.phone().split(EXTENSION, 2)[0];
  }

  static boolean hasExtension(FieldValue.Phone phone) {
    return phone.phone().contains(EXTENSION);
  }

  /// The text of a field that is a known text.
  static Stream<String> text(Personal<FieldValue> field) {
    return switch (field) {
      case Personal.Known<FieldValue>(FieldValue.Text(String text)) -> Stream.of(text);
      case Personal.Known<FieldValue> _, Personal.Erased<FieldValue> _ -> Stream.empty();
    };
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
  }
}
