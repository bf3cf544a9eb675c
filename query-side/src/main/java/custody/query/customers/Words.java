package custody.query.customers;

import custody.service.Simplified;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words of a text, as they are searched: compatibility forms, case, accents and traditional
/// characters folded, only letters and digits, Chinese apart from everything else.
final class Words {
  private Words() {}

  static List<String> of(String text) {
    String folded =
        Simplified.of(Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT));
    StringBuilder words = new StringBuilder(folded.length() + 8);
    boolean wasHan = false;
    for (int i = 0; i < folded.length(); ) {
      int c = folded.codePointAt(i);
      i += Character.charCount(c);
      if (c >= 0x300 && c <= 0x36F) {
        continue; // an accent
      }
      boolean han = isHan(c);
      if (han != wasHan || !isPart(c)) {
        words.append(' ');
      }
      if (isPart(c)) {
        words.appendCodePoint(c);
      }
      wasHan = han;
    }
    return apart(Normalizer.normalize(words, Normalizer.Form.NFC));
  }

  /// By hand: a pattern is made anew for each text, and texts are what a rebuild is full of.
  private static List<String> apart(String words) {
    List<String> apart = new ArrayList<>();
    int begin = 0;
    for (int end = words.indexOf(' '); begin < words.length(); end = words.indexOf(' ', begin)) {
      int until = end < 0 ? words.length() : end;
      if (until > begin) {
        apart.add(words.substring(begin, until));
      }
      begin = until + 1;
    }
    return apart;
  }

  static boolean isHan(int c) {
    // Nearly all that are, and nearly all that are not, without looking them up.
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x2E80 && UnicodeScript.of(c) == UnicodeScript.HAN);
  }

  /// Marks are parts too: scripts without case write their vowels with them.
  private static boolean isPart(int c) {
    return Character.isLetterOrDigit(c)
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
          default -> false;
        };
  }
}
