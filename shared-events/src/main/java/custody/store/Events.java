package custody.store;

import custody.contract.Recorded;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where events are kept: the seam between the engines. Axon's storage engine and the event log
/// stand on it and are the same for all of them.
///
/// Positions begin at 1. Reading throws Spring's `DataAccessException` when the engine cannot be
/// reached.
interface Events {

  /// A recorded event, and the type of its stream, which only Axon asks for.
  record Row(Recorded recorded, String streamType) {}

  /// As {@link Excerpts.Excerpt}.
  record Excerpt(List<Row> rows, long notedUpTo, boolean notes) {}

  /// As {@link EventLog#after}.
  List<Row> after(long position, int limit);

  /// As {@link EventLog#streamOrder}.
  Optional<EventLog.StreamOrder> streamOrder();

  /// The stream from this sequence on, in order.
  List<Row> stream(UUID stream, long firstSequence);

  /// As {@link EventLog#streams}.
  default List<Row> streams(Collection<UUID> streams) {
    return streams.stream().flatMap(stream -> stream(stream, 0).stream()).toList();
  }

  /// As {@link Excerpts#read}. An engine that gains nothing by leaving some aside gives all.
  default Excerpt excerpt(UUID stream, Excerpts.Rule rule) {
    return new Excerpt(stream(stream, 0), -1, false);
  }

  /// As {@link Excerpts#note}.
  default void note(UUID stream, Excerpts.Rule rule, SortedSet<Long> needed) {}

  /// As {@link EventLog#placed}.
  default List<Row> placed(UUID stream) {
    return stream(stream, 0);
  }

  /// Empty if there is no such stream.
  OptionalLong lastSequence(UUID stream);

  /// The position after which the first event lies; empty if there is none.
  OptionalLong beforeFirst();

  /// The last event's position; empty if there is none.
  OptionalLong head();

  /// As {@link EventLog#tail}.
  EventLog.Tail tail(long position, Set<String> families, @Nullable UUID stream);

  /// The position after which the first event recorded then or later lies; empty if there is none.
  OptionalLong before(Instant recordedAt);

  /// Whether a stream's data key comes into being together with its first event. If so, a stream
  /// that begins has none.
  boolean keysComeWithEvents();

  /// Appends and waits until it is durable.
  ///
  /// @throws org.axonframework.modelling.command.ConcurrencyException if the stream has grown
  ///     meanwhile
  /// @throws org.axonframework.modelling.command.AggregateStreamCreationException if it exists
  ///     although it was to be new
  /// @throws ClaimTakenException if another stream has a claim
  /// @throws AnsweredAlreadyException if the idempotency key was answered meanwhile
  /// @throws StoreUnavailableException if nothing took place
  /// @throws OutcomeUnknownException if that cannot be said
  Appended append(Append append);
}
