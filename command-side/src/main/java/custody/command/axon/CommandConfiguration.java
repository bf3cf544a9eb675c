package custody.command.axon;

import custody.access.AccessNotices;
import custody.command.Aside;
import custody.command.Commands;
import custody.command.Decider;
import custody.command.Directory;
import custody.command.Guard;
import custody.command.Policy;
import custody.command.PolicyProperties;
import custody.command.Standing;
import custody.command.customer.CustomerDecider;
import custody.command.duplicate.DuplicateProperties;
import custody.command.duplicate.Duplicates;
import custody.command.erasure.ErasureDecider;
import custody.command.handover.HandoverDecider;
import custody.command.handover.HandoverProperties;
import custody.command.rep.RepDecider;
import custody.command.rule.RuleDecider;
import custody.contract.CustomerEvent;
import custody.service.CompanyProperties;
import custody.service.PoolProperties;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import custody.service.rights.Authority.Called;
import custody.store.Answers;
import custody.store.EventLog;
import custody.store.Excerpts;
import custody.store.KeyedHash;
import custody.store.Lookups;
import custody.store.SubjectKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  CommandProperties.class,
  DuplicateProperties.class,
  HandoverProperties.class,
  PolicyProperties.class
})
class CommandConfiguration {
  /// Without a transaction around each command: the store has one of its own per group of appends.
  @Bean
  @Qualifier("localSegment")
  CommandBus commandBus() {
    return SimpleCommandBus.builder().transactionManager(NoTransactionManager.INSTANCE).build();
  }

  @Bean
  Duplicates duplicates(Lookups lookups, KeyedHash hash, DuplicateProperties properties) {
    return new Duplicates(lookups, hash, properties);
  }

  @Bean
  Directory directory(Duplicates duplicates, EventLog log, Clock clock) {
    return new Directory(duplicates, log, clock);
  }

  @Bean
  Commands commands(
      CommandBus bus,
      DataSource database,
      EventStore events,
      EventStorageEngine engine,
      Lookups lookups,
      Answers answers,
      KeyedHash hash,
      SubjectKeys keys,
      Duplicates duplicates,
      FieldCatalog fields,
      PolicyProperties policy,
      PoolProperties pools,
      CompanyProperties company,
      HandoverProperties handover,
      CommandProperties properties,
      Clock clock,
      MeterRegistry meters,
      AccessNotices notices) {
    Set<String> unique = uniqueFields(fields);
    Policy allowed = policy.policy(pools);
    FactFinder facts =
        new FactFinder(
            events,
            duplicates,
            unique,
            new Loads(database, lookups, allowed.pools().values(), company.zone(), clock),
            clock);
    Excerpts excerpts = Excerpts.of(engine);
    CustomerDecider customers = new CustomerDecider(unique);
    Guard guard = new Guard(facts::rep);
    Shell.Tools tools =
        new Shell.Tools(
            events,
            duplicates,
            facts,
            guard,
            new Hints(guard, id -> standing(customers, excerpts, id, clock.instant()), facts::rep),
            allowed,
            clock);
    keys.tell(facts);
    bus.subscribe(
        CommandsOnAxon.CUSTOMER,
        shell(
            CommandsOnAxon.CUSTOMER,
            CustomerAggregate.class,
            CustomerAggregate::new,
            customers,
            properties,
            excerpts,
            tools,
            keys));
    bus.subscribe(
        CommandsOnAxon.REP,
        shell(
            CommandsOnAxon.REP,
            RepAggregate.class,
            RepAggregate::new,
            new RepDecider(),
            properties,
            excerpts,
            tools,
            keys));
    bus.subscribe(
        CommandsOnAxon.RULE,
        shell(
            CommandsOnAxon.RULE,
            RuleAggregate.class,
            RuleAggregate::new,
            new RuleDecider(),
            properties,
            excerpts,
            tools,
            keys));
    bus.subscribe(
        CommandsOnAxon.HANDOVER,
        shell(
            CommandsOnAxon.HANDOVER,
            HandoverAggregate.class,
            HandoverAggregate::new,
            new HandoverDecider(handover.undoWindow()),
            properties,
            excerpts,
            tools,
            keys));
    bus.subscribe(
        CommandsOnAxon.ERASURE,
        shell(
            CommandsOnAxon.ERASURE,
            ErasureAggregate.class,
            ErasureAggregate::new,
            new ErasureDecider(),
            properties,
            excerpts,
            tools,
            keys));
    return new CommandsOnAxon(
        bus,
        lookups,
        answers,
        hash,
        meters,
        notices,
        properties.attempts(),
        (customer, caller) ->
            guard.sees(
                new Called(caller.access()),
                caller.actor(),
                standing(customers, excerpts, customer.value(), clock.instant()),
                clock.instant()));
  }

  /// Beside its aggregate: who asks holds the lock of another one.
  private static Standing standing(
      CustomerDecider customers, Excerpts excerpts, UUID id, Instant now) {
    List<DomainEventMessage<?>> said = new ArrayList<>();
    for (DomainEventMessage<?> message :
        excerpts.read(id.toString(), customers.aside().rule()).events()) {
      if (message.getPayload() instanceof CustomerEvent) {
        said.add(message);
      }
    }
    return EventSourced.Past.of(customers, said).state().standing(now);
  }

  private static Set<String> uniqueFields(FieldCatalog fields) {
    return fields.fields(FieldCatalog.Of.CUSTOMER).stream()
        .filter(FieldDefinition::unique)
        .map(FieldDefinition::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <S, A extends EventSourced<S>> Shell<S, A> shell(
      String name,
      Class<A> type,
      Function<String, A> constructor,
      Decider<S> decider,
      CommandProperties properties,
      Excerpts excerpts,
      Shell.Tools tools,
      SubjectKeys keys) {
    LeastRecentlyUsed cache = new LeastRecentlyUsed(properties.eventsInMemory());
    EventSourcingRepository.Builder<A> builder =
        EventSourcingRepository.builder(type)
            .aggregateFactory(new Factory<>(type, constructor))
            .eventStore(tools.events())
            .cache(cache)
            .filterByAggregateType();
    Aside<S> aside = decider.aside();
    Repository<A> repository =
        aside == null
            ? builder.build()
            : new ExcerptRepository<>(builder, name, decider, aside, excerpts);
    Shell<S, A> shell = new Shell<>(name, repository, cache, constructor, decider, tools);
    keys.tell(shell);
    return shell;
  }
}
