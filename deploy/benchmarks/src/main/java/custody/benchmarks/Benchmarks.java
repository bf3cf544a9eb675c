package custody.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Measures Custody beside its peers and the limit, prints one table, and keeps it with the
/// machine's description in `target/benchmarks.md`, a flame graph per workload beside it.
///
/// `mvn verify -Dbenchmarks` takes minutes, `-Dbenchmarks=large` an hour, `-Dbenchmarks=full` many;
/// `-Dbenchmarks.arguments="append search"` runs only those workloads.
public final class Benchmarks {
  private static final List<Workload> WORKLOADS =
      List.of(
          // First, because who has come in over HTTP has warmed up the gateway behind it.
          new Requests(),
          new Appends(),
          new Imports(),
          // From here on there are views to be fed.
          new Visibility(),
          new Histories(),
          new Profiles(),
          new Owners(),
          new Handovers(),
          new Rebuilds(),
          new Searches(),
          new Growth(),
          new Starts());

  private Benchmarks() {}

  public static void main(String[] arguments) throws Exception {
    Pace pace = Pace.named(arguments.length == 0 ? "" : arguments[0]);
    Set<String> only = Arrays.stream(arguments).skip(1).collect(Collectors.toSet());
    Set<String> known = WORKLOADS.stream().map(Workload::name).collect(Collectors.toSet());
    if (!known.containsAll(only)) {
      throw new IllegalArgumentException("workloads are " + known + ", not " + only);
    }
    int code = 0;
    try {
      run(pace, only, Path.of("target", "benchmarks.md"));
    } catch (Exception e) {
      e.printStackTrace();
      code = 1;
    }
    System.exit(code); // peers leave threads behind
  }

  static void run(Pace pace, Set<String> only, Path results) throws Exception {
    Files.createDirectories(results.toAbsolutePath().getParent());
    try (Ground ground = Ground.prepare()) {
      StringBuilder page = new StringBuilder(description(pace, ground));
      System.out.print(page);
      Company company = new Company(pace.customers());
      long start = System.nanoTime();
      long events = company.record(ground.commands());
      double seconds = (System.nanoTime() - start) / 1e9;
      say(
          page,
          String.format(
              Locale.ROOT,
              "Data: %,d customers, %,d events, recorded in %.1f s (%,.0f a second).%n%n",
              company.size(),
              events,
              seconds,
              events / seconds));
      say(page, Row.HEADER);
      Duel duel = new Duel(pace, ground);
      List<Exception> failures = new ArrayList<>();
      List<String> took = new ArrayList<>();
      for (Workload workload : WORKLOADS) {
        boolean asked =
            only.isEmpty()
                ? workload.everyDay() || pace.inDetail()
                : only.contains(workload.name());
        if (asked) {
          long started = System.nanoTime();
          try (Flames _ = Flames.record(results.resolveSibling(workload.name() + ".svg"))) {
            workload.run(ground, company, duel, row -> say(page, row + "\n"));
          } catch (Exception e) {
            // The others are still worth their time; that it failed is said, here and at the end.
            say(page, "| " + workload.name() + " | failed: " + e + " |\n");
            failures.add(e);
          }
          took.add(
              String.format(
                  Locale.ROOT, "%s %.0f s", workload.name(), (System.nanoTime() - started) / 1e9));
        }
      }
      say(page, "\nTook: " + String.join(", ", took) + ".\n");
      Files.writeString(results, page);
      System.out.println("Written to " + results.toAbsolutePath());
      if (!failures.isEmpty()) {
        IllegalStateException failed = new IllegalStateException("not every workload could be run");
        failures.forEach(failed::addSuppressed);
        throw failed;
      }
    }
  }

  private static void say(StringBuilder page, String text) {
    page.append(text);
    System.out.print(text);
  }

  private static String description(Pace pace, Ground ground) throws SQLException, IOException {
    return """
    # Benchmarks, %s

    %s, Java %s, %d processors (%s), heap %d MB, %s.
    Up to %d slices of %d ms per side and comparison; PostgreSQL: %s. Load of the machine before the
    start: %.1f.

    """
        .formatted(
            pace.name(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            processor(),
            Runtime.getRuntime().maxMemory() >> 20,
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            pace.pairs(),
            pace.slice().toMillis(),
            String.join(", ", ground.settings()),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() throws IOException {
    Path cpuInfo = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(cpuInfo)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(cpuInfo).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
