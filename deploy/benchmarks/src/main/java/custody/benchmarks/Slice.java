package custody.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one side did in one slice of time under closed load.
final class Slice {
  private final double rate;
  private final long[] nanos;
  private final Cpu cpu;

  /// @param nanos of every operation, sorted
  /// @param cpu per unit
  private Slice(double rate, long[] nanos, Cpu cpu) {
    this.rate = rate;
    this.nanos = nanos;
    this.cpu = cpu;
  }

  /// What processors spent per unit, on whatever ran beside it too.
  Cpu cpu() {
    return cpu;
  }

  /// Units per second.
  double rate() {
    return rate;
  }

  /// Runs so many clients, each with one operation under way at a time. Operations begun within
  /// the time are counted, and the time that the clients spent on them.
  static Slice of(Contender contender, int clients, Duration time, Supplier<Cpu> meter)
      throws Exception {
    contender.begin();
    boolean aside = contender.preparesAtLength() && clients == 1;
    Cpu before = meter.get();
    long end = System.nanoTime() + time.toNanos();
    List<Done> done = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Done>> running = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int number = client;
        running.add(executor.submit(() -> work(contender, number, end, aside ? meter : null)));
      }
      for (Future<Done> one : running) {
        done.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(contender.name() + " failed", e.getCause());
    }
    long[] nanos =
        done.stream().flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count)).toArray();
    Arrays.sort(nanos);
    double seconds = Arrays.stream(nanos).sum() / 1e9 / clients;
    long units = done.stream().mapToLong(one -> one.units).sum();
    Cpu spent = aside ? done.getFirst().spent : meter.get().minus(before);
    return new Slice(units / seconds, nanos, spent.per(units));
  }

  /// @param meter null = what the operations alone spend is not to be told
  private static Done work(Contender contender, int client, long end, @Nullable Supplier<Cpu> meter)
      throws Exception {
    Done done = new Done();
    do {
      contender.prepare(client);
      Cpu before = meter == null ? Cpu.NONE : meter.get();
      long now = System.nanoTime();
      long units = contender.work(client);
      done.add(units, System.nanoTime() - now);
      if (meter != null) {
        done.spent = done.spent.plus(meter.get().minus(before));
      }
      contender.settle(client);
    } while (System.nanoTime() < end);
    return done;
  }

  /// One client's.
  private static final class Done {
    private long units;
    private Cpu spent = Cpu.NONE;
    private long[] nanos = new long[1024];
    private int count;

    void add(long more, long took) {
      units += more;
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = took;
    }
  }

  /// @param share between 0 and 1
  /// @return milliseconds
  double percentile(double share) {
    return nanos.length == 0
        ? Double.NaN
        : nanos[(int) Math.min(nanos.length - 1L, (long) (nanos.length * share))] / 1e6;
  }
}
