package custody.command.axon;

import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.contract.CustomerEvent;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateRoot;

@AggregateRoot(type = CommandsOnAxon.CUSTOMER)
final class CustomerAggregate extends EventSourced<Customer> {
  // What is unique matters to decisions, not to the past.
  private static final CustomerDecider DECIDER = new CustomerDecider(Set.of());

  CustomerAggregate(String id) {
    super(id, DECIDER);
  }

  @EventSourcingHandler
  void on(CustomerEvent event, DomainEventMessage<?> message) {
    happened(event, message);
  }
}
