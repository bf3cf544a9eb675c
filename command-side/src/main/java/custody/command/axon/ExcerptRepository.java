package custody.command.axon;

import custody.command.Aside;
import custody.command.Decider;
import custody.command.axon.EventSourced.Past;
import custody.contract.Event;
import custody.contract.Recorded;
import custody.store.Excerpts;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Axon's repository of aggregates in memory, which reads no more of a stream than most commands
/// need.
final class ExcerptRepository<S, A extends EventSourced<S>>
    extends CachingEventSourcingRepository<A> {
  private static final Logger LOG = LoggerFactory.getLogger(ExcerptRepository.class);

  /// After how many more events it is noted anew which of a stream's are needed: a note costs as
  /// much as reading half of them.
  private static final long NOTED_EVERY = 16;

  private final String type;
  private final Decider<S> decider;
  private final Aside<S> aside;
  private final Excerpts excerpts;

  /// @param type the name of this kind of aggregate in the store
  /// @param aside the decider's
  ExcerptRepository(
      EventSourcingRepository.Builder<A> builder,
      String type,
      Decider<S> decider,
      Aside<S> aside,
      Excerpts excerpts) {
    super(builder);
    this.type = type;
    this.decider = decider;
    this.aside = aside;
    this.excerpts = excerpts;
  }

  @Override
  protected DomainEventStream readEvents(String id) {
    Excerpts.Excerpt excerpt = excerpts.read(id, aside.rule());
    List<? extends DomainEventMessage<?>> events =
        excerpt.events().stream().filter(message -> message.getType().equals(type)).toList();
    if (excerpt.notes()
        && !events.isEmpty()
        && events.getLast().getSequenceNumber() - excerpt.notedUpTo() > NOTED_EVERY) {
      note(id, events);
    }
    return DomainEventStream.of(events);
  }

  private void note(String id, List<? extends DomainEventMessage<?>> events) {
    Predicate<Recorded> spared = aside.spared(Past.of(decider, events).state());
    TreeSet<Long> needed = new TreeSet<>();
    for (DomainEventMessage<?> message : events) {
      if (message == events.getLast()
          || !spared.test(EventSourced.recorded((Event) message.getPayload(), message))) {
        needed.add(message.getSequenceNumber());
      }
    }
    try {
      excerpts.note(id, aside.rule(), needed);
    } catch (DataAccessException e) {
      LOG.warn("It could not be noted which events of a stream are needed; all are read again", e);
    }
  }
}
