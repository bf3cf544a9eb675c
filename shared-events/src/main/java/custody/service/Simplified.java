package custody.service;

import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;

/// Traditional script as simplified, so that both name the same.
public final class Simplified {
  private static final Transliterator RULES = Transliterator.getInstance("Traditional-Simplified");

  /// What they change, alone or beside others. Most texts have nothing of it, and matching four
  /// thousand rules to find that out was a quarter of a rebuild and a tenth of an import.
  private static final UnicodeSet CHANGED = changed(RULES.toRules(false));

  private Simplified() {}

  /// The text in simplified script.
  public static String of(String text) {
    return CHANGED.containsNone(text) ? text : RULES.transliterate(text);
  }

  /// The rules' own set has phrases' other characters too, which are among the commonest there are.
  ///
  /// @param rules each on a line: from > to;
  private static UnicodeSet changed(String rules) {
    UnicodeSet changed = new UnicodeSet();
    for (String rule : rules.lines().toList()) {
      String[] sides = rule.replace(";", "").split(" > ", 2);
      int[] from = sides[0].strip().codePoints().toArray();
      int[] to = sides.length < 2 ? new int[0] : sides[1].strip().codePoints().toArray();
      for (int i = 0; i < from.length; i++) {
        if (from.length != to.length || from[i] != to[i]) {
          changed.add(from[i]);
        }
      }
    }
    return changed.freeze();
  }
}
