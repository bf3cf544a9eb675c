package custody.benchmarks;

import custody.contract.Recorded;
import custody.service.Operations;
import custody.service.RebuildRequest;
import custody.store.EventLog;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Building all views anew from all events.
final class Rebuilds implements Workload {
  private static final int READERS = 2;
  private static final int PAGE = 5_000;

  @Override
  public String name() {
    return "rebuild";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    ground.withViews();
    Contender all = ofAllViews(ground);
    Contender decoding = decoding(ground.events());
    table.accept(duel.row("rebuild of all views", all, 1, decoding, READERS, ">= 0.5"));
    // Its rate does not depend on it, and the short mode has no minutes for it.
    int peers = duel.pace().inDetail() ? company.size() : Math.min(company.size(), 200);
    for (boolean tuned : duel.pace().tunings()) {
      String database = tuned ? "axon_rebuild_tuned" : "axon_rebuild";
      try (Contender axon = AxonPeer.rebuilding(company, ground.database(database), tuned, peers)) {
        table.accept(duel.row("rebuild of all views", all, axon, 1, tuned ? "" : ">= 20"));
      }
    }
    for (String view : duel.pace().inDetail() ? ground.views() : List.<String>of()) {
      Contender one = new Rebuilding(ground, List.of(view));
      table.accept(duel.row("rebuild of " + view, one, 1, decoding, READERS, ""));
    }
  }

  static Contender ofAllViews(Ground ground) {
    return new Rebuilding(ground, List.of());
  }

  private record Rebuilding(Ground ground, List<String> views) implements Contender {
    @Override
    public String name() {
      return "Custody";
    }

    @Override
    public long work(int client) throws InterruptedException {
      long events = ground.events().head();
      Operations operations = ground.operations();
      UUID id = operations.start(RebuildRequest.KIND, RebuildRequest.of(views).json());
      while (operations.find(id).orElseThrow().state() == Operations.State.RUNNING) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      Operations.Operation ended = operations.find(id).orElseThrow();
      if (ended.state() != Operations.State.DONE) {
        throw new IllegalStateException("the rebuild failed: " + ended.detail());
      }
      return events;
    }
  }

  /// The limit: every event selected and decoded, half of them by each of two threads.
  private static Contender decoding(EventLog log) {
    return Contender.of(
        "SELECT + decode, 2 threads",
        client -> {
          long head = log.head();
          long position = head * client / READERS;
          long end = head * (client + 1) / READERS;
          long events = 0;
          while (position < end) {
            List<Recorded> page = log.after(position, PAGE);
            events += page.size();
            position = page.getLast().position();
          }
          return events;
        });
  }
}
