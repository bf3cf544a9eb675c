package custody.benchmarks;

import custody.command.imports.Imports.Upload;
import custody.contract.Actor;
import custody.service.Operations;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Whole histories from elsewhere, from the file's arrival until all of it is recorded.
final class Imports implements Workload {
  private static final int EVENTS_EACH = 10;

  @Override
  public String name() {
    return "import";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    int events = Math.max(1000, company.size());
    DataSource limit = ground.database("raw_appends");
    RawRows.createTable(limit);
    Contender custody = new Files(ground, company, events);
    Contender copy = RawRows.copied(company, limit, events);
    String line = "import of %,d events".formatted(events);
    table.accept(duel.row(line, custody, copy, 1, ">= 0.2"));
  }

  private static final class Files implements Contender {
    private static final byte[] MAPPING =
        "{\"system\":\"old-crm\",\"format\":{\"type\":\"ndjson\"}}"
            .getBytes(StandardCharsets.UTF_8);

    private final custody.command.imports.Imports imports;
    private final Operations operations;
    private final Company company;
    private final int events;
    private byte[] file = {};
    private int number;

    Files(Ground ground, Company company, int events) {
      this.imports = ground.ofCommandSide(custody.command.imports.Imports.class);
      this.operations = ground.operations();
      this.company = company;
      this.events = events;
    }

    @Override
    public String name() {
      return "Custody, NDJSON";
    }

    @Override
    public void prepare(int client) {
      Random random = new Random(++number);
      StringBuilder lines = new StringBuilder(events * 420);
      for (int customer = 0; customer < events / EVENTS_EACH; customer++) {
        String key = number + "-" + customer;
        lines.append(
            """
            {"customer":"%1$s","record":"%1$s-0","event":"customer.registered","effectiveAt":"2021-03-01T09:00:00+08:00","acceptLikelyDuplicates":true,"payload":{"kind":"company","fields":{"set":{},"personal":{"name":{"type":"text","text":"%2$s"}},"cleared":[]},"holder":{"pool":"east"}}}
            """
                .formatted(key, Company.name(customer, random) + key));
        for (int i = 1; i < EVENTS_EACH; i++) {
          lines.append(
              """
              {"customer":"%1$s","record":"%1$s-%2$d","event":"follow-up.recorded","author":"old %2$d","payload":{"followUp":"key:%1$s-%2$d","details":{"medium":"visit","occurredAt":"2022-0%2$d-02T01:00:00Z","rep":"%4$s","summary":"%3$s"}}}
              """
                  .formatted(key, i, Company.remark(random), company.rep(i)));
        }
      }
      file = lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long work(int client) throws Exception {
      UUID id =
          imports.accept(
              new Upload("history.ndjson", () -> new ByteArrayInputStream(file)),
              MAPPING,
              false,
              new Actor(Actor.Kind.SERVICE, "benchmarks"));
      Operations.Operation at = operations.find(id).orElseThrow();
      while (at.state() == Operations.State.RUNNING) {
        TimeUnit.MILLISECONDS.sleep(20); // each look is a query and a part of what is measured
        at = operations.find(id).orElseThrow();
      }
      if (at.state() != Operations.State.DONE
          || !String.valueOf(at.detail()).contains("\"rejected\":0")) {
        throw new IllegalStateException("the import is " + at.state() + ": " + at.detail());
      }
      return events;
    }
  }
}
