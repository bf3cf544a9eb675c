package custody.benchmarks;

import custody.contract.CustomerId;
import custody.query.history.History;
import custody.query.history.History.Order;
import custody.query.history.History.Question;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Everything that happened to one customer, each event with what it changed, as the lines that a
/// client gets.
final class Histories implements Workload {
  private static final int CLIENTS = 2;

  /// All that the answer is made of.
  private static final String BARE =
      "SELECT position, sequence, event, name, effective_at, recorded_at, actor, channel, reason,"
          + " source, payload, facts FROM view_history.event WHERE customer = ?"
          + " ORDER BY effective_at, position";

  @Override
  public String name() {
    return "history";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    for (int events : new int[] {20, duel.pace().longHistory()}) {
      // A long history is rare, and takes the peers long to write.
      List<CustomerId> customers =
          company.customersWith(events, events > 20 ? 1 : 10, ground.commands());
      ground.withViews();
      Contender first = first(ground, customers);
      Contender custody = custody(ground, customers);
      Contender bare = bare(ground.custodyDatabase(), customers);
      Duel patient = duel.patient();
      if (events > 20) {
        patient.isWarm(first);
        patient.isWarm(bare);
        duel.isWarm(custody);
      }
      String line = name() + ", " + events + " events";
      table.accept(patient.row(line, first, bare, CLIENTS, ">= 0.7"));
      duel.isWarm(first);
      if (duel.pace().inDetail()) {
        try (EnversPeer envers = new EnversPeer(ground.database("envers"))) {
          envers.record(customers, events);
          Contender peer = envers.histories(customers);
          table.accept(duel.row(line, custody, peer, CLIENTS, ""));
        }
      }
      JaversPeer javers = new JaversPeer(ground.database("javers"));
      javers.record(customers, events);
      Contender peer = javers.histories(customers);
      table.accept(duel.row(line, first, peer, CLIENTS, ">= 5"));
      // What is remembered costs next to the same however long it is.
      if (events == 20 || duel.pace().inDetail()) {
        table.accept(duel.row(line, custody, peer, CLIENTS, ">= 5"));
      }
    }
  }

  /// Customers whose histories were looked at within the last minute.
  static Contender custody(Ground ground, List<CustomerId> customers) {
    History history = ground.ofQuerySide(History.class);
    return Contender.of("Custody, with diffs", client -> told(history, any(customers)));
  }

  /// Customers at whom nobody has looked lately.
  static Contender first(Ground ground, List<CustomerId> customers) {
    History history = ground.ofQuerySide(History.class);
    return Contender.of(
        "Custody, with diffs, first look",
        client -> {
          CustomerId customer = any(customers);
          history.forget(customer.value());
          return told(history, customer);
        });
  }

  private static long told(History history, CustomerId customer) {
    history.stream(
        new Question(customer, Set.of(), null, Order.EFFECTIVE, null, null, null, null),
        Instant.now(),
        _ -> {},
        OutputStream.nullOutputStream());
    return 1;
  }

  private static Contender bare(DataSource database, List<CustomerId> customers) {
    return Contender.of(
        "bare SQL",
        client -> {
          try (Connection connection = database.getConnection();
              PreparedStatement query = connection.prepareStatement(BARE)) {
            query.setObject(1, any(customers).value());
            try (ResultSet row = query.executeQuery()) {
              Read.all(row);
            }
          }
          return 1;
        });
  }

  static CustomerId any(List<CustomerId> customers) {
    return customers.get(ThreadLocalRandom.current().nextInt(customers.size()));
  }
}
