package custody.benchmarks;

import custody.command.Commands;
import custody.command.Request;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// From an acknowledged command until every view shows it.
final class Visibility implements Workload {

  @Override
  public String name() {
    return "visible";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    ground.withViews();
    Commands commands = ground.commands();
    Contender acknowledged =
        Contender.of(
            "acknowledged",
            client -> {
              commands.send(change(company)).orThrow();
              return 1;
            });
    Contender visible =
        Contender.of(
            "visible in every view",
            client -> {
              commands.send(change(company)).orThrow();
              long position = ground.events().head();
              while (ground.visible() < position) {
                TimeUnit.MICROSECONDS.sleep(200);
              }
              return 1;
            });
    for (int clients : new int[] {1, 16}) {
      table.accept(
          new Row(
              "acknowledged to visible, " + clients + " clients",
              visible.name(),
              acknowledged.name(),
              duel.fight(visible, clients, acknowledged, clients),
              "p99 < 25 ms"));
    }
    for (boolean tuned : new boolean[] {false, true}) {
      String database = tuned ? "axon_visible_tuned" : "axon_visible";
      try (Contender axon = AxonPeer.visible(company, ground.database(database), tuned)) {
        table.accept(
            new Row(
                "acknowledged to visible, 16 clients",
                visible.name(),
                axon.name(),
                duel.fight(visible, 16, axon, 16),
                ""));
      }
    }
    ground.withoutViews();
  }

  private static Request change(Company company) {
    return Company.request(company.amend(company.skewed(), ThreadLocalRandom.current()), null);
  }
}
