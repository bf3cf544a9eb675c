package custody.benchmarks;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Peer: the same customers as Axon aggregates on Axon's own JDBC engine, with the same ten events
/// each.
final class AxonPeer {
  record Amend(@TargetAggregateIdentifier String customer, String remark) {}

  record Amended(String customer, String remark, String context) {}

  static class Customer {
    @AggregateIdentifier
    @SuppressWarnings({"unused", "UnusedVariable"}) // Axon reads it
    private String customer;

    @SuppressWarnings({"unused", "NullAway"}) // Axon calls it, then the first event fills it
    protected Customer() {}

    @CommandHandler
    void handle(Amend command) {
      apply(new Amended(command.customer(), command.remark(), "x".repeat(100)));
    }

    @EventSourcingHandler
    void on(Amended event) {
      customer = event.customer();
    }
  }

  private AxonPeer() {}

  /// @param tuned with aggregates kept in memory and events read in one query; else as shipped
  static Contender appending(Company company, DataSource database, boolean tuned) throws Exception {
    var serializer = Jackson3Serializer.builder().build();
    SpringTransactionManager transactions =
        new SpringTransactionManager(new JdbcTransactionManager(database));
    JdbcEventStorageEngine.Builder builder =
        JdbcEventStorageEngine.builder()
            .eventSerializer(serializer)
            .snapshotSerializer(serializer)
            .persistenceExceptionResolver(new SQLStateResolver("23505"))
            .connectionProvider(new SpringDataSourceConnectionProvider(database))
            .transactionManager(transactions);
    JdbcEventStorageEngine engine = (tuned ? builder.batchSize(1000) : builder).build();
    engine.createSchema(PostgresEventTableFactory.INSTANCE);
    record(company, engine);
    EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(engine).build();
    EventSourcingRepository.Builder<Customer> repository =
        EventSourcingRepository.builder(Customer.class).eventStore(store);
    if (tuned) {
      repository.cache(new WeakReferenceCache());
    }
    SimpleCommandBus bus = SimpleCommandBus.builder().transactionManager(transactions).build();
    AggregateAnnotationCommandHandler.<Customer>builder()
        .aggregateType(Customer.class)
        .repository(repository.build())
        .build()
        .subscribe(bus);
    CommandGateway gateway = DefaultCommandGateway.builder().commandBus(bus).build();
    return new Contender() {
      @Override
      public String name() {
        return tuned ? "Axon JDBC, tuned" : "Axon JDBC, as shipped";
      }

      @Override
      public long work(int client) {
        while (true) {
          try {
            gateway.sendAndWait(
                new Amend(
                    company.customer(company.skewed()).toString(),
                    Company.remark(ThreadLocalRandom.current())));
            return 1;
          } catch (ConcurrencyException e) {
            // Two clients met on one customer: it is decided again, as with us.
          }
        }
      }

      @Override
      public void close() {
        store.shutDown();
      }
    };
  }

  private static void record(Company company, JdbcEventStorageEngine engine) {
    Random random = new Random(1);
    List<DomainEventMessage<?>> batch = new ArrayList<>();
    for (int i = 0; i < company.size(); i++) {
      String id = company.customer(i).toString();
      for (int sequence = 0; sequence < 10; sequence++) {
        batch.add(
            new GenericDomainEventMessage<>(
                "Customer",
                id,
                sequence,
                new Amended(id, Company.remark(random), "x".repeat(100))));
      }
      if (batch.size() >= 1000 || i == company.size() - 1) {
        engine.appendEvents(batch);
        batch.clear();
      }
    }
  }
}
