package custody.command.keys;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import custody.service.Operations;
import custody.store.KeyRotation;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {
  private static final Duration EVERY = Duration.ofSeconds(3);

  @Bean
  Rewrapping rewrapping(KeyRotation rotation, Operations operations) {
    return new Rewrapping(rotation, operations);
  }

  @Bean
  RecurringTask<Void> rewrapTask(Rewrapping rewrapping) {
    return Tasks.recurring("rewrap", FixedDelay.of(EVERY)).execute((_, _) -> rewrapping.run());
  }
}
