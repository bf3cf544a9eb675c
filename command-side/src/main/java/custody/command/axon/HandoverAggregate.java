package custody.command.axon;

import custody.command.handover.Handover;
import custody.command.handover.HandoverDecider;
import custody.contract.HandoverEvent;
import java.time.Duration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateRoot;

@AggregateRoot(type = CommandsOnAxon.HANDOVER)
final class HandoverAggregate extends EventSourced<Handover> {
  // How long an undo is allowed matters to decisions, not to the past.
  private static final HandoverDecider DECIDER = new HandoverDecider(Duration.ZERO);

  HandoverAggregate(String id) {
    super(id, DECIDER);
  }

  @EventSourcingHandler
  void on(HandoverEvent event, DomainEventMessage<?> message) {
    happened(event, message);
  }
}
