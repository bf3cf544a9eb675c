package custody.benchmarks;

import custody.command.Commands;
import custody.command.Request;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// From a command until every view shows it. At full load, clients send the next one as soon as
/// they see the last; at half load, as many clients leave as much time again in between.
final class Visibility implements Workload {
  private static final int CLIENTS = Ground.CONNECTIONS;

  @Override
  public String name() {
    return "visible";
  }

  @Override
  public void run(Ground ground, Company company, Duel any, Consumer<Row> table) throws Exception {
    Duel duel = any.patient();
    ground.withViews();
    Contender acknowledged = new Acknowledged(ground.commands(), company);
    Contender visible = full(ground, company);
    Row full =
        duel.row("visible, 16 clients, full load", visible, acknowledged, CLIENTS, "p99 < 100 ms");
    table.accept(full);
    long each = (long) (1e9 * CLIENTS / full.result().first());
    Contender half = new Seen("visible in every view", ground, company, 2 * each);
    duel.isWarm(half);
    table.accept(
        duel.row("visible, 16 clients, half load", half, acknowledged, CLIENTS, "p99 < 25 ms"));
    if (duel.pace().inDetail()) {
      table.accept(duel.row("visible, 1 client", visible, acknowledged, 1, ""));
      peers(ground, company, duel, visible, table);
    }
  }

  private static void peers(
      Ground ground, Company company, Duel duel, Contender visible, Consumer<Row> table)
      throws Exception {
    for (boolean tuned : duel.pace().tunings()) {
      String database = tuned ? "axon_visible_tuned" : "axon_visible";
      try (Contender axon = AxonPeer.visible(company, ground.database(database), tuned)) {
        table.accept(duel.row("visible, 16 clients, full load", visible, axon, CLIENTS, ""));
      }
    }
  }

  static Contender full(Ground ground, Company company) {
    return new Seen("visible in every view", ground, company, 0);
  }

  private static Request change(Company company) {
    return Company.request(company.amend(company.skewed(), ThreadLocalRandom.current()), null);
  }

  /// The same commands, not waited for.
  private record Acknowledged(Commands commands, Company company) implements Contender {
    @Override
    public String name() {
      return "acknowledged";
    }

    /// It is the first part of what stands beside it.
    @Override
    public boolean warmsUp() {
      return false;
    }

    @Override
    public long work(int client) {
      commands.send(change(company)).orThrow();
      return 1;
    }
  }

  /// @param apart nanoseconds between two commands of a client; 0 = none
  private record Seen(String name, Ground ground, Company company, long apart)
      implements Contender {

    /// With pauses it is the same code.
    @Override
    public boolean warmsUp() {
      return apart == 0;
    }

    /// The other side does not wait for views: what it left would be counted here.
    @Override
    public void begin() throws InterruptedException {
      ground.untilVisible();
    }

    /// Not all clients at once: each anywhere in its time.
    @Override
    public void prepare(int client) throws InterruptedException {
      if (apart > 0) {
        TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(apart));
      }
    }

    @Override
    public long work(int client) throws InterruptedException {
      ground.commands().send(change(company)).orThrow();
      ground.untilVisible();
      return 1;
    }
  }
}
