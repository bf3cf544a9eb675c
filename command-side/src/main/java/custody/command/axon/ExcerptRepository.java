package custody.command.axon;

import custody.store.Excerpts;
import java.util.Set;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;

/// Axon's repository of aggregates in memory, which reads no more of a stream than most commands
/// need.
final class ExcerptRepository<A> extends CachingEventSourcingRepository<A> {
  private final String type;
  private final Excerpts excerpts;
  private final Set<String> aside;

  /// @param type the name of this kind of aggregate in the store
  /// @param aside the families of events that are not read
  ExcerptRepository(
      EventSourcingRepository.Builder<A> builder,
      String type,
      Excerpts excerpts,
      Set<String> aside) {
    super(builder);
    this.type = type;
    this.excerpts = excerpts;
    this.aside = Set.copyOf(aside);
  }

  @Override
  protected DomainEventStream readEvents(String id) {
    return excerpts.without(id, aside).filter(message -> message.getType().equals(type));
  }
}
