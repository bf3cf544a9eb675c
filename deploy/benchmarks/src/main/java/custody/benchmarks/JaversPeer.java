package custody.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.javers.core.Javers;
import org.javers.core.JaversBuilder;
import org.javers.core.metamodel.annotation.Id;
import org.javers.repository.sql.DialectName;
import org.javers.repository.sql.JaversSqlRepository;
import org.javers.repository.sql.SqlRepositoryBuilder;

/// Peer: snapshots of the customer kept by JaVers.
final class JaversPeer {

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

  private JaversPeer() {}

  static Contender appending(Company company, DataSource database) throws SQLException {
    JaversSqlRepository repository =
        SqlRepositoryBuilder.sqlRepository()
            .withConnectionProvider(TRANSACTION::get)
            .withDialect(DialectName.POSTGRES)
            .build();
    Javers javers;
    try (Connection connection = database.getConnection()) {
      TRANSACTION.set(connection);
      javers = JaversBuilder.javers().registerJaversRepository(repository).build();
      TRANSACTION.remove();
    }
    return Contender.of(
        "JaVers",
        client -> {
          try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            TRANSACTION.set(connection);
            int number = company.skewed();
            javers.commit(
                "benchmarks",
                new Customer(
                    company.customer(number).toString(),
                    "customer " + number,
                    Company.remark(ThreadLocalRandom.current())));
            connection.commit();
            connection.setAutoCommit(true);
            return 1;
          } finally {
            TRANSACTION.remove();
          }
        });
  }
}
