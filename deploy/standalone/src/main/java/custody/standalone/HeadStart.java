package custody.standalone;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/// Starts the embedded PostgreSQL as soon as the settings are known, while Spring still reads its
/// configuration: neither needs the other until the pool is filled, and there are two processors.
final class HeadStart implements ApplicationListener<ApplicationPreparedEvent> {

  /// A start that is under way, or over.
  static final class Started implements DisposableBean {
    private final CompletableFuture<EmbeddedDatabase> database = new CompletableFuture<>();

    private Started(EmbeddedDatabaseProperties properties) {
      Thread.ofPlatform()
          .name("postgres-start")
          .start(
              () -> {
                try {
                  database.complete(
                      EmbeddedDatabase.start(properties.dataDir(), properties.postgres().port()));
                } catch (RuntimeException | Error e) {
                  database.completeExceptionally(e);
                }
              });
    }

    /// Waits until it is there.
    ///
    /// @throws RuntimeException why it does not start
    EmbeddedDatabase await() {
      try {
        return database.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException failure ? failure : e;
      }
    }

    /// Where nothing has come of the context that waited for it.
    @Override
    public void destroy() {
      try {
        database.join().close();
      } catch (CompletionException e) {
        // It has not come up, and whoever awaited it was told why.
      }
    }
  }

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent event) {
    ConfigurableApplicationContext context = event.getApplicationContext();
    if (isWanted(context.getEnvironment())) {
      Started started =
          new Started(
              Binder.get(context.getEnvironment())
                  .bindOrCreate("custody", EmbeddedDatabaseProperties.class));
      String name = Started.class.getName();
      context.getBeanFactory().registerSingleton(name, started);
      if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry registry) {
        registry.registerDisposableBean(name, started);
      }
    }
  }

  /// Whether no other database is named.
  static boolean isWanted(Environment environment) {
    return !StringUtils.hasText(environment.getProperty("spring.datasource.url"));
  }
}
