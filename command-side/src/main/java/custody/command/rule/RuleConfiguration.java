package custody.command.rule;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import custody.command.Commands;
import custody.service.CompanyProperties;
import custody.service.agenda.Days;
import custody.store.EventLog;
import custody.store.Lookups;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RuleProperties.class)
class RuleConfiguration {
  static final String RECYCLING = "recycling";

  @Bean
  Judgement judgement(
      DataSource database, Lookups lookups, CompanyProperties company, Clock clock) {
    return new Judgement(database, lookups, new Days(company.zone()), clock);
  }

  @Bean
  RecurringTask<Void> recycling(
      Commands commands,
      Judgement judgement,
      EventLog events,
      Clock clock,
      MeterRegistry meters,
      CompanyProperties company,
      RuleProperties settings) {
    Recycler recycler = new Recycler(commands, judgement, events, clock, meters);
    return Tasks.recurring(RECYCLING, Schedules.daily(company.zone(), settings.at()))
        .onFailure(new FailureHandler.OnFailureRetryLater<>(settings.retry()))
        .execute(
            (_, _) -> {
              try {
                recycler.run();
              } catch (InterruptedException e) {
                // The process stops; another one goes on, or this one later.
                Thread.currentThread().interrupt();
                throw new IllegalStateException("recycling was interrupted", e);
              }
            });
  }
}
