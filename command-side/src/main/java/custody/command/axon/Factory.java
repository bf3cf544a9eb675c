package custody.command.axon;

import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.AggregateFactory;

/// Makes an aggregate before its events are replayed into it.
record Factory<A>(Class<A> type, Function<String, A> constructor) implements AggregateFactory<A> {
  @Override
  public A createAggregateRoot(String id, DomainEventMessage<?> firstEvent) {
    return constructor.apply(id);
  }

  @Override
  public Class<A> getAggregateType() {
    return type;
  }
}
