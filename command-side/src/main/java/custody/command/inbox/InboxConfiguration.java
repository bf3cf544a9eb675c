package custody.command.inbox;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import custody.access.Accounts;
import custody.service.CompanyProperties;
import custody.service.agenda.Days;
import custody.store.KeyedHash;
import custody.store.Vault;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InboxProperties.class)
class InboxConfiguration {
  @Bean
  InboxStore inboxStore(JdbcClient jdbc, Vault vault, KeyedHash hash, Clock clock) {
    return new InboxStore(jdbc, vault, hash, clock);
  }

  /// A process without a mail server does nothing when its time comes, so that one task serves
  /// whatever is configured.
  @Bean
  RecurringTask<Void> digest(
      DataSource database,
      InboxStore store,
      Accounts accounts,
      ObjectProvider<JavaMailSender> mail,
      InboxProperties settings,
      CompanyProperties company,
      Clock clock) {
    return Tasks.recurring("digest", Schedules.daily(company.zone(), settings.at()))
        .onFailure(new FailureHandler.OnFailureRetryLater<>(settings.retry()))
        .execute(
            (_, _) ->
                mail.ifAvailable(
                    sender -> {
                      try {
                        new Digest(
                                database,
                                store,
                                accounts,
                                sender,
                                settings,
                                new Days(company.zone()),
                                clock)
                            .send();
                      } catch (SQLException e) {
                        throw new IllegalStateException("the inbox could not be read", e);
                      }
                    }));
  }
}
