package custody.command.axon;

import custody.command.rule.RuleDecider;
import custody.command.rule.RuleHistory;
import custody.contract.RuleEvent;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateRoot;

@AggregateRoot(type = CommandsOnAxon.RULE)
final class RuleAggregate extends EventSourced<RuleHistory> {
  RuleAggregate(String id) {
    super(id, new RuleDecider());
  }

  @EventSourcingHandler
  void on(RuleEvent event, DomainEventMessage<?> message) {
    happened(event, message);
  }
}
