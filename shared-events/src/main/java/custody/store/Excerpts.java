package custody.store;

import custody.contract.Event;
import custody.wire.EventType;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/// Streams of which a part is left aside, because most who read them ask nothing of it. An engine
/// that cannot leave anything aside reads all of it, and the answers are the same.
///
/// Families are the part of an event's name before the dot, see {@link EventType#family()}.
public interface Excerpts {

  /// The stream without the events of these families. Its last event is always there, as it says
  /// how far the stream goes.
  DomainEventStream without(String stream, Set<String> families);

  /// The events of these families only.
  DomainEventStream only(String stream, Set<String> families);

  /// What the engine can do of it.
  static Excerpts of(EventStorageEngine engine) {
    return engine instanceof Excerpts excerpts ? excerpts : new Whole(engine);
  }

  /// @param engine any of Axon's
  record Whole(EventStorageEngine engine) implements Excerpts {
    @Override
    public DomainEventStream without(String stream, Set<String> families) {
      return engine.readEvents(stream);
    }

    @Override
    public DomainEventStream only(String stream, Set<String> families) {
      return engine.readEvents(stream).filter(message -> families.contains(family(message)));
    }

    private static String family(DomainEventMessage<?> message) {
      return EventType.of((Event) message.getPayload()).family();
    }
  }
}
