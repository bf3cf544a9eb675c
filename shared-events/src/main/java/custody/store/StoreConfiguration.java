package custody.store;

import custody.service.AxonOnBoot4AutoConfiguration;
import custody.service.ServiceAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.flywaydb.core.api.callback.Callback;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// The event store: what both engines share. {@link PostgresEngine} or {@link AxonServerEngine}
/// gives the {@link Events} it stands on. Axon makes its own event store of the storage engine
/// given here; with another {@link EventStorageEngine} bean, that one is used instead.
@AutoConfiguration(
    after = {AxonOnBoot4AutoConfiguration.class, ServiceAutoConfiguration.class},
    before = {JdbcAutoConfiguration.class, AxonAutoConfiguration.class})
@ConditionalOnBean(DataSource.class)
@EnableConfigurationProperties(StoreProperties.class)
@Import({PostgresEngine.class, AxonServerEngine.class})
public class StoreConfiguration {
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
  Callback patientMigrations() {
    return new PatientMigrations();
  }

  @Bean
  @DependsOnDatabaseInitialization
  SubjectKeys subjectKeys(DataSource source, MasterKeys masters, StoreProperties properties) {
    new StoreChecks(source, masters).run(properties.store().requireDurability());
    new Tombstones(source, properties.tombstones()).apply();
    return new SubjectKeys(source, masters);
  }

  @Bean
  @DependsOnDatabaseInitialization
  Tombstones tombstones(DataSource source, StoreProperties properties) {
    return new Tombstones(source, properties.tombstones());
  }

  @Bean
  Erasures erasures(DataSource source, SubjectKeys keys) {
    return new Erasures(source, keys);
  }

  @Bean
  KeyRotation keyRotation(DataSource source, MasterKeys masters, SubjectKeys keys) {
    return new KeyRotation(source, masters, keys);
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
  Relay relay(
      DataSource source,
      Signal signal,
      SubjectKeys keys,
      EventLog log,
      List<Relay.Listener> others) {
    return new Relay(source, signal, keys, log::head, others);
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
  @ConditionalOnMissingBean(EventStorageEngine.class)
  EventStorageEngine eventStorageEngine(Events events, SubjectKeys keys, Signal signal) {
    return new CustodyEventStorageEngine(events, keys, signal);
  }

  @Bean
  EventLog eventLog(Events events, Signal signal) {
    return new CustodyEventLog(events, signal);
  }

  @Bean
  Answers answers(EventRows rows) {
    return new PostgresAnswers(rows);
  }
}
