package custody.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// Compares two sides, slice by slice in ABBA order, so that what drifts (a disk's cache, a
/// neighbour, a table that grows) meets both alike.
final class Duel {
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  private final Pace pace;
  private final Ground ground;
  private final Duration longestWarmUp;
  private final Set<Contender> warm = Collections.newSetFromMap(new IdentityHashMap<>());

  /// Slices of one operation that took longer than a comparison may: there is no time for another
  /// one beside each peer.
  private final IdentityHashMap<Contender, Slice> lengthy = new IdentityHashMap<>();

  Duel(Pace pace, Ground ground) {
    this(pace, ground, pace.longestWarmUp());
  }

  private Duel(Pace pace, Ground ground, Duration longestWarmUp) {
    this.pace = pace;
    this.ground = ground;
    this.longestWarmUp = longestWarmUp;
  }

  /// For sides that run through so much code that compiling it takes three times as long.
  Duel patient() {
    return new Duel(pace, ground, longestWarmUp.multipliedBy(3));
  }

  Pace pace() {
    return pace;
  }

  /// It need not be warmed up: others have run through the same code.
  void isWarm(Contender contender) {
    warm.add(contender);
  }

  /// @param ratio of the first side's rate to the second's
  /// @param first median rate, units per second
  /// @param second median rate, units per second
  /// @param pairs of slices
  /// @param cpu processor time per unit of the first side, medians
  /// @param besideCpu of the second side
  /// @param p50 of the first side's operations, milliseconds
  /// @param p99 of the first side's operations, milliseconds
  record Result(
      Ratio ratio,
      int pairs,
      double first,
      double second,
      Cpu cpu,
      Cpu besideCpu,
      double p50,
      double p99) {}

  /// A line of the table: as many clients on either side.
  Row row(String workload, Contender a, Contender b, int clients, String target) throws Exception {
    return new Row(workload, a.name(), b.name(), fight(a, clients, b, clients), target);
  }

  /// The same with clients told in the line, because they are not as many.
  Row row(String workload, Contender a, int clientsOfA, Contender b, int clientsOfB, String target)
      throws Exception {
    return new Row(
        workload + ", " + clientsOfA + (clientsOfA == 1 ? " client" : " clients"),
        a.name(),
        b.name() + ", " + clientsOfB,
        fight(a, clientsOfA, b, clientsOfB),
        target);
  }

  private Result fight(Contender a, int clientsOfA, Contender b, int clientsOfB) throws Exception {
    warmUp(a, clientsOfA);
    warmUp(b, clientsOfB);
    List<Slice> firsts = new ArrayList<>();
    List<Slice> seconds = new ArrayList<>();
    long until = System.nanoTime() + pace.longest().toNanos();
    for (int pair = 0; pair < pace.pairs(); pair++) {
      if (pair >= 1 && System.nanoTime() > until) {
        break;
      }
      if (pair % 2 == 0) {
        firsts.add(slice(a, clientsOfA));
        seconds.add(slice(b, clientsOfB));
      } else {
        seconds.add(slice(b, clientsOfB));
        firsts.add(slice(a, clientsOfA));
      }
    }
    double[] ratios = new double[firsts.size()];
    Arrays.setAll(ratios, i -> firsts.get(i).rate() / seconds.get(i).rate());
    return new Result(
        Ratio.of(ratios, 1),
        ratios.length,
        median(firsts, Slice::rate),
        median(seconds, Slice::rate),
        cpu(firsts),
        cpu(seconds),
        median(firsts, slice -> slice.percentile(0.5)),
        median(firsts, slice -> slice.percentile(0.99)));
  }

  /// Once each, however many comparisons it is in: for as long as the JVM spends more than a tenth
  /// of the time compiling, if the pace has so much time.
  private void warmUp(Contender contender, int clients) throws Exception {
    if (!contender.warmsUp() || !warm.add(contender)) {
      return;
    }
    long until = System.nanoTime() + longestWarmUp.toNanos();
    long started;
    long compiled;
    do {
      started = System.nanoTime();
      long before = COMPILER.getTotalCompilationTime();
      Slice.of(contender, clients, pace.warmUp(), ground::cpu);
      compiled = COMPILER.getTotalCompilationTime() - before;
    } while (TimeUnit.MILLISECONDS.toNanos(compiled) > (System.nanoTime() - started) / 10
        && System.nanoTime() < until);
  }

  /// A checkpoint of one side's writes must not fall into the other side's slice.
  private Slice slice(Contender contender, int clients) throws Exception {
    Slice before = lengthy.get(contender);
    if (before != null) {
      return before;
    }
    try {
      ground.checkpoint();
    } catch (SQLException e) {
      throw new IllegalStateException("no checkpoint", e);
    }
    long started = System.nanoTime();
    Slice slice = Slice.of(contender, clients, pace.slice(), ground::cpu);
    if (System.nanoTime() - started > pace.longest().toNanos()) {
      lengthy.put(contender, slice);
    }
    return slice;
  }

  private static Cpu cpu(List<Slice> slices) {
    return new Cpu(
        (long) median(slices, slice -> slice.cpu().here()),
        (long) median(slices, slice -> slice.cpu().server()));
  }

  private static double median(List<Slice> slices, ToDoubleFunction<Slice> figure) {
    return Ratio.median(slices.stream().mapToDouble(figure).toArray());
  }
}
