package custody.command.axon;

import custody.store.AxonServerGate;
import custody.store.LeftBehind;
import custody.store.Vault;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.command.AxonServerCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.distributed.RoutingStrategy;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// Commands over Axon Server: those to one stream go to one command side, which has it in memory.
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "axon.axonserver.enabled")
class AxonServerBusConfiguration {
  /// @param gate what cannot be sent is refused, not doubted
  /// @param leftBehind named here so that who takes commands settles what others left
  @Bean
  @Primary
  AxonServerCommandBus axonServerCommandBus(
      AxonServerConnectionManager connections,
      AxonServerConfiguration settings,
      @Qualifier("localSegment") CommandBus local,
      Vault vault,
      AxonServerGate gate,
      LeftBehind leftBehind) {
    AxonServerCommandBus bus =
        AxonServerCommandBus.builder()
            .axonServerConnectionManager(connections)
            .configuration(settings)
            .localSegment(new ReplyingBus(local))
            .serializer(new SealedMessages(vault))
            .routingStrategy(byStream())
            .loadFactorProvider(_ -> settings.getCommandLoadFactor())
            .build();
    bus.registerDispatchInterceptor(
        _ ->
            (_, command) -> {
              gate.require();
              return command;
            });
    return bus;
  }

  private static RoutingStrategy byStream() {
    return command -> stream(command);
  }

  private static String stream(CommandMessage<?> command) {
    return ((Submission) command.getPayload()).stream().toString();
  }
}
