package custody.benchmarks;

import custody.contract.CustomerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// What the figures are when there are ten times as many events. Hours of growing lie between the
/// two, so each figure stands beside something that does not grow, and the last lines
/// compare how it stood beside that.
final class Growth implements Workload {
  private static final int CLIENTS = 2;
  private static final int EVENTS = 20;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public boolean everyDay() {
    return false;
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    ground.withViews();
    List<CustomerId> customers = company.customersWith(EVENTS, 50, ground.commands());
    ground.untilVisible();
    DataSource still = ground.database("still");
    RawRows.createTable(still);
    Contender row = Profiles.primaryKey(company, still, customers);
    Contender write = RawRows.oneByOne(company, still);
    List<Row> before =
        measure(figures(ground, company, customers, row, write), duel, ground, table);
    company.growTenfold(ground.commands());
    ground.untilVisible();
    List<Row> after = measure(figures(ground, company, customers, row, write), duel, ground, table);
    for (int i = 0; i < before.size(); i++) {
      table.accept(grown(before.get(i), after.get(i)));
    }
  }

  /// Sides of their own each time: what was warm, or took long, among few events says nothing of
  /// many.
  private static List<Figure> figures(
      Ground ground, Company company, List<CustomerId> customers, Contender row, Contender write) {
    return List.of(
        new Figure(Appends.custody(ground.commands(), company), "append", 16, write),
        new Figure(Visibility.full(ground, company), "visible, full load", 16, write),
        new Figure(
            Profiles.custody(ground, customers), "profile, " + EVENTS + " events", CLIENTS, row),
        new Figure(
            Histories.first(ground, customers), "history, " + EVENTS + " events", CLIENTS, row),
        new Figure(Owners.custody(ground.custodyDatabase()), "owners, per customer", 1, row),
        new Figure(Rebuilds.ofAllViews(ground), "rebuild, per event", 1, row));
  }

  private record Figure(Contender custody, String line, int clients, Contender still) {}

  private static List<Row> measure(
      List<Figure> figures, Duel duel, Ground ground, Consumer<Row> table) throws Exception {
    String events = String.format(Locale.ROOT, "%,d events", ground.events().head());
    List<Row> rows = new ArrayList<>();
    for (Figure figure : figures) {
      Row row =
          duel.row("growth, " + figure.line, figure.custody, figure.still, figure.clients, "");
      Row named = new Row(row.workload(), events, row.second(), row.result(), "");
      rows.add(named);
      table.accept(named);
    }
    return rows;
  }

  private static Row grown(Row before, Row after) {
    Duel.Result was = before.result();
    Duel.Result is = after.result();
    return new Row(
        after.workload(),
        after.first(),
        before.first(),
        new Duel.Result(
            is.ratio().over(was.ratio()),
            is.pairs(),
            is.first(),
            was.first(),
            is.cpu(),
            was.cpu(),
            is.p50(),
            is.p99()),
        ">= 0.83");
  }
}
