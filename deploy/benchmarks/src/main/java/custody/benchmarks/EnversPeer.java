package custody.benchmarks;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/// Peer: the customer as a JPA entity whose revisions Hibernate Envers keeps.
final class EnversPeer {

  /// JPA asks for a mutable class.
  @Entity(name = "customer")
  @Audited
  static class Customer {
    @Id @Nullable UUID id;
    @Nullable String name;

    @jakarta.persistence.Column(length = 4000)
    @Nullable String remark;

    @Nullable UUID owner;
  }

  private EnversPeer() {}

  static SessionFactory open(DataSource database) {
    return new Configuration()
        .addAnnotatedClass(Customer.class)
        .setProperty("hibernate.hbm2ddl.auto", "update")
        .setProperty("hibernate.jdbc.batch_size", "50")
        .setProperty("hibernate.order_inserts", "true")
        .buildSessionFactory(
            new org.hibernate.boot.registry.StandardServiceRegistryBuilder()
                .applySetting("hibernate.connection.datasource", database)
                .applySetting("hibernate.hbm2ddl.auto", "update")
                .applySetting("hibernate.jdbc.batch_size", "50")
                .build());
  }

  static Contender appending(Company company, DataSource database) {
    SessionFactory sessions = open(database);
    for (int first = 0; first < company.size(); first += 500) {
      int from = first;
      sessions.inTransaction(
          session -> {
            for (int i = from; i < Math.min(from + 500, company.size()); i++) {
              Customer customer = new Customer();
              customer.id = company.customer(i).value();
              customer.name = "customer " + i;
              customer.remark = Company.remark(ThreadLocalRandom.current());
              session.persist(customer);
            }
          });
    }
    return new Contender() {
      @Override
      public String name() {
        return "Hibernate Envers";
      }

      @Override
      public long work(int client) {
        sessions.inTransaction(
            session ->
                session.find(Customer.class, company.customer(company.skewed()).value()).remark =
                    Company.remark(ThreadLocalRandom.current()));
        return 1;
      }

      @Override
      public void close() {
        sessions.close();
      }
    };
  }
}
