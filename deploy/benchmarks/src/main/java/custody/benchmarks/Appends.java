package custody.benchmarks;

import custody.command.Commands;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Recording a change of a customer through the command gateway.
final class Appends implements Workload {

  @Override
  public String name() {
    return "append";
  }

  @Override
  public void run(Ground ground, Company company, Duel any, Consumer<Row> table) throws Exception {
    Duel duel = any.patient();
    DataSource limit = ground.database("raw_appends");
    RawRows.createTable(limit);
    Contender custody = custody(ground.commands(), company);
    Contender raw = RawRows.oneByOne(company, limit);
    int many = Ground.CONNECTIONS;
    table.accept(duel.row(name(), raw, many, raw, many, "A/A: 1"));
    // What is told apart by single hops between threads comes last: the JVM knows it best by then.
    table.accept(duel.row(name(), custody, 16, raw, many, ">= 1.2"));
    table.accept(duel.row(name(), custody, 64, raw, many, ">= 2.5"));
    try (Contender shipped = AxonPeer.appending(company, ground.database("axon_shipped"), false)) {
      table.accept(duel.row(name(), custody, 16, shipped, many, ">= 5"));
    }
    try (Contender envers = EnversPeer.appending(company, ground.database("envers"))) {
      table.accept(duel.row(name(), custody, 16, envers, many, ">= 3"));
    }
    if (duel.pace().inDetail()) {
      others(ground, company, duel, custody, table);
      table.accept(duel.row(name(), custody, 256, raw, many, ""));
    }
    try (Contender grouped = RawRows.grouped(company, limit)) {
      table.accept(duel.row(name(), custody, 64, grouped, 64, ">= 0.7"));
    }
    if (duel.pace().inDetail()) {
      table.accept(duel.row(name(), custody, 4, raw, 4, ""));
    }
    table.accept(duel.row(name(), custody, 1, raw, 1, ">= 0.7"));
  }

  private void others(
      Ground ground, Company company, Duel duel, Contender custody, Consumer<Row> table)
      throws Exception {
    int many = Ground.CONNECTIONS;
    try (Contender tuned = AxonPeer.appending(company, ground.database("axon_tuned"), true)) {
      table.accept(duel.row(name(), custody, 16, tuned, many, ""));
    }
    try (Contender javers = JaversPeer.appending(company, ground.database("javers"))) {
      table.accept(duel.row(name(), custody, 16, javers, many, ""));
    }
    Contender trigger = TriggerAudit.appending(company, ground.database("trigger_audit"));
    table.accept(duel.row(name(), custody, 16, trigger, many, ""));
  }

  static Contender custody(Commands commands, Company company) {
    return Contender.of(
        "Custody",
        client -> {
          commands
              .send(
                  Company.request(
                      company.amend(company.skewed(), ThreadLocalRandom.current()), null))
              .orThrow();
          return 1;
        });
  }
}
