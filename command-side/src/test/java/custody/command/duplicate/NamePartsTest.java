package custody.command.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePartsTest {
  private static double likeness(String one, String other) {
    Set<String> common = new HashSet<>(NameParts.of(one));
    common.retainAll(NameParts.of(other));
    Set<String> all = new HashSet<>(NameParts.of(one));
    all.addAll(NameParts.of(other));
    return (double) common.size() / all.size();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "上海豫园餐饮有限公司, 上海豫园餐饮",
    "上海豫园餐饮有限公司, 上海豫園餐飲股份有限公司",
    "Acme Ltd., ACME Limited",
    "'Müller & Söhne GmbH', 'Muller Sohne'",
    "Ｇｅｎｃｏ　Pura, Genco Pura Company",
    "Betasoloin S.A., betasoloin",
  })
  void legalFormsScriptWidthAndAccentsMakeNoDifference(String one, String other) {
    assertThat(likeness(one, other)).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} ~ {1}")
  @CsvSource({
    "上海豫园餐饮有限公司, 上海豫园大餐饮有限公司",
    "Bluth Company Trading, Bluth Trading Comp",
    "Hottechi International, Hotechi International",
  })
  void similarNamesAreLikely(String one, String other) {
    assertThat(likeness(one, other)).isBetween(0.6, 0.999);
  }

  @ParameterizedTest(name = "{0} / {1}")
  @CsvSource({
    "上海豫园餐饮有限公司, 上海外滩酒店有限公司",
    "北京华联超市, 南京华联药店",
    "Acme Ltd, Zenith Ltd",
    "Global Foods Inc, Global Metals Inc",
  })
  void otherNamesAreNot(String one, String other) {
    assertThat(likeness(one, other)).isLessThan(0.6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"有限公司", "Company", "Holding Co Ltd"})
  void aNameOfLegalFormsOnlyIsComparedAsItIs(String name) {
    assertThat(NameParts.of(name)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "!?", "。"})
  void whatIsNoNameHasNoParts(String name) {
    assertThat(NameParts.of(name)).isEmpty();
  }

  /// What is kept of the names of all customers was made by these rules.
  @Test
  void namesArePlainAsTheRulesSay() {
    Transliterator rules =
        Transliterator.getInstance("Traditional-Simplified; NFD; [:Nonspacing Mark:] Remove; NFC");
    List<String> pieces =
        List.of(
            "豐", "餐飲", "国", "張", "é", "e\u0301", "Ö", "ß", "Å", "ữ", "が", "カ\u3099", "한", "й", "ﬁ",
            "Ⅷ", "Ａ", " ", "-", "x", "7", "\u0307", "İ", "𠮷", "乾", "乾坤");
    Random random = new Random(20261129);
    for (int i = 0; i < 5_000; i++) {
      String name =
          random
              .ints(1 + random.nextInt(6), 0, pieces.size())
              .mapToObj(pieces::get)
              .collect(Collectors.joining());
      assertThat(NameParts.plain(name))
          .as(name)
          .isEqualTo(
              rules
                  .transliterate(Normalizer.normalize(name, Normalizer.Form.NFKC))
                  .toLowerCase(Locale.ROOT));
    }
  }
}
