package custody.service.field;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import custody.contract.FieldValue;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Phone numbers in their normal form, on which the duplicate check stands.
final class Phones {
  // An extension as people write it; the library knows few of these and reads -802 as more digits.
  private static final Pattern MARKED =
      Pattern.compile("(.*\\d)\\s*(?:转|轉|分机|分機|;ext=|ext\\.?|x|#|,|;)\\s*[:：]?\\s*(\\d{1,7})");
  private static final Pattern DASHED = Pattern.compile("(.*\\d)\\s*[-—–]\\s*(\\d{1,6})");

  private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
  private final String region;

  /// @throws IllegalArgumentException if it is no country with phone numbers
  Phones(String region) {
    if (!library.getSupportedRegions().contains(region)) {
      throw new IllegalArgumentException(
          "custody.fields.default-region: write the ISO 3166 code of a country, such as CN");
    }
    this.region = region;
  }

  /// Empty if it is no phone number. An extension is split off where that leaves a better number.
  Optional<FieldValue.Phone> parse(String entered) {
    if (entered.length() > 50) {
      return Optional.empty();
    }
    // Full-width digits and signs become their plain forms.
    String plain = Normalizer.normalize(entered, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    Matcher marked = MARKED.matcher(plain);
    if (marked.matches()) {
      return number(marked.group(1)).map(base -> phone(base, marked.group(2), entered));
    }
    Optional<PhoneNumber> whole = number(plain);
    if (whole.isPresent() && library.isValidNumber(whole.get())) {
      return whole.map(number -> phone(number, null, entered));
    }
    Matcher dashed = DASHED.matcher(plain);
    if (dashed.matches()) {
      Optional<PhoneNumber> base = number(dashed.group(1));
      if (base.isPresent() && (whole.isEmpty() || library.isValidNumber(base.get()))) {
        return base.map(number -> phone(number, dashed.group(2), entered));
      }
    }
    return whole.map(number -> phone(number, null, entered));
  }

  /// Numbering plans grow faster than the library, so who writes the country code may name a number
  /// that it does not know as assigned; its length must be possible.
  private Optional<PhoneNumber> number(String text) {
    try {
      PhoneNumber number = library.parse(text, region);
      boolean possible =
          library.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
              && text.strip().startsWith("+");
      return possible || library.isValidNumber(number) ? Optional.of(number) : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  private FieldValue.Phone phone(PhoneNumber number, @Nullable String extension, String entered) {
    String known = number.hasExtension() ? number.getExtension() : extension;
    String normal = library.format(number, PhoneNumberFormat.E164);
    return new FieldValue.Phone(known == null ? normal : normal + ";ext=" + known, entered);
  }
}
