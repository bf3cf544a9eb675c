package custody.command.erasure;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import custody.command.Commands;
import custody.store.Erasures;
import custody.store.EventLog;
import custody.store.Tombstones;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {
  private static final Duration EVERY = Duration.ofSeconds(3);

  @Bean
  ErasureWork erasureWork(
      Commands commands,
      EventLog events,
      Erasures erasures,
      Tombstones tombstones,
      ObjectProvider<Erasable> others) {
    return new ErasureWork(commands, events, erasures, tombstones, others.orderedStream().toList());
  }

  @Bean
  RecurringTask<Void> erasureTask(ErasureWork work) {
    return Tasks.recurring("erasures", FixedDelay.of(EVERY)).execute((_, _) -> work.run());
  }
}
