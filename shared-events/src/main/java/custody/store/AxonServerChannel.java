package custody.store;

import io.axoniq.axonserver.connector.AxonServerConnection;
import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.connector.impl.StreamClosedException;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/// One context of Axon Server, asked in a blocking way and never for long. Tokens are Axon
/// Server's: the first event's is 0.
final class AxonServerChannel {
  private static final Metadata.Key<String> ERROR_CODE =
      Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER);
  private static final String CONFLICT = "AXONIQ-2000";
  private static final String TOO_MANY = "AXONIQ-3000";
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofMillis(500);

  private final AxonServerConnectionManager connections;
  private final String servers;
  private final String context;
  private final Duration patience;
  private final boolean fromLeader;

  /// @param servers for messages only
  /// @param patience for one answer
  /// @param fromLeader whether followers in a cluster may not answer
  AxonServerChannel(
      AxonServerConnectionManager connections,
      String servers,
      String context,
      Duration patience,
      boolean fromLeader) {
    this.connections = connections;
    this.servers = servers;
    this.context = context;
    this.patience = patience;
    this.fromLeader = fromLeader;
  }

  /// What became of an append.
  sealed interface Sent {
    record Stored() implements Sent {}

    /// A stream is not where the events expect it.
    record Conflict() implements Sent {}

    /// It cannot be stored, now or later.
    record Refused(Throwable cause) implements Sent {}

    /// Whether it is stored, or will be, cannot be said.
    record Unknown(@Nullable Throwable cause) implements Sent {}
  }

  String context() {
    return context;
  }

  boolean isConnected() {
    return soon(AxonServerConnection::isConnected);
  }

  /// Connected, and Axon Server knows which commands this process takes. After a connection was
  /// lost the connector tells it that up to half a second after it has a new one.
  boolean isReady() {
    return soon(AxonServerConnection::isReady);
  }

  private boolean soon(Predicate<AxonServerConnection> condition) {
    AxonServerConnection connection = connections.getConnection(context);
    long end = System.nanoTime() + WAIT_FOR_CONNECTION.toNanos();
    while (!condition.test(connection)) {
      if (System.nanoTime() - end > 0 || !paused()) {
        return false;
      }
    }
    return true;
  }

  /// All of them or none, in one transaction of Axon Server's.
  ///
  /// @param patience at most the channel's own
  Sent append(List<Event> events, Duration patience) {
    try {
      await(
          events().appendEvents(events.toArray(Event[]::new)),
          patience.compareTo(this.patience) < 0 ? patience : this.patience);
      return new Sent.Stored();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Sent.Unknown(e);
    } catch (TimeoutException e) {
      return new Sent.Unknown(e);
    } catch (ExecutionException e) {
      return sent(e.getCause());
    } catch (RuntimeException e) {
      return sent(e);
    }
  }

  private static Sent sent(@Nullable Throwable failure) {
    if (failure == null) {
      return new Sent.Unknown(null);
    }
    Status status = Status.fromThrowable(failure);
    Metadata trailers = Status.trailersFromThrowable(failure);
    String code = trailers == null ? null : trailers.get(ERROR_CODE);
    String description = status.getDescription();
    if (CONFLICT.equals(code) || (description != null && description.contains(CONFLICT))) {
      return new Sent.Conflict();
    }
    boolean refused =
        switch (status.getCode()) {
          case INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED -> true;
          // Too large a message, but not too many events a second.
          case RESOURCE_EXHAUSTED -> !TOO_MANY.equals(code);
          default -> false;
        };
    return refused ? new Sent.Refused(failure) : new Sent.Unknown(failure);
  }

  /// The token of the last event; -1 if there is none.
  long lastToken() {
    return answered(events().getLastToken());
  }

  CompletableFuture<Long> lastTokenLater() {
    return events().getLastToken();
  }

  /// The token before the first event's.
  long tokenBeforeFirst() {
    return answered(events().getFirstToken());
  }

  /// The token before the first event's of that time or later.
  long tokenBefore(long epochMilli) {
    return answered(events().getTokenAt(epochMilli));
  }

  /// -1 if there is no such stream.
  long highestSequence(UUID stream) {
    return answered(events().findHighestSequence(stream.toString()));
  }

  /// The stream from this sequence on.
  List<Event> stream(UUID stream, long firstSequence) {
    List<Event> events = new ArrayList<>();
    AggregateEventStream open = connected().openAggregateStream(stream.toString(), firstSequence);
    try {
      while (open.hasNext()) {
        events.add(open.next());
      }
      return events;
    } catch (InterruptedException e) {
      throw interrupted(open, e);
    } catch (StreamClosedException e) {
      throw unreachable(e);
    }
  }

  /// The event at this place; null if there is none.
  @Nullable Event at(UUID stream, long sequence) {
    AggregateEventStream open = connected().openAggregateStream(stream.toString(), sequence);
    try {
      Event event = open.hasNext() ? open.next() : null;
      open.cancel();
      return event;
    } catch (InterruptedException e) {
      throw interrupted(open, e);
    } catch (StreamClosedException e) {
      throw unreachable(e);
    }
  }

  /// That many events from this token on; they must be there.
  List<EventWithToken> from(long token, int count) {
    List<EventWithToken> events = new ArrayList<>(count);
    try (EventStream open =
        connected().openStream(token - 1, count, Math.max(16, count / 4), fromLeader)) {
      while (events.size() < count) {
        EventWithToken next = open.nextIfAvailable(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
          throw unreachable(open.getError().orElse(null));
        }
        events.add(next);
      }
      return events;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  /// The names of all contexts.
  ///
  /// @throws RuntimeException if this application may not know
  List<String> contexts() {
    return answered(connections.getConnection(context).adminChannel().getAllContexts()).stream()
        .map(overview -> overview.getName())
        .toList();
  }

  DataAccessResourceFailureException unreachable(@Nullable Throwable cause) {
    return new DataAccessResourceFailureException(
        "Axon Server at %s does not answer for context %s".formatted(servers, context), cause);
  }

  private EventChannel events() {
    return connections.getConnection(context).eventChannel();
  }

  private EventChannel connected() {
    if (!isConnected()) {
      throw unreachable(null);
    }
    return events();
  }

  private <T> T answered(CompletableFuture<T> answer) {
    try {
      return await(answer, patience);
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } catch (TimeoutException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  private static <T> T await(CompletableFuture<T> answer, Duration patience)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private DataAccessResourceFailureException interrupted(
      AggregateEventStream open, InterruptedException e) {
    open.cancel();
    Thread.currentThread().interrupt();
    return unreachable(e);
  }

  private static boolean paused() {
    try {
      Thread.sleep(Duration.ofMillis(20));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
