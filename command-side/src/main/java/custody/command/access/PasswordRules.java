package custody.command.access;

import custody.service.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// What a person may choose as a password: long enough, and nothing that is tried first. No rules
/// about capitals and digits, which make passwords worse.
final class PasswordRules {
  static final int SHORTEST = 12;
  static final int LONGEST = 128;

  /// Shorter parts of a name are in too many good passwords.
  private static final int SHORTEST_WORD = 4;

  private final List<String> words;

  /// @param words that no password may contain, such as the company's name
  PasswordRules(List<String> words) {
    this.words = words.stream().map(PasswordRules::folded).toList();
  }

  /// @throws Problem 422 if it is no good
  void check(String user, String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      throw new Problem(
          422,
          "password-length",
          "A password has 12 to 128 characters. Several words in a row are easy to remember.");
    }
    String folded = folded(password);
    String core = folded.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
    if (folded.chars().distinct().count() < 5 || isRow(folded) || isCommon(folded, core)) {
      throw new Problem(
          422,
          "password-common",
          "This password is among those that are tried first. Choose another one.");
    }
    boolean named =
        words.stream().anyMatch(folded::contains)
            || (user.length() >= SHORTEST_WORD && folded.contains(folded(user)));
    if (named) {
      throw new Problem(
          422,
          "password-names",
          "A password must not contain your name or the company's. Choose another one.");
    }
  }

  /// 123456789012, abcdefghijkl and the like, both ways.
  private static boolean isRow(String text) {
    int up = 0;
    int down = 0;
    for (int i = 1; i < text.length(); i++) {
      int step = text.charAt(i) - text.charAt(i - 1);
      up += step == 1 ? 1 : 0;
      down += step == -1 ? 1 : 0;
    }
    return Math.max(up, down) >= text.length() - 3;
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// Read each time, which takes milliseconds and comes seldom; kept in memory it is megabytes.
  private static boolean isCommon(String folded, String core) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    PasswordRules.class.getResourceAsStream("common-passwords.txt")),
                StandardCharsets.UTF_8))) {
      return lines.lines().anyMatch(line -> line.equals(folded) || line.equals(core));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
