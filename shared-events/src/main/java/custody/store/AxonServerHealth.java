package custody.store;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Down, with what to do, while nothing can be recorded in Axon Server or it would find nobody here
/// for a command. Named `axonServer` on `/actuator/health`, and part of readiness.
final class AxonServerHealth implements HealthIndicator {
  private final AxonServerGate gate;
  private final AxonServerChannel server;

  AxonServerHealth(AxonServerGate gate, AxonServerChannel server) {
    this.gate = gate;
    this.server = server;
  }

  @Override
  public Health health() {
    String reason = gate.closed();
    if (reason == null && !server.isReady()) {
      reason = "Axon Server does not know yet which commands this process takes";
    }
    return reason == null
        ? Health.up().withDetail("context", server.context()).build()
        : Health.down()
            .withDetail("reason", reason)
            .withDetail(
                "whatToDo",
                "Start Axon Server, or see that axon.axonserver.servers, .context, .token and"
                    + " .ssl-enabled fit it. Until then commands answer 503; nothing is lost.")
            .build();
  }
}
