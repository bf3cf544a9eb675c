package custody.store;

import custody.wire.EventType;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/// Streams of which only the events are read that most who read them need. An engine that cannot
/// leave anything aside reads all of them, and the answers are the same.
public interface Excerpts {

  /// What is left aside. Families are the part of an event's name before the dot, see {@link
  /// EventType#family()}.
  ///
  /// @param number another one whenever other events than before may be left aside: what was noted
  ///     under another number is not looked at
  /// @param aside the families of which nothing is read
  /// @param undoing the families whose events may make others count again that were left aside
  record Rule(int number, Set<String> aside, Set<String> undoing) {
    public Rule {
      aside = Set.copyOf(aside);
      undoing = Set.copyOf(undoing);
    }
  }

  /// What was read of a stream. Its last event is always there, as it says how far the stream goes.
  ///
  /// @param notedUpTo the sequence up to which only those are there that were noted; -1 if none
  ///     were, or an engine notes nothing
  /// @param notes whether the engine can note which events are needed
  record Excerpt(List<? extends DomainEventMessage<?>> events, long notedUpTo, boolean notes) {}

  /// The stream as the rule leaves it.
  Excerpt read(String stream, Rule rule);

  /// Notes which of a stream's events are needed, so that the next one who reads it reads no others
  /// of those that there are by now. It may be forgotten, and never changes an answer.
  ///
  /// @param needed the sequences, up to the one that is the stream's last now
  void note(String stream, Rule rule, SortedSet<Long> needed);

  /// What the engine can do of it.
  static Excerpts of(EventStorageEngine engine) {
    return engine instanceof Excerpts excerpts ? excerpts : new Whole(engine);
  }

  /// @param engine any of Axon's
  record Whole(EventStorageEngine engine) implements Excerpts {
    @Override
    public Excerpt read(String stream, Rule rule) {
      return new Excerpt(engine.readEvents(stream).asStream().toList(), -1, false);
    }

    @Override
    public void note(String stream, Rule rule, SortedSet<Long> needed) {}
  }
}
