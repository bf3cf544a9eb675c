package custody.store;

import custody.service.AxonOnBoot4AutoConfiguration;
import custody.service.ServiceAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;

/// The event store on PostgreSQL. Axon makes its own event store of the engine given here; with
/// another {@link EventStorageEngine} bean, that one is used instead.
@AutoConfiguration(
    after = {AxonOnBoot4AutoConfiguration.class, ServiceAutoConfiguration.class},
    before = {JdbcAutoConfiguration.class, AxonAutoConfiguration.class})
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(StoreProperties.class)
public class StoreConfiguration {
  /// Axon Server would be given events by Axon's own serializer: under class names, and with
  /// personal data open, for ever.
  StoreConfiguration(@Value("${axon.axonserver.enabled:true}") boolean axonServer) {
    if (axonServer) {
      throw new IllegalStateException(
          "Custody cannot store its events in Axon Server yet, since nothing would seal the"
              + " personal data in them: set axon.axonserver.enabled=false");
    }
  }

  @Bean
  MasterKeys masterKeys(StoreProperties properties) {
    if (properties.masterKey() != null) {
      return MasterKeys.parse(properties.masterKey());
    }
    Path file = properties.masterKeyFile();
    if (file == null) {
      throw new IllegalStateException(
          "personal data needs a master key: set custody.master-key-file, or the environment"
              + " variable CUSTODY_MASTER_KEY, to 32 random bytes in base64 (openssl rand -base64"
              + " 32), and keep a copy elsewhere");
    }
    if (properties.createMasterKey()) {
      MasterKeys.createIfMissing(file);
    }
    return MasterKeys.read(file);
  }

  @Bean
  @DependsOnDatabaseInitialization
  SubjectKeys subjectKeys(DataSource source, MasterKeys masters, StoreProperties properties) {
    new StoreChecks(source, masters).run(properties.store().requireDurability());
    return new SubjectKeys(source, masters);
  }

  @Bean
  Vault vault(SubjectKeys keys, DataSource source) {
    return new Vault(keys, source);
  }

  @Bean
  KeyedHash keyedHash(SubjectKeys keys) {
    return keys.installationHash();
  }

  @Bean
  Signal signal() {
    return new Signal();
  }

  @Bean
  Relay relay(DataSource source, Signal signal, SubjectKeys keys) {
    return new Relay(source, signal, keys);
  }

  @Bean
  StoreMetrics storeMetrics(MeterRegistry registry) {
    return new StoreMetrics(registry);
  }

  @Bean
  EventRows eventRows(DataSource source, SubjectKeys keys) {
    return new EventRows(source, keys);
  }

  @Bean
  GroupWriter groupWriter(
      DataSource source,
      Clock clock,
      Signal signal,
      StoreMetrics metrics,
      StoreProperties properties) {
    StoreProperties.Store settings = properties.store();
    return new GroupWriter(
        source,
        clock,
        signal,
        metrics,
        new StoreTimeouts(
            settings.appendTimeout(),
            settings.statementTimeout(),
            settings.statementTimeout().plus(Duration.ofSeconds(3))),
        settings.queue());
  }

  @Bean
  @ConditionalOnMissingBean(EventStorageEngine.class)
  EventStorageEngine eventStorageEngine(
      EventRows rows,
      SubjectKeys keys,
      GroupWriter writer,
      Signal signal,
      StoreMetrics metrics,
      Clock clock) {
    return new PostgresEventStorageEngine(rows, keys, writer, signal, metrics, clock);
  }

  @Bean
  EventLog eventLog(EventRows rows, Signal signal) {
    return new PostgresEventLog(rows, signal);
  }

  @Bean
  Lookups lookups(EventRows rows) {
    return new PostgresLookups(rows);
  }

  @Bean
  Answers answers(EventRows rows) {
    return new PostgresAnswers(rows);
  }
}
