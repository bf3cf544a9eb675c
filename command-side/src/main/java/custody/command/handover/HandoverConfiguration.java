package custody.command.handover;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import custody.command.Commands;
import custody.service.Operations;
import custody.store.EventLog;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HandoverConfiguration {
  @Bean
  HandoverRun.Tools handoverTools(
      Commands commands, EventLog log, Operations operations, HandoverProperties properties) {
    return new HandoverRun.Tools(commands, log, operations, properties.parallel());
  }

  @Bean
  CustomTask<HandoverWorker.Order> handoverTask(HandoverRun.Tools tools, Clock clock) {
    return HandoverWorker.task(tools, clock);
  }

  @Bean
  CustomTask<HandoverWorker.Wake> handoverWakingTask(
      @Qualifier("handoverTask") CustomTask<HandoverWorker.Order> task, Clock clock) {
    return HandoverWorker.waking(task, clock);
  }

  @Bean
  HandoverWorker handoverWorker(
      Scheduler scheduler,
      @Qualifier("handoverTask") CustomTask<HandoverWorker.Order> task,
      @Qualifier("handoverWakingTask") CustomTask<HandoverWorker.Wake> waking,
      Commands commands,
      HandoverRun.Tools tools,
      Clock clock) {
    return new HandoverWorker(scheduler, task, waking, commands, tools, clock);
  }
}
