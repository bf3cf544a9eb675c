package custody.benchmarks;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.caching.WeakReferenceCache;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
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

  /// A store with the company's customers in it.
  /// Tuned: with aggregates kept in memory and events read in one query; else as shipped.
  private record Installation(
      JdbcEventStorageEngine engine, EmbeddedEventStore store, CommandGateway gateway) {

    static Installation on(DataSource database, boolean tuned, Company company, int customers)
        throws Exception {
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
      record(company, customers, engine);
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
      return new Installation(
          engine, store, DefaultCommandGateway.builder().commandBus(bus).build());
    }

    void amend(String customer) {
      while (true) {
        try {
          gateway.sendAndWait(new Amend(customer, Company.remark(ThreadLocalRandom.current())));
          return;
        } catch (ConcurrencyException e) {
          // Two clients met on one customer: it is decided again, as with us.
        }
      }
    }
  }

  private static String label(boolean tuned) {
    return tuned ? "Axon JDBC, tuned" : "Axon JDBC, as shipped";
  }

  static Contender appending(Company company, DataSource database, boolean tuned) throws Exception {
    Installation axon = Installation.on(database, tuned, company, company.size());
    return new Contender() {
      @Override
      public String name() {
        return label(tuned);
      }

      @Override
      public long work(int client) {
        axon.amend(company.customer(company.skewed()).toString());
        return 1;
      }

      @Override
      public void close() {
        axon.store().shutDown();
      }
    };
  }

  /// One command per customer, as many at a time as there are connections; until its one view
  /// shows all of them.
  static Contender handover(Company company, DataSource database, int customers) throws Exception {
    Installation axon = Installation.on(database, false, company, customers);
    View view = new View(axon, database, false, "handover", axon.engine().createHeadToken());
    view.start();
    return new Contender() {
      @Override
      public String name() {
        return label(false) + ", per aggregate, one view";
      }

      @Override
      public long work(int client) throws Exception {
        long before = view.seen();
        try (ExecutorService threads = Executors.newFixedThreadPool(Ground.CONNECTIONS)) {
          List<Future<?>> all = new ArrayList<>();
          for (int i = 0; i < customers; i++) {
            String customer = company.customer(i).toString();
            all.add(threads.submit(() -> axon.amend(customer)));
          }
          for (Future<?> one : all) {
            one.get();
          }
        }
        view.await(before + customers, axon.engine().createHeadToken());
        return customers;
      }

      @Override
      public void close() {
        view.stop();
        axon.store().shutDown();
      }
    };
  }

  /// One row per customer in a table, written by a pooled streaming processor, one row per event.
  /// From the answered command until the row is there.
  static Contender visible(Company company, DataSource database, boolean tuned) throws Exception {
    Installation axon = Installation.on(database, false, company, company.size());
    View view = new View(axon, database, tuned, "visible", axon.engine().createHeadToken());
    view.start();
    return new Contender() {
      @Override
      public String name() {
        return label(tuned) + ", pooled processor";
      }

      @Override
      public long work(int client) throws Exception {
        long before = view.seen();
        String customer = company.customer(company.skewed()).toString();
        axon.amend(customer);
        view.await(before + 1, axon.engine().createHeadToken());
        return 1;
      }

      @Override
      public void close() {
        view.stop();
        axon.store().shutDown();
      }
    };
  }

  /// The same table from all events.
  ///
  /// @param customers so many have their events in the store
  static Contender rebuilding(Company company, DataSource database, boolean tuned, int customers)
      throws Exception {
    Installation axon = Installation.on(database, false, company, customers);
    long events = customers * 10L;
    AtomicInteger runs = new AtomicInteger();
    return new Contender() {
      @Override
      public String name() {
        return label(tuned) + ", pooled processor, one view";
      }

      @Override
      public long work(int client) throws Exception {
        View view =
            new View(
                axon,
                database,
                tuned,
                "rebuild" + runs.incrementAndGet(),
                axon.engine().createTailToken());
        view.start();
        view.await(events, axon.engine().createHeadToken());
        view.stop();
        return events;
      }

      @Override
      public void close() {
        axon.store().shutDown();
      }
    };
  }

  /// A projection as Axon has them.
  private static final class View {
    private final PooledStreamingEventProcessor processor;
    private final AtomicLong seen = new AtomicLong();

    View(
        Installation axon,
        DataSource database,
        boolean tuned,
        String name,
        @Nullable TrackingToken from)
        throws Exception {
      Ground.execute(
          database,
          "CREATE TABLE IF NOT EXISTS remark (customer text PRIMARY KEY, remark text, changes"
              + " int)");
      JdbcTokenStore tokens =
          JdbcTokenStore.builder()
              .connectionProvider(new SpringDataSourceConnectionProvider(database))
              .serializer(Jackson3Serializer.builder().build())
              .build();
      try {
        tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
      } catch (RuntimeException e) {
        // It is there.
      }
      JdbcTemplate rows = new JdbcTemplate(database);
      PooledStreamingEventProcessor.Builder builder =
          PooledStreamingEventProcessor.builder()
              .name(name)
              .messageSource(axon.store())
              .tokenStore(tokens)
              .transactionManager(
                  new SpringTransactionManager(new JdbcTransactionManager(database)))
              .eventHandlerInvoker(
                  SimpleEventHandlerInvoker.builder()
                      .eventHandlers(
                          (EventMessageHandler)
                              message -> {
                                if (message.getPayload() instanceof Amended event) {
                                  rows.update(
                                      "INSERT INTO remark VALUES (?, ?, 1) ON CONFLICT (customer)"
                                          + " DO UPDATE SET remark = excluded.remark,"
                                          + " changes = remark.changes + 1",
                                      event.customer(),
                                      event.remark());
                                  seen.incrementAndGet();
                                }
                                return null;
                              })
                      .build())
              .coordinatorExecutor(
                  it -> Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().factory()))
              .workerExecutor(
                  it -> Executors.newScheduledThreadPool(4, Thread.ofPlatform().daemon().factory()))
              .initialToken(_ -> from);
      processor =
          (tuned ? builder.batchSize(1000).initialSegmentCount(4) : builder.initialSegmentCount(4))
              .build();
    }

    void start() {
      processor.start();
    }

    void stop() {
      processor.shutDown();
    }

    long seen() {
      return seen.get();
    }

    /// Until so many events are in the table and none before the token is missing.
    void await(long events, TrackingToken head) throws InterruptedException {
      while (seen.get() < events || !covers(head)) {
        TimeUnit.MICROSECONDS.sleep(500);
      }
    }

    private boolean covers(TrackingToken head) {
      return processor.processingStatus().values().stream()
          .allMatch(it -> it.getTrackingToken() != null && it.getTrackingToken().covers(head));
    }
  }

  private static void record(Company company, int customers, JdbcEventStorageEngine engine) {
    Random random = new Random(1);
    List<DomainEventMessage<?>> batch = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      String id = company.customer(i).toString();
      for (int sequence = 0; sequence < 10; sequence++) {
        batch.add(
            new GenericDomainEventMessage<>(
                "Customer",
                id,
                sequence,
                new Amended(id, Company.remark(random), "x".repeat(100))));
      }
      if (batch.size() >= 1000 || i == customers - 1) {
        engine.appendEvents(batch);
        batch.clear();
      }
    }
  }
}
