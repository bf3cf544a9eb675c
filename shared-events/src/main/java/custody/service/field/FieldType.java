package custody.service.field;

import custody.service.Times;

/// The types a profile field can have.
public enum FieldType {
  TEXT(true, "a text that is not empty"),
  NUMBER(false, "a number of at most 18 digits before and 9 after the decimal point"),
  MONEY(
      false,
      "an amount of money such as {\"amount\": 12.50, \"currency\": \"CNY\"}, at most 15 digits"
          + " before and 4 after the decimal point, with a currency of ISO 4217"),
  DATE(true, Times.EXPECTED_DAY),
  CHOICE(false, "one of the choices"),
  PHONE(
      true,
      "a phone number with area code, or with + and country code from abroad, such as"
          + " 0571 8888 6666-802 or +49 30 901820"),
  MAIL(true, "a mail address such as name@example.com"),
  URL(true, "a web address with http:// or https://"),
  GEO_POINT(
      true,
      "a place such as {\"latitude\": 30.27, \"longitude\": 120.16}, latitude from -90 to 90,"
          + " longitude from -180 to 180");

  private final boolean personal;
  private final String expected;

  FieldType(boolean personal, String expected) {
    this.personal = personal;
    this.expected = expected;
  }

  /// Whether values are personal unless the field says otherwise.
  public boolean personal() {
    return personal;
  }

  /// What a value looks like, for people.
  public String expected() {
    return expected;
  }
}
