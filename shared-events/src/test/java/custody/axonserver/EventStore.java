package custody.axonserver;

import custody.axonserver.FakeAxonServer.Fault;
import custody.axonserver.History.OutOfSequenceException;
import io.axoniq.axonserver.grpc.event.Confirmation;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventStoreGrpc;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.axoniq.axonserver.grpc.event.GetAggregateEventsRequest;
import io.axoniq.axonserver.grpc.event.GetEventsRequest;
import io.axoniq.axonserver.grpc.event.GetFirstTokenRequest;
import io.axoniq.axonserver.grpc.event.GetLastTokenRequest;
import io.axoniq.axonserver.grpc.event.GetTokenAtRequest;
import io.axoniq.axonserver.grpc.event.ReadHighestSequenceNrRequest;
import io.axoniq.axonserver.grpc.event.ReadHighestSequenceNrResponse;
import io.axoniq.axonserver.grpc.event.TrackingToken;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The event store's part of the protocol.
final class EventStore extends EventStoreGrpc.EventStoreImplBase {
  private final Function<String, History> histories;
  private final AtomicReference<@Nullable Function<List<Event>, @Nullable Fault>> faults;

  EventStore(
      Function<String, History> histories,
      AtomicReference<@Nullable Function<List<Event>, @Nullable Fault>> faults) {
    this.histories = histories;
    this.faults = faults;
  }

  private History history() {
    return histories.apply(FakeAxonServer.CONTEXT.get());
  }

  @Override
  public StreamObserver<Event> appendEvent(StreamObserver<Confirmation> answer) {
    History history = history();
    List<Event> events = new ArrayList<>();
    return new StreamObserver<>() {
      @Override
      public void onNext(Event event) {
        events.add(event);
      }

      @Override
      public void onError(Throwable failure) {
        // Rolled back by the client, or its connection broke before the end.
      }

      @Override
      public void onCompleted() {
        Function<List<Event>, @Nullable Fault> asked = faults.get();
        Fault fault = asked == null ? null : asked.apply(events);
        try {
          if (fault != Fault.LOSE_REQUEST) {
            history.append(events);
          }
        } catch (OutOfSequenceException e) {
          answer.onError(error(Status.OUT_OF_RANGE, "AXONIQ-2000", e));
          return;
        }
        if (fault == null) {
          answer.onNext(Confirmation.newBuilder().setSuccess(true).build());
          answer.onCompleted();
        } else {
          answer.onError(Status.UNAVAILABLE.withDescription("connection lost").asException());
        }
      }
    };
  }

  private static Exception error(Status status, String code, Exception cause) {
    Metadata trailers = new Metadata();
    trailers.put(FakeAxonServer.ERROR_CODE, code);
    return status.withDescription(cause.getMessage()).asException(trailers);
  }

  @Override
  public void listAggregateEvents(GetAggregateEventsRequest request, StreamObserver<Event> answer) {
    history().stream(request.getAggregateId(), request.getInitialSequence())
        .forEach(answer::onNext);
    answer.onCompleted();
  }

  @Override
  public void readHighestSequenceNr(
      ReadHighestSequenceNrRequest request, StreamObserver<ReadHighestSequenceNrResponse> answer) {
    answer.onNext(
        ReadHighestSequenceNrResponse.newBuilder()
            .setToSequenceNr(history().highest(request.getAggregateId()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void getFirstToken(GetFirstTokenRequest request, StreamObserver<TrackingToken> answer) {
    answer(answer, 0);
  }

  @Override
  public void getLastToken(GetLastTokenRequest request, StreamObserver<TrackingToken> answer) {
    answer(answer, history().size() - 1L);
  }

  @Override
  public void getTokenAt(GetTokenAtRequest request, StreamObserver<TrackingToken> answer) {
    List<Event> all = history().all();
    int token = 0;
    while (token < all.size() && all.get(token).getTimestamp() < request.getInstant()) {
      token++;
    }
    answer(answer, token);
  }

  private static void answer(StreamObserver<TrackingToken> answer, long token) {
    answer.onNext(TrackingToken.newBuilder().setToken(token).build());
    answer.onCompleted();
  }

  @Override
  public StreamObserver<GetEventsRequest> listEvents(StreamObserver<EventWithToken> answer) {
    return new Follower(history(), (ServerCallStreamObserver<EventWithToken>) answer);
  }

  /// Sends what there is, as long as the client permits, and then what comes.
  private static final class Follower implements StreamObserver<GetEventsRequest> {
    private final History history;
    private final ServerCallStreamObserver<EventWithToken> answer;
    private final Runnable more = this::send;
    private long permits;
    private int next = -1;

    Follower(History history, ServerCallStreamObserver<EventWithToken> answer) {
      this.history = history;
      this.answer = answer;
      // With this, sending to who is gone is no failure, which would be that of who appends.
      answer.setOnCancelHandler(this::stop);
    }

    @Override
    public void onNext(GetEventsRequest request) {
      synchronized (history) {
        permits += request.getNumberOfPermits();
        if (next < 0) {
          next = (int) request.getTrackingToken();
          history.follow(more);
        }
        send();
      }
    }

    private void send() {
      synchronized (history) {
        while (permits > 0 && next < history.size()) {
          permits--;
          answer.onNext(
              EventWithToken.newBuilder().setToken(next).setEvent(history.get(next)).build());
          next++;
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      stop();
    }

    @Override
    public void onCompleted() {
      stop();
      answer.onCompleted();
    }

    private void stop() {
      synchronized (history) {
        permits = 0;
        history.unfollow(more);
      }
    }
  }
}
