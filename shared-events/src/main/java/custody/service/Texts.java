package custody.service;

import java.text.Normalizer;
import java.util.Optional;

/// Which texts we take from outside, and in which form we keep them.
public final class Texts {
  public static final String NO_CONTROL_CHARACTERS = "a text without control characters";
  public static final String WHOLE_CHARACTERS = "a text of whole Unicode characters";

  private Texts() {}

  /// The text without white space around it and in Unicode's composed form (NFC), so that what
  /// looks the same is the same.
  public static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
  }

  /// What is wrong with a text, for people; empty if nothing is.
  ///
  /// Control characters other than tab and line breaks are refused (PostgreSQL cannot store NUL),
  /// and so are halves of surrogate pairs, which no encoding can write.
  public static Optional<String> complaint(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
        return Optional.of(NO_CONTROL_CHARACTERS);
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return Optional.of(WHOLE_CHARACTERS);
      }
    }
    return Optional.empty();
  }

  /// @return the text as it is
  /// @throws IllegalArgumentException with the complaint
  public static String sound(String text) {
    complaint(text)
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(complaint);
            });
    return text;
  }
}
