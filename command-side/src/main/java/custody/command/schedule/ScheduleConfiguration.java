package custody.command.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.stats.MicrometerStatsRegistry;
import com.github.kagkarlsson.scheduler.stats.StatsRegistryAdapter;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The one scheduler. Whoever has work for it declares a bean of type [Task]: a [RecurringTask] is
/// scheduled at start, any other by [Scheduler#schedule]. A task must bear being done again, since
/// a process that seems dead may still be alive.
///
/// A recurring task has one row: however long nothing ran, it is due once, not once per time
// missed.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScheduleProperties.class)
class ScheduleConfiguration {
  @Bean
  @DependsOnDatabaseInitialization
  Scheduler scheduler(
      DataSource database,
      ObjectProvider<Task<?>> tasks,
      Clock clock,
      MeterRegistry meters,
      ScheduleProperties settings) {
    return scheduler(database, tasks.orderedStream().toList(), clock, meters, settings);
  }

  static Scheduler scheduler(
      DataSource database,
      List<Task<?>> all,
      Clock clock,
      MeterRegistry meters,
      ScheduleProperties settings) {
    List<RecurringTask<?>> recurring = new ArrayList<>();
    List<Task<?>> others = new ArrayList<>();
    for (Task<?> task : all) {
      if (task instanceof RecurringTask<?> it) {
        recurring.add(it);
      } else {
        others.add(task);
      }
    }
    return Scheduler.create(database, others)
        .startTasks(recurring)
        .tableName("custody.scheduled_task")
        .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
        .serializer(new JsonData())
        .clock(clock::instant)
        .pollingInterval(settings.poll())
        .threads(settings.threads())
        .executorService(
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("schedule-", 0).factory()))
        .heartbeatInterval(settings.heartbeat())
        .missedHeartbeatsLimit(settings.missedHeartbeats())
        .shutdownMaxWait(settings.stop())
        .addSchedulerListener(new StatsRegistryAdapter(new MicrometerStatsRegistry(meters, all)))
        .enableImmediateExecution()
        .build();
  }

  /// Starts when everything else stands, and ends before anything else is taken away.
  @Bean
  SmartLifecycle schedulerLifecycle(Scheduler scheduler, ScheduleProperties settings) {
    return new SmartLifecycle() {
      private volatile boolean running;

      @Override
      public void start() {
        if (settings.enabled()) {
          scheduler.start();
          running = true;
        }
      }

      @Override
      public void stop() {
        running = false;
        scheduler.stop();
      }

      @Override
      public boolean isRunning() {
        return running;
      }
    };
  }
}
