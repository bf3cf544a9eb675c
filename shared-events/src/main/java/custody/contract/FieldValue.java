package custody.contract;

import java.math.BigDecimal;
import java.time.LocalDate;

/// The value of one profile field. Which fields exist, and of which type, is configuration; the
/// stored value says its type itself, so that history stays readable when the configuration moves
/// on.
public sealed interface FieldValue {

  record Text(String text) implements FieldValue {}

  record Number(BigDecimal number) implements FieldValue {}

  /// @param currency ISO 4217 code
  record Money(BigDecimal amount, String currency) implements FieldValue {}

  /// A date without time and zone.
  record Date(LocalDate date) implements FieldValue {}

  /// @param choice the code of the option, not its label
  record Choice(String choice) implements FieldValue {}

  /// @param phone E.164, with `;ext=` appended where there is an extension
  /// @param entered as it was entered, for people
  record Phone(String phone, String entered) implements FieldValue {}

  record Mail(String mail) implements FieldValue {}

  record Url(String url) implements FieldValue {}

  /// WGS 84, degrees.
  record GeoPoint(double latitude, double longitude) implements FieldValue {}
}
