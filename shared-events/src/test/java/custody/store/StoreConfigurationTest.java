package custody.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.axonserver.FakeAxonServer;
import custody.contract.ProfileEvent.AssortmentReported;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class StoreConfigurationTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Test
  void axonRunsOnOurStore() {
    try (ConfigurableApplicationContext context = start()) {
      assertThat(context.getBean(EventStorageEngine.class))
          .isInstanceOf(CustodyEventStorageEngine.class);
      EventStore eventStore = context.getBean(EventStore.class);
      assertThat(eventStore).isInstanceOf(EmbeddedEventStore.class);
      UUID stream = UUID.randomUUID();
      eventStore.publish(
          List.of(TestStore.message(stream, 0, new AssortmentReported("tea", null, null))));
      assertThat(eventStore.readEvents(stream.toString()).asStream()).hasSize(1);
      assertThat(context.getBean(EventLog.class).version(stream)).isEqualTo(1);
      // The same in every process, since it is kept.
      assertThat(context.getBean(KeyedHash.class).claim("phone", "+86"))
          .isEqualTo(
              new TestStore(database.dataSource()).keys().installationHash().claim("phone", "+86"));
    }
  }

  @Test
  void aDatabaseThatDoesNotWaitForTheDiskIsRefused() {
    assertThatThrownBy(() -> start("--custody.store.require-durability=true").close())
        .rootCause()
        .hasMessageContaining("is off: a crash");
  }

  @Test
  void axonsOwnStoreOnAxonServerIsRefusedSinceItSealsNothing() {
    assertThatThrownBy(() -> start("--axon.axonserver.enabled=true").close())
        .rootCause()
        .hasMessageContaining("seals nothing");
  }

  @Test
  void withTheProfileAxonRunsOnOurStoreInAxonServer(@TempDir Path directory) {
    UUID stream = UUID.randomUUID();
    try (TestDatabase empty = TestDatabase.create();
        FakeAxonServer server = new FakeAxonServer(directory);
        ConfigurableApplicationContext context =
            start(
                "--spring.datasource.url=" + empty.jdbcUrl(),
                "--spring.profiles.active=axon-server",
                "--axon.axonserver.servers=" + server.address())) {
      EventStore eventStore = context.getBean(EventStore.class);
      assertThat(eventStore).isInstanceOf(EmbeddedEventStore.class);
      eventStore.publish(
          List.of(TestStore.message(stream, 0, new AssortmentReported("tea", null, null))));
      assertThat(eventStore.readEvents(stream.toString()).asStream()).hasSize(1);
      assertThat(server.events("default")).hasSize(1);
      assertThat(context.getBean(AxonServerHealth.class).health().getStatus().getCode())
          .isEqualTo("UP");
    }
  }

  /// A query with workers takes the processors from all others, for an answer that is small.
  @Test
  void noQueryIsGivenParallelWorkers() {
    try (ConfigurableApplicationContext context = start()) {
      assertThat(
              JdbcClient.create(context.getBean(DataSource.class))
                  .sql("SHOW max_parallel_workers_per_gather")
                  .query(String.class)
                  .single())
          .isEqualTo("0");
    }
  }

  @Test
  void anotherMasterKeyIsRefused() {
    start().close();
    assertThatThrownBy(
            () ->
                start("--custody.master-key=" + "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=")
                    .close())
        .rootCause()
        .hasMessageContaining("use the former one");
  }

  @Test
  void aDatabaseThatLosesChineseIsRefused() {
    JdbcClient administrator = JdbcClient.create(database.superuser());
    administrator
        .sql("CREATE DATABASE no_chinese OWNER custody TEMPLATE template0 LC_CTYPE 'C'")
        .update();
    String url = database.jdbcUrl().replaceFirst("/test_[0-9]+", "/no_chinese");
    try {
      assertThatThrownBy(() -> start("--spring.datasource.url=" + url).close())
          .rootCause()
          .hasMessageContaining("LC_CTYPE 'C.UTF-8'");
    } finally {
      administrator.sql("DROP DATABASE no_chinese WITH (FORCE)").update();
    }
  }

  private static ConfigurableApplicationContext start(String... more) {
    Map<String, String> settings = new HashMap<>();
    Stream.of(database.arguments(), more)
        .flatMap(Arrays::stream)
        .map(argument -> argument.substring(2).split("=", 2))
        .forEach(setting -> settings.put(setting[0], setting[1]));
    settings.put("spring.config.import", "classpath:shared.yaml");
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .run(
            settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
  }
}
