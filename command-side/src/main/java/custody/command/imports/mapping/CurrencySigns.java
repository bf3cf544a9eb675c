package custody.command.imports.mapping;

import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// How amounts of a currency are marked as such. A mark of another currency is a mistake.
final class CurrencySigns {
  private static final Map<String, List<String>> MORE =
      Map.of(
          "CNY", List.of("¥", "元", "人民币", "RMB"),
          "JPY", List.of("¥", "円", "日元"),
          "USD", List.of("$", "US$", "美元"),
          "EUR", List.of("€", "欧元"),
          "GBP", List.of("£", "英镑"),
          "HKD", List.of("HK$", "港元", "港币"),
          "TWD", List.of("NT$", "新台币"));

  private CurrencySigns() {}

  /// The amount without the currency's mark before or behind it.
  ///
  /// @param amount in compatibility forms (NFKC)
  static String without(String currency, String amount) {
    String stripped = amount.strip();
    for (String sign : signs(currency)) {
      if (stripped.regionMatches(true, 0, sign, 0, sign.length())) {
        return stripped.substring(sign.length()).strip();
      }
      int behind = stripped.length() - sign.length();
      if (behind >= 0 && stripped.regionMatches(true, behind, sign, 0, sign.length())) {
        return stripped.substring(0, behind).strip();
      }
    }
    return stripped;
  }

  /// The longest first.
  private static Set<String> signs(String currency) {
    Set<String> signs =
        new TreeSet<>(
            (one, other) ->
                one.length() == other.length()
                    ? one.compareTo(other)
                    : other.length() - one.length());
    signs.add(currency);
    signs.addAll(MORE.getOrDefault(currency, List.of()));
    try {
      for (Locale locale : List.of(Locale.ROOT, Locale.US, Locale.UK, Locale.CHINA)) {
        signs.add(Currency.getInstance(currency).getSymbol(locale));
      }
    } catch (IllegalArgumentException e) {
      // No currency; whoever reads the amount says so.
    }
    return signs;
  }
}
