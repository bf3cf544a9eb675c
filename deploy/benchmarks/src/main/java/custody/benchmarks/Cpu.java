package custody.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Time that processors spent, which says more than a rate where neighbours take them away.
///
/// @param here by this process, nanoseconds
/// @param server by PostgreSQL's processes that are alive, nanoseconds
record Cpu(long here, long server) {
  static final Cpu NONE = new Cpu(0, 0);

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /// Spent until now.
  ///
  /// @param postmaster of the server
  static Cpu now(ProcessHandle postmaster) {
    long server =
        postmaster
            .descendants()
            .mapToLong(it -> it.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
            .sum();
    return new Cpu(SYSTEM.getProcessCpuTime(), server);
  }

  Cpu per(long units) {
    return new Cpu(here / Math.max(1, units), server / Math.max(1, units));
  }

  Cpu plus(Cpu more) {
    return new Cpu(here + more.here, server + more.server);
  }

  Cpu minus(Cpu before) {
    return new Cpu(here - before.here, Math.max(0, server - before.server));
  }
}
