package custody.service.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What problems are called, and their details in Chinese: `problems.properties` has the title of
/// every code, `problems_zh.properties` the title and, under `<code>.detail`, the detail.
final class Titles {
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
  private static final ResourceBundle ENGLISH =
      ResourceBundle.getBundle("custody/service/problems", Locale.ROOT, NO_FALLBACK);
  private static final ResourceBundle CHINESE =
      ResourceBundle.getBundle("custody/service/problems", Locale.CHINESE, NO_FALLBACK);
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  private Titles() {}

  static String title(String code, Locale locale) {
    ResourceBundle bundle = bundle(locale);
    return bundle.containsKey(code) ? bundle.getString(code) : code;
  }

  /// Every code there is, with its title.
  static SortedMap<String, String> all() {
    SortedMap<String, String> titles = new TreeMap<>();
    ENGLISH.keySet().forEach(code -> titles.put(code, ENGLISH.getString(code)));
    return titles;
  }

  /// Empty where the English detail holds.
  static Optional<String> detail(String code, Map<String, Object> properties, Locale locale) {
    ResourceBundle bundle = bundle(locale);
    String key = code + ".detail";
    return bundle.containsKey(key)
        ? Optional.of(filled(bundle.getString(key), properties))
        : Optional.empty();
  }

  private static String filled(String detail, Map<String, Object> properties) {
    return PLACE
        .matcher(detail)
        .replaceAll(place -> Matcher.quoteReplacement(value(place.group(1), properties)));
  }

  private static String value(String name, Map<String, Object> properties) {
    String value = String.valueOf(properties.getOrDefault(name, "?"));
    return name.equals("expected") ? Expected.inChinese(value).orElse(value) : value;
  }

  private static ResourceBundle bundle(Locale locale) {
    return locale.getLanguage().equals("zh") ? CHINESE : ENGLISH;
  }
}
