package custody.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What one side did in one slice of time under closed load.
final class Slice {
  private final double rate;
  private final long[] nanos;

  /// @param nanos of every operation, sorted
  private Slice(double rate, long[] nanos) {
    this.rate = rate;
    this.nanos = nanos;
  }

  /// Units per second.
  double rate() {
    return rate;
  }

  /// Runs so many clients, each with one operation under way at a time. Operations begun within
  /// the time are counted, and the time until the last of them ended.
  static Slice of(Contender contender, int clients, Duration time) throws Exception {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    List<Done> done = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Done>> running = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int number = client;
        running.add(executor.submit(() -> work(contender, number, end)));
      }
      for (Future<Done> one : running) {
        done.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(contender.name() + " failed", e.getCause());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] nanos =
        done.stream().flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count)).toArray();
    Arrays.sort(nanos);
    return new Slice(done.stream().mapToLong(one -> one.units).sum() / seconds, nanos);
  }

  private static Done work(Contender contender, int client, long end) throws Exception {
    Done done = new Done();
    for (long now = System.nanoTime(); now < end; ) {
      long units = contender.work(client);
      long then = System.nanoTime();
      done.add(units, then - now);
      now = then;
    }
    return done;
  }

  /// One client's.
  private static final class Done {
    private long units;
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
