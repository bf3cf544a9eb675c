package custody.query.customers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoundsTest {
  @Test
  void aWordIsFoundByPinyinAndInitialsFromAnyCharacterOn() {
    assertThat(Sounds.of("北京东方"))
        .contains("beijingdongfang", "bjdf", "jingdongfang", "jdf", "dongfang", "df", "fang", "f");
  }

  @Test
  void charactersReadInSeveralWaysAreFoundByEach() {
    assertThat(Sounds.of("重庆")).contains("chongqing", "zhongqing", "cq", "zq");
    assertThat(Sounds.of("银行")).contains("yinhang", "yinxing");
    assertThat(Sounds.of("曾国藩")).contains("cengguofan", "zengguofan");
    assertThat(Sounds.of("绿城")).contains("lvcheng", "lucheng");
  }

  @Test
  void whatNobodyCanReadEndsASound() {
    assertThat(Sounds.of("东𠮷")).containsExactlyInAnyOrder("dong", "d");
  }

  @Test
  void wordsAreFoldedAndChineseStandsApart() {
    assertThat(Words.of("Zürich KÄSE（上海）ＡＢＣ店-12"))
        .isEqualTo(List.of("zurich", "kase", "上海", "abc", "店", "12"));
    assertThat(Words.of(" !? ")).isEmpty();
  }
}
