package custody.benchmarks;

import custody.contract.CustomerId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.Configuration;
import org.hibernate.envers.AuditReaderFactory;
import org.hibernate.envers.Audited;
import org.hibernate.envers.query.AuditEntity;
import org.jspecify.annotations.Nullable;

/// Peer: the customer as a JPA entity whose revisions Hibernate Envers keeps.
final class EnversPeer implements AutoCloseable {
  private static final String NAME = "Hibernate Envers";
  private static final int BATCH = 500;

  private final SessionFactory sessions;

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

  EnversPeer(DataSource database) {
    this.sessions =
        new Configuration()
            .addAnnotatedClass(Customer.class)
            .buildSessionFactory(
                new StandardServiceRegistryBuilder()
                    .applySetting("hibernate.connection.datasource", database)
                    .applySetting("hibernate.hbm2ddl.auto", "update")
                    .applySetting("hibernate.jdbc.batch_size", "50")
                    .applySetting("hibernate.order_inserts", "true")
                    .applySetting("hibernate.order_updates", "true")
                    .build());
  }

  static Contender appending(Company company, DataSource database) {
    EnversPeer peer = new EnversPeer(database);
    peer.persist(company);
    return new Contender() {
      @Override
      public String name() {
        return NAME;
      }

      @Override
      public long work(int client) {
        peer.sessions.inTransaction(
            session ->
                session.find(Customer.class, company.customer(company.skewed()).value()).remark =
                    Company.remark(ThreadLocalRandom.current()));
        return 1;
      }

      @Override
      public void close() {
        peer.close();
      }
    };
  }

  private void persist(Company company) {
    for (int first = 0; first < company.size(); first += BATCH) {
      int from = first;
      sessions.inTransaction(
          session -> {
            for (int i = from; i < Math.min(from + BATCH, company.size()); i++) {
              Customer customer = new Customer();
              customer.id = company.customer(i).value();
              customer.name = "customer " + i;
              customer.remark = Company.remark(ThreadLocalRandom.current());
              customer.owner = company.rep(i % 10).value();
              session.persist(customer);
            }
          });
    }
  }

  /// So many revisions of each, a transaction each.
  void record(List<CustomerId> customers, int revisions) {
    for (CustomerId id : customers) {
      for (int i = 0; i < revisions; i++) {
        boolean first = i == 0;
        sessions.inTransaction(
            session -> {
              Customer customer = first ? new Customer() : session.find(Customer.class, id.value());
              customer.id = id.value();
              customer.name = "customer";
              customer.remark = Company.remark(ThreadLocalRandom.current());
              if (first) {
                session.persist(customer);
              }
            });
      }
    }
  }

  /// All revisions with what each changed.
  Contender histories(List<CustomerId> customers) {
    return Contender.of(
        NAME,
        client ->
            sessions.fromTransaction(
                session -> {
                  List<?> revisions =
                      AuditReaderFactory.get(session)
                          .createQuery()
                          .forRevisionsOfEntity(Customer.class, false, true)
                          .add(AuditEntity.id().eq(Histories.any(customers).value()))
                          .addOrder(AuditEntity.revisionNumber().asc())
                          .getResultList();
                  long changed = 0;
                  Customer before = new Customer();
                  for (Object revision : revisions) {
                    Customer after = (Customer) ((Object[]) revision)[0];
                    changed +=
                        (Objects.equals(before.name, after.name) ? 0 : 1)
                            + (Objects.equals(before.remark, after.remark) ? 0 : 1)
                            + (Objects.equals(before.owner, after.owner) ? 0 : 1);
                    before = after;
                  }
                  if (changed < revisions.size()) {
                    throw new IllegalStateException("every revision changed something");
                  }
                  return 1L;
                }));
  }

  Contender profiles(List<CustomerId> customers, Instant asOf) {
    Date date = Date.from(asOf);
    return Contender.of(
        NAME,
        client ->
            sessions.fromTransaction(
                session ->
                    AuditReaderFactory.get(session)
                                .find(Customer.class, Histories.any(customers).value(), date)
                                .remark
                            == null
                        ? 0L
                        : 1L));
  }

  /// All customers, unless they are there, and one revision behind that.
  ///
  /// @return the revision at which all of them have an owner
  long recordOwners(Company company) {
    Integer known =
        sessions.fromTransaction(
            session ->
                session
                    .createNativeQuery(
                        "SELECT coalesce(max(rev), 0) FROM customer_aud", Integer.class)
                    .getSingleResult());
    if (known > 0) {
      return known;
    }
    persist(company);
    return recordOwners(company);
  }

  Contender owners(long revision) {
    return Contender.of(
        NAME,
        client ->
            sessions.fromTransaction(
                session ->
                    (long)
                        AuditReaderFactory.get(session)
                            .createQuery()
                            .forEntitiesAtRevision(Customer.class, revision)
                            .addProjection(AuditEntity.id())
                            .addProjection(AuditEntity.property("owner"))
                            .getResultList()
                            .size()));
  }

  /// The first customers get another owner, in one transaction.
  Contender handover(Company company, int customers) {
    return Contender.of(
        NAME,
        client -> {
          UUID owner = UUID.randomUUID();
          sessions.inTransaction(
              session -> {
                for (int i = 0; i < customers; i++) {
                  session.find(Customer.class, company.customer(i).value()).owner = owner;
                  if (i % BATCH == BATCH - 1) {
                    session.flush();
                  }
                }
              });
          return customers;
        });
  }

  @Override
  public void close() {
    sessions.close();
  }
}
