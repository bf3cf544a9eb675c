package custody.command.axon;

import custody.command.erasure.Erasure;
import custody.command.erasure.ErasureDecider;
import custody.contract.ErasureEvent;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateRoot;

@AggregateRoot(type = CommandsOnAxon.ERASURE)
final class ErasureAggregate extends EventSourced<Erasure> {
  ErasureAggregate(String id) {
    super(id, new ErasureDecider());
  }

  @EventSourcingHandler
  void on(ErasureEvent event, DomainEventMessage<?> message) {
    happened(event, message);
  }
}
