package custody.benchmarks;

import custody.contract.CustomerId;
import custody.query.profile.Profile;
import custody.query.profile.State;
import custody.query.profile.States;
import custody.query.sight.Masking;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/// One customer's profile as it was at one time, as it was known at another.
final class Profiles implements Workload {
  private static final int CLIENTS = 2;
  private static final int EVENTS = 20;
  private static final String LINE = "profile as of, " + EVENTS + " events";

  @Override
  public String name() {
    return "profile";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    List<CustomerId> customers = company.customersWith(EVENTS, 50, ground.commands());
    ground.withViews();
    Contender custody = custody(ground, customers);
    Contender bare = primaryKey(company, ground.database("bare_profile"), customers);
    table.accept(duel.patient().row(LINE, custody, bare, CLIENTS, ">= 0.8"));
    if (duel.pace().inDetail()) {
      peers(ground, duel, custody, customers, table);
    }
  }

  private static void peers(
      Ground ground, Duel duel, Contender custody, List<CustomerId> customers, Consumer<Row> table)
      throws Exception {
    try (EnversPeer envers = new EnversPeer(ground.database("envers"))) {
      envers.record(customers, EVENTS);
      table.accept(duel.row(LINE, custody, envers.profiles(customers, Instant.now()), CLIENTS, ""));
    }
    JaversPeer javers = new JaversPeer(ground.database("javers"));
    javers.record(customers, EVENTS);
    table.accept(duel.row(LINE, custody, javers.profiles(customers, Instant.now()), CLIENTS, ""));
  }

  static Contender custody(Ground ground, List<CustomerId> customers) {
    States states = ground.ofQuerySide(States.class);
    Instant knownAt = Instant.now();
    return Contender.of(
        "Custody",
        client -> {
          State state = states.read(Histories.any(customers).value(), Company.LATER, knownAt);
          return Profile.json(state, Masking.NONE).length > 0 ? 1 : 0;
        });
  }

  /// The limit: the profile lies there ready, as one row among those of all customers, of now only.
  static Contender primaryKey(Company company, DataSource database, List<CustomerId> customers)
      throws Exception {
    Ground.execute(database, "CREATE TABLE profile (id uuid PRIMARY KEY, profile jsonb)");
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO profile VALUES (?, ?::jsonb)")) {
      Set<CustomerId> all = new LinkedHashSet<>(customers);
      IntStream.range(0, company.size()).mapToObj(company::customer).forEach(all::add);
      for (CustomerId customer : all) {
        insert.setObject(1, customer.value());
        insert.setString(2, RawRows.payload());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return Contender.of(
        "SELECT by primary key",
        client -> {
          try (Connection connection = database.getConnection();
              PreparedStatement query =
                  connection.prepareStatement("SELECT id, profile FROM profile WHERE id = ?")) {
            query.setObject(1, Histories.any(customers).value());
            try (ResultSet row = query.executeQuery()) {
              return Read.all(row);
            }
          }
        });
  }
}
