package custody.command.duplicate;

import custody.service.Simplified;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The parts of a name by which similar names are found: single characters and pairs of Han text,
/// triples of letters in other words. Legal forms say nothing about who it is.
final class NameParts {
  private static final Pattern HAN_LEGAL_FORM =
      Pattern.compile("(?:股份|责任|有限|集团|总)*(?:公司|厂|商行|合伙企业)$");
  private static final Pattern LEGAL_FORMS =
      Pattern.compile(
          "\\b(?:ltd|limited|inc|incorporated|corp|corporation|co|company|llc|llp|plc|gmbh|ag|kg"
              + "|ohg|ug|mbh|sa|sas|sarl|srl|spa|bv|nv|ab|oy|as|aps|pte|pty|kk|group|holdings?)\\b");
  private static final Pattern DOTS = Pattern.compile("(?<=\\p{L})\\.(?=\\p{L}|\\s|$)|['’]");
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");

  private NameParts() {}

  /// Empty if there is neither letter nor digit in it.
  static Set<String> of(String name) {
    String plain = plain(name);
    Set<String> parts = parts(withoutLegalForms(plain));
    // A name that is nothing but legal forms is compared as it is.
    return parts.isEmpty() ? parts(plain) : parts;
  }

  /// Traditional and simplified script name the same company; accents are often left out.
  static String plain(String name) {
    String simplified = Simplified.of(Normalizer.normalize(name, Normalizer.Form.NFKC));
    String letters =
        ACCENTS.matcher(Normalizer.normalize(simplified, Normalizer.Form.NFD)).replaceAll("");
    return Normalizer.normalize(letters, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  private static String withoutLegalForms(String name) {
    String latin = LEGAL_FORMS.matcher(DOTS.matcher(name).replaceAll("")).replaceAll(" ");
    return HAN_LEGAL_FORM.matcher(latin.strip()).replaceFirst("");
  }

  private static Set<String> parts(String name) {
    Set<String> parts = new HashSet<>();
    for (String word : words(name)) {
      for (String run : runs(word)) {
        if (isHan(run.codePointAt(0))) {
          grams(run, 1, parts);
          grams(run, 2, parts);
        } else {
          grams('^' + run + '$', 3, parts);
        }
      }
    }
    return parts;
  }

  private static List<String> words(String name) {
    return SEPARATORS.splitAsStream(name).filter(word -> !word.isEmpty()).toList();
  }

  /// A word cut where Han text begins or ends.
  private static List<String> runs(String word) {
    List<String> runs = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
      if (i > start && isHan(word.codePointAt(i)) != isHan(word.codePointBefore(i))) {
        runs.add(word.substring(start, i));
        start = i;
      }
    }
    if (start < word.length()) {
      runs.add(word.substring(start));
    }
    return runs;
  }

  private static boolean isHan(int codePoint) {
    return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
  }

  private static void grams(String text, int length, Set<String> into) {
    int[] points = text.codePoints().toArray();
    for (int i = 0; i + length <= points.length; i++) {
      into.add(new String(points, i, length));
    }
  }
}
