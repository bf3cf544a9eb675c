package custody.benchmarks;

import custody.contract.CustomerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.javers.core.Javers;
import org.javers.core.JaversBuilder;
import org.javers.core.metamodel.annotation.Id;
import org.javers.repository.jql.QueryBuilder;
import org.javers.repository.sql.DialectName;
import org.javers.repository.sql.JaversSqlRepository;
import org.javers.repository.sql.SqlRepositoryBuilder;

/// Peer: snapshots of the customer kept by JaVers.
final class JaversPeer {
  private static final String NAME = "JaVers";

  static class Customer {
    @Id final String id;
    final String name;
    final String remark;

    Customer(String id, String name, String remark) {
      this.id = id;
      this.name = name;
      this.remark = remark;
    }
  }

  /// JaVers asks for the connection of the thread's transaction.
  private static final ThreadLocal<Connection> TRANSACTION = new ThreadLocal<>();

  private final DataSource database;
  private final Javers javers;

  JaversPeer(DataSource database) throws SQLException {
    this.database = database;
    JaversSqlRepository repository =
        SqlRepositoryBuilder.sqlRepository()
            .withConnectionProvider(TRANSACTION::get)
            .withDialect(DialectName.POSTGRES)
            .build();
    try (Connection connection = database.getConnection()) {
      TRANSACTION.set(connection);
      this.javers = JaversBuilder.javers().registerJaversRepository(repository).build();
    } finally {
      TRANSACTION.remove();
    }
  }

  private interface Work {
    long on(Javers javers) throws Exception;
  }

  private long inTransaction(Work work) throws Exception {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      TRANSACTION.set(connection);
      long done = work.on(javers);
      connection.commit();
      connection.setAutoCommit(true);
      return done;
    } finally {
      TRANSACTION.remove();
    }
  }

  private static void change(Javers javers, String id) {
    javers.commit(
        "benchmarks",
        new Customer(id, "customer " + id, Company.remark(ThreadLocalRandom.current())));
  }

  static Contender appending(Company company, DataSource database) throws SQLException {
    JaversPeer peer = new JaversPeer(database);
    return Contender.of(
        NAME,
        client ->
            peer.inTransaction(
                javers -> {
                  change(javers, company.customer(company.skewed()).toString());
                  return 1;
                }));
  }

  /// So many versions of each, a transaction each.
  void record(List<CustomerId> customers, int versions) throws Exception {
    for (CustomerId customer : customers) {
      for (int i = 0; i < versions; i++) {
        inTransaction(
            it -> {
              change(it, customer.toString());
              return 1;
            });
      }
    }
  }

  /// All versions with what each changed.
  Contender histories(List<CustomerId> customers) {
    return Contender.of(
        NAME,
        client ->
            inTransaction(
                it ->
                    it.findChanges(
                                QueryBuilder.byInstanceId(
                                        Histories.any(customers).toString(), Customer.class)
                                    .limit(10_000)
                                    .build())
                            .isEmpty()
                        ? 0
                        : 1));
  }

  Contender profiles(List<CustomerId> customers, Instant asOf) {
    LocalDateTime at = LocalDateTime.ofInstant(asOf, ZoneId.systemDefault());
    return Contender.of(
        NAME,
        client ->
            inTransaction(
                it ->
                    it.findShadows(
                                QueryBuilder.byInstanceId(
                                        Histories.any(customers).toString(), Customer.class)
                                    .to(at)
                                    .limit(1)
                                    .build())
                            .isEmpty()
                        ? 0
                        : 1));
  }
}
