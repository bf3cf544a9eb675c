package custody.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Transliterator;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimplifiedTest {
  private final Transliterator rules = Transliterator.getInstance("Traditional-Simplified");

  @Test
  void phrasesAreSimplifiedAsTheRulesSay() {
    assertThat(rules.toRules(false).lines())
        .hasSizeGreaterThan(4000)
        .allSatisfy(
            rule -> {
              String from = rule.split(">", 2)[0].strip();
              assertThat(Simplified.of(from)).isEqualTo(rules.transliterate(from));
            });
  }

  @Test
  void textsAreSimplifiedAsTheRulesSay() {
    Random random = new Random(20261128);
    int[] characters = rules.getSourceSet().stream().mapToInt(it -> it.codePointAt(0)).toArray();
    for (int i = 0; i < 20_000; i++) {
      String text =
          random
              .ints(1 + random.nextInt(4), 0, characters.length)
              .mapToObj(it -> Character.toString(characters[it]))
              .collect(Collectors.joining());
      assertThat(Simplified.of(text)).isEqualTo(rules.transliterate(text));
    }
  }

  @Test
  void whatIsSimplifiedAlreadyStays() {
    assertThat(Simplified.of("在不了和人中大国有发酒店")).isEqualTo("在不了和人中大国有发酒店");
  }
}
