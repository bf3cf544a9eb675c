package custody.benchmarks;

import custody.contract.RepId;
import custody.service.Operations;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/// A rep's customers go to another rep in one handover case: from the order, which comes after the
/// approval, until every view shows the last of them with the receiver. Then they go back.
final class Handovers implements Workload {
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\"([^\"]+)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern OPERATION = Pattern.compile("\"operation\":\"[^\"]*/([^\"/]+)\"");

  @Override
  public String name() {
    return "handover";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    ground.withViews();
    int customers = company.size() / 10;
    String line = "handover of %,d customers".formatted(customers);
    DataSource limit = ground.database("raw_appends");
    RawRows.createTable(limit);
    Contender custody = new Cases(ground, company.rep(0), company.spareRep(), customers);
    table.accept(duel.row(line, custody, RawRows.copied(company, limit, customers), 1, ">= 0.2"));
    if (duel.pace().inDetail()) {
      try (EnversPeer envers = new EnversPeer(ground.database("envers_owners"))) {
        envers.recordOwners(company);
        table.accept(duel.row(line, custody, envers.handover(company, customers), 1, ""));
      }
    }
    try (Contender axon = AxonPeer.handover(company, ground.database("axon_handover"), customers)) {
      table.accept(duel.row(line, custody, axon, 1, ">= 10"));
    }
  }

  private static final class Cases implements Contender {
    private final Ground ground;
    private final Http manager;
    private final Http boss;
    private final Http reader;
    private final int customers;
    private RepId from;
    private RepId to;
    private String path = "";

    Cases(Ground ground, RepId from, RepId to, int customers) {
      this.ground = ground;
      this.manager = new Http(ground.commandPort(), ground.bearer("user:manager"));
      this.boss = new Http(ground.commandPort(), ground.bearer("user:boss"));
      this.reader = new Http(ground.queryPort(), ground.bearer("user:manager"));
      this.customers = customers;
      this.from = from;
      this.to = to;
    }

    @Override
    public String name() {
      return "Custody, a case";
    }

    /// Up to the approval.
    @Override
    public void prepare(int client) throws Exception {
      String opened =
          manager
              .ask(
                  "POST",
                  "/api/handovers",
                  "",
                  "{\"cause\":\"rotation\",\"from\":[\"%s\"],\"reason\":\"benchmark\"}"
                      .formatted(from))
              .text();
      path = "/api/handovers/" + first(ID, opened);
      manager.ask(
          "POST",
          path + "/plan",
          "",
          "{\"receivers\":[{\"rep\":\"%s\"}],\"splits\":[{\"by\":\"round-robin\",\"among\":[]}]}"
              .formatted(to));
      String digest = "";
      while (digest.isEmpty()) {
        Http.Answer preview = reader.send("GET", path + "/preview", "", new byte[0]);
        digest = preview.status() == 200 ? first(DIGEST, preview.text()) : "";
        TimeUnit.MILLISECONDS.sleep(20);
      }
      boss.ask("POST", path + "/approve", "", "{\"digest\":\"" + digest + "\"}");
      ground.untilVisible();
    }

    @Override
    public boolean preparesAtLength() {
      return true;
    }

    @Override
    public long work(int client) throws Exception {
      String accepted = manager.ask("POST", path + "/execute", "", "{}").text();
      UUID operation = UUID.fromString(first(OPERATION, accepted));
      Operations.State state = Operations.State.RUNNING;
      // Not over HTTP: the asking must not be what is measured.
      while (state == Operations.State.RUNNING) {
        TimeUnit.MILLISECONDS.sleep(5);
        state = ground.operations().find(operation).orElseThrow().state();
      }
      if (state != Operations.State.DONE) {
        throw new IOException("the case is " + state);
      }
      ground.untilVisible();
      RepId before = from;
      from = to;
      to = before;
      return customers;
    }

    private static String first(Pattern pattern, String text) {
      Matcher matcher = pattern.matcher(text);
      return matcher.find() ? matcher.group(1) : "";
    }
  }
}
