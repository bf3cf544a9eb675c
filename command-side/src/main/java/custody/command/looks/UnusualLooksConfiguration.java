package custody.command.looks;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import custody.service.CompanyProperties;
import custody.service.looks.Leavers;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UnusualProperties.class)
class UnusualLooksConfiguration {
  @Bean
  UnusualLooks unusualLooks(
      DataSource database,
      Leavers leavers,
      UnusualProperties settings,
      CompanyProperties company,
      Clock clock) {
    return new UnusualLooks(database, leavers, settings, company.zone(), clock);
  }

  @Bean
  RecurringTask<Void> watchLooks(UnusualLooks looks, UnusualProperties settings) {
    return Tasks.recurring("unusual-looks", FixedDelay.of(settings.every()))
        .execute(
            (_, _) -> {
              try {
                looks.find();
              } catch (SQLException e) {
                throw new IllegalStateException("managers could not be told", e);
              }
            });
  }
}
