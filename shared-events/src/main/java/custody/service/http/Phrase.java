package custody.service.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is said in English by code, in Chinese.
///
/// @param chinese with `$1` for the first group of the English, and so on
record Phrase(Pattern english, String chinese) {
  static Phrase of(String english, String chinese) {
    return new Phrase(Pattern.compile(english), chinese);
  }

  /// The first that fits; empty where none does.
  static Optional<String> inChinese(String said, List<Phrase> phrases) {
    for (Phrase phrase : phrases) {
      Matcher matcher = phrase.english.matcher(said);
      if (matcher.matches()) {
        return Optional.of(matcher.replaceAll(phrase.chinese));
      }
    }
    return Optional.empty();
  }
}
