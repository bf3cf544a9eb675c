package custody.command.axon;

import custody.command.rep.Rep;
import custody.command.rep.RepDecider;
import custody.contract.RepEvent;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateRoot;

@AggregateRoot(type = CommandsOnAxon.REP)
final class RepAggregate extends EventSourced<Rep> {
  RepAggregate(String id) {
    super(id, new RepDecider());
  }

  @EventSourcingHandler
  void on(RepEvent event, DomainEventMessage<?> message) {
    happened(event, message);
  }
}
