package custody.axonserver;

import io.axoniq.axonserver.grpc.ErrorMessage;
import io.axoniq.axonserver.grpc.InstructionAck;
import io.axoniq.axonserver.grpc.ProcessingKey;
import io.axoniq.axonserver.grpc.command.Command;
import io.axoniq.axonserver.grpc.command.CommandProviderInbound;
import io.axoniq.axonserver.grpc.command.CommandProviderOutbound;
import io.axoniq.axonserver.grpc.command.CommandResponse;
import io.axoniq.axonserver.grpc.command.CommandServiceGrpc;
import io.axoniq.axonserver.grpc.command.CommandSubscription;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Routes commands: those with the same routing key to the same handler, each handler getting a
/// part of all keys that its load factor says, and no more at a time than it permits.
final class Commands extends CommandServiceGrpc.CommandServiceImplBase {
  private record Waiting(Command command, StreamObserver<CommandResponse> answer) {}

  /// The handlers of each command name, on a ring of hashes.
  private final Map<String, NavigableMap<Long, Handler>> rings = new HashMap<>();

  private final Map<String, Integer> handled = new HashMap<>();

  /// Subscriptions that came and are not known yet; null if they are known at once.
  private @Nullable List<Runnable> held;

  synchronized Map<String, Integer> handled() {
    return Map.copyOf(handled);
  }

  synchronized void holdSubscriptions() {
    held = new ArrayList<>();
  }

  synchronized void releaseSubscriptions() {
    List<Runnable> waiting = held == null ? List.of() : held;
    held = null;
    waiting.forEach(Runnable::run);
  }

  @Override
  public synchronized void dispatch(Command command, StreamObserver<CommandResponse> answer) {
    mayBeGone(answer);
    Handler handler = handler(FakeAxonServer.CONTEXT.get() + "/" + command.getName(), command);
    if (handler == null) {
      answer.onNext(failed(command, "AXONIQ-4000", "No Handler for command: " + command.getName()));
      answer.onCompleted();
      return;
    }
    handled.merge(handler.client, 1, Integer::sum);
    handler.waiting.add(new Waiting(command, answer));
    handler.send();
  }

  private @Nullable Handler handler(String name, Command command) {
    NavigableMap<Long, Handler> ring = rings.get(name);
    if (ring == null || ring.isEmpty()) {
      return null;
    }
    String key =
        command.getProcessingInstructionsList().stream()
            .filter(it -> it.getKey() == ProcessingKey.ROUTING_KEY)
            .map(it -> it.getValue().getTextValue())
            .findFirst()
            .orElse(command.getMessageIdentifier());
    Map.Entry<Long, Handler> next = ring.ceilingEntry(hash(key));
    return (next == null ? ring.firstEntry() : next).getValue();
  }

  private static long hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
  }

  private static CommandResponse failed(Command command, String code, String message) {
    return CommandResponse.newBuilder()
        .setRequestIdentifier(command.getMessageIdentifier())
        .setMessageIdentifier(UUID.randomUUID().toString())
        .setErrorCode(code)
        .setErrorMessage(ErrorMessage.newBuilder().setErrorCode(code).setMessage(message))
        .build();
  }

  @Override
  public StreamObserver<CommandProviderOutbound> openStream(
      StreamObserver<CommandProviderInbound> client) {
    mayBeGone(client);
    return new Handler(FakeAxonServer.CONTEXT.get(), client);
  }

  /// Without this, what is sent to a client that is gone is a failure of whoever sends it, another
  /// client's call.
  private static void mayBeGone(StreamObserver<?> client) {
    ((ServerCallStreamObserver<?>) client).setOnCancelHandler(() -> {});
  }

  private final class Handler implements StreamObserver<CommandProviderOutbound> {
    private final String context;
    private final StreamObserver<CommandProviderInbound> stream;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Waiting> sent = new HashMap<>();
    private String client = "";
    private long permits;

    Handler(String context, StreamObserver<CommandProviderInbound> stream) {
      this.context = context;
      this.stream = stream;
    }

    @Override
    public void onNext(CommandProviderOutbound message) {
      synchronized (Commands.this) {
        if (held != null && message.hasSubscribe()) {
          held.add(() -> take(message));
        } else {
          take(message);
        }
      }
    }

    private void take(CommandProviderOutbound message) {
      synchronized (Commands.this) {
        switch (message.getRequestCase()) {
          case SUBSCRIBE -> subscribe(message.getSubscribe());
          case UNSUBSCRIBE -> ring(message.getUnsubscribe()).values().removeIf(it -> it == this);
          case FLOW_CONTROL -> {
            permits += message.getFlowControl().getPermits();
            send();
          }
          case COMMAND_RESPONSE -> {
            CommandResponse response = message.getCommandResponse();
            Waiting asked = sent.remove(response.getRequestIdentifier());
            if (asked != null) {
              asked.answer().onNext(response);
              asked.answer().onCompleted();
            }
          }
          case ACK, REQUEST_NOT_SET -> {}
        }
        if (!message.getInstructionId().isEmpty()) {
          stream.onNext(
              CommandProviderInbound.newBuilder()
                  .setAck(
                      InstructionAck.newBuilder()
                          .setInstructionId(message.getInstructionId())
                          .setSuccess(true))
                  .build());
        }
      }
    }

    private void subscribe(CommandSubscription subscription) {
      client = subscription.getClientId();
      int load = subscription.getLoadFactor() == 0 ? 100 : subscription.getLoadFactor();
      for (int i = 0; i < load; i++) {
        ring(subscription).put(hash(client + i), this);
      }
    }

    private NavigableMap<Long, Handler> ring(CommandSubscription subscription) {
      return rings.computeIfAbsent(context + "/" + subscription.getCommand(), _ -> new TreeMap<>());
    }

    private void send() {
      while (permits > 0 && !waiting.isEmpty()) {
        permits--;
        Waiting next = waiting.poll();
        sent.put(next.command().getMessageIdentifier(), next);
        stream.onNext(CommandProviderInbound.newBuilder().setCommand(next.command()).build());
      }
    }

    @Override
    public void onError(Throwable failure) {
      leave();
    }

    @Override
    public void onCompleted() {
      leave();
      stream.onCompleted();
    }

    private void leave() {
      synchronized (Commands.this) {
        rings.values().forEach(ring -> ring.values().removeIf(it -> it == this));
        List<Waiting> lost = new ArrayList<>(sent.values());
        lost.addAll(waiting);
        sent.clear();
        waiting.clear();
        for (Waiting one : lost) {
          one.answer().onNext(failed(one.command(), "AXONIQ-4001", "Connection to handler lost"));
          one.answer().onCompleted();
        }
      }
    }
  }
}
