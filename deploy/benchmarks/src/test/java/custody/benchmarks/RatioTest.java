package custody.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatioTest {

  @Test
  void theMedianOfThePairsWithAnIntervalAroundIt() {
    Ratio ratio = Ratio.of(new double[] {1.9, 2.0, 2.1, 2.0, 9.0}, 1);
    assertThat(ratio.median()).isEqualTo(2.0);
    assertThat(ratio.low()).isEqualTo(1.9);
    assertThat(ratio.high()).isBetween(2.1, 9.0);
  }

  @Test
  void theSamePairsGiveTheSameInterval() {
    double[] pairs = {0.8, 1.2, 1.1, 0.9, 1.0, 1.3};
    assertThat(Ratio.of(pairs, 7)).isEqualTo(Ratio.of(pairs, 7));
  }

  @Test
  void ofAnEvenNumberTheMiddleOfTheTwoInTheMiddle() {
    assertThat(Ratio.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
  }
}
