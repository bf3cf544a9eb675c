package custody.journey.console;

import com.sun.management.OperatingSystemMXBean;
import custody.journey.Child;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// The machine has done what it had to: services have caught up and compiled, PostgreSQL has
/// vacuumed.
final class Rest {
  /// PostgreSQL looks once a minute whether there is something to vacuum.
  private static final Duration OBSERVED = Duration.ofSeconds(70);

  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("custody.console.rest", 480));

  /// Of all processors.
  private static final double IDLE = 0.1;

  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Rest() {}

  /// Waits for it, but not for ever: others may be at work here.
  ///
  /// @return what was seen
  static String await() {
    long begin = System.nanoTime();
    Deque<Sample> samples = new ArrayDeque<>();
    MACHINE.getCpuLoad(); // the next one is of the time since
    while (true) {
      Child.pause();
      long now = System.nanoTime();
      samples.add(new Sample(now, MACHINE.getCpuLoad()));
      while (now - samples.getFirst().at() > OBSERVED.toNanos()) {
        samples.removeFirst();
      }
      double busy = samples.stream().mapToDouble(Sample::busy).average().orElse(1);
      boolean observed = now - begin > OBSERVED.toNanos();
      if ((observed && busy < IDLE) || now - begin > PATIENCE.toNanos()) {
        return "%s: its processors were busy for %.0f %% of the last %d s, %d s after the imports"
            .formatted(
                busy < IDLE ? "The machine had come to rest" : "THE MACHINE WAS NOT AT REST",
                busy * 100,
                OBSERVED.toSeconds(),
                Duration.ofNanos(now - begin).toSeconds());
      }
    }
  }

  private record Sample(long at, double busy) {}
}
