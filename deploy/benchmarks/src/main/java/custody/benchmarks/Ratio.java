package custody.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/// The median of paired ratios with its bootstrap interval of 95 %.
record Ratio(double median, double low, double high) {
  private static final int RESAMPLES = 10_000;

  /// @param ratios one per pair of slices; at least one
  /// @param seed of the resampling, so that the same pairs give the same interval
  static Ratio of(double[] ratios, long seed) {
    if (ratios.length == 0) {
      throw new IllegalArgumentException("no pairs, no ratio");
    }
    Random random = new Random(seed);
    double[] medians = new double[RESAMPLES];
    double[] sample = new double[ratios.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < sample.length; j++) {
        sample[j] = ratios[random.nextInt(ratios.length)];
      }
      medians[i] = median(sample);
    }
    Arrays.sort(medians);
    return new Ratio(
        median(ratios), medians[(int) (RESAMPLES * 0.025)], medians[(int) (RESAMPLES * 0.975)]);
  }

  /// How many times the other ratio this one is; the interval is the widest that both allow.
  Ratio over(Ratio other) {
    return new Ratio(median / other.median, low / other.high, high / other.low);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", median, low, high);
  }
}
