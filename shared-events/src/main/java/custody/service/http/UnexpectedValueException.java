package custody.service.http;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/// A JSON value is not what is expected; says what is, and never what was sent.
final class UnexpectedValueException extends MismatchedInputException {
  private final String expected;

  UnexpectedValueException(JsonParser json, String expected) {
    super(json, expected);
    this.expected = expected;
  }

  String expected() {
    return expected;
  }
}
