package custody.query.customers;

import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/// The words of a text, as they are searched: compatibility forms, case, accents and traditional
/// characters folded, only letters and digits, Chinese apart from everything else.
final class Words {
  private static final Transliterator SIMPLIFIED =
      Transliterator.getInstance("Traditional-Simplified");

  /// What it may change. Most texts have nothing of it, and matching all rules to find that out was
  /// a quarter of a rebuild.
  private static final UnicodeSet TRADITIONAL = SIMPLIFIED.getSourceSet().freeze();

  private Words() {}

  static List<String> of(String text) {
    String folded =
        simplified(Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT));
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
    String plain = Normalizer.normalize(words, Normalizer.Form.NFC).strip();
    return plain.isEmpty() ? List.of() : List.of(plain.split(" +"));
  }

  private static String simplified(String text) {
    return TRADITIONAL.containsNone(text) ? text : SIMPLIFIED.transliterate(text);
  }

  static boolean isHan(int c) {
    return UnicodeScript.of(c) == UnicodeScript.HAN;
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
