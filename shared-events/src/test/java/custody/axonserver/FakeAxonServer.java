package custody.axonserver;

import com.google.protobuf.Empty;
import io.axoniq.axonserver.grpc.InstructionAck;
import io.axoniq.axonserver.grpc.admin.ContextAdminServiceGrpc;
import io.axoniq.axonserver.grpc.admin.ContextOverview;
import io.axoniq.axonserver.grpc.control.ClientIdentification;
import io.axoniq.axonserver.grpc.control.NodeInfo;
import io.axoniq.axonserver.grpc.control.PlatformInboundInstruction;
import io.axoniq.axonserver.grpc.control.PlatformInfo;
import io.axoniq.axonserver.grpc.control.PlatformOutboundInstruction;
import io.axoniq.axonserver.grpc.control.PlatformServiceGrpc;
import io.axoniq.axonserver.grpc.event.Event;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stands in for Axon Server where Axon's connector is the client: contexts, event store, command
/// routing, control channel. As in the real one, an unknown context is accepted in silence, a place
/// in a stream is taken once (AXONIQ-2000), event ids are not looked at, and what was acknowledged
/// is on the disk.
///
/// Run in a process of its own: `java -cp ... custody.axonserver.FakeAxonServer <port>
/// <directory>`.
public final class FakeAxonServer implements AutoCloseable {
  static final Context.Key<String> CONTEXT = Context.key("context");
  static final Metadata.Key<String> ERROR_CODE =
      Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> CONTEXT_HEADER =
      Metadata.Key.of("AxonIQ-Context", Metadata.ASCII_STRING_MARSHALLER);

  /// What happens to one append, instead of an answer.
  public enum Fault {
    /// It is stored, but the answer gets lost.
    LOSE_ANSWER,
    /// It never arrives.
    LOSE_REQUEST
  }

  private final Path directory;
  private final Set<String> contexts = ConcurrentHashMap.newKeySet();
  private final Map<String, History> histories = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Function<List<Event>, @Nullable Fault>> faults =
      new AtomicReference<>();
  private int port;
  private Server server;
  private Commands commands = new Commands();

  /// Starts it on any free port, with a context `default`.
  ///
  /// @param directory where the events are kept
  public FakeAxonServer(Path directory) {
    this(0, directory);
  }

  public FakeAxonServer(int port, Path directory) {
    this.directory = directory;
    contexts.add("default");
    server = start(port);
    this.port = server.getPort();
  }

  public static void main(String[] args) throws InterruptedException {
    FakeAxonServer server = new FakeAxonServer(Integer.parseInt(args[0]), Path.of(args[1]));
    System.out.println("Something like Axon Server listens on port " + server.port);
    server.server.awaitTermination();
  }

  public String address() {
    return "localhost:" + port;
  }

  public void createContext(String name) {
    contexts.add(name);
  }

  /// What is stored in a context, in order.
  public List<Event> events(String context) {
    return history(context).all();
  }

  /// Asked for each append, with its events, on the thread that would store it.
  public void onAppend(Function<List<Event>, @Nullable Fault> fault) {
    faults.set(fault);
  }

  public void noFaults() {
    faults.set(null);
  }

  /// From now on, until it is killed, it is slow to learn which commands a client takes.
  public void holdSubscriptions() {
    commands.holdSubscriptions();
  }

  public void releaseSubscriptions() {
    commands.releaseSubscriptions();
  }

  /// How many commands each client was given, by its id.
  public Map<String, Integer> commandsHandled() {
    return commands.handled();
  }

  /// As if killed: connections break, what was acknowledged is on the disk.
  public void kill() {
    server.shutdownNow();
    await();
    histories.values().forEach(History::close);
    histories.clear();
    commands = new Commands();
  }

  /// On the same port, with what is on the disk.
  public void startAgain() {
    server = start(port);
  }

  @Override
  public void close() {
    kill();
  }

  private void await() {
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Server start(int port) {
    try {
      return NettyServerBuilder.forAddress(new InetSocketAddress("localhost", port))
          .permitKeepAliveTime(1, TimeUnit.MILLISECONDS)
          .permitKeepAliveWithoutCalls(true)
          .intercept(new ContextOfCall())
          .addService(new Platform())
          .addService(new ContextAdmin())
          .addService(new EventStore(this::history, faults))
          .addService(commands)
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private History history(String context) {
    return histories.computeIfAbsent(
        context, name -> new History(directory.resolve(name + ".events")));
  }

  private static final class ContextOfCall implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String context = headers.get(CONTEXT_HEADER);
      return Contexts.interceptCall(
          Context.current().withValue(CONTEXT, context == null ? "default" : context),
          call,
          headers,
          next);
    }
  }

  private final class Platform extends PlatformServiceGrpc.PlatformServiceImplBase {
    @Override
    public void getPlatformServer(
        ClientIdentification client, StreamObserver<PlatformInfo> answer) {
      answer.onNext(
          PlatformInfo.newBuilder()
              .setPrimary(NodeInfo.newBuilder().setHostName("localhost").setGrpcPort(port))
              .setSameConnection(true)
              .build());
      answer.onCompleted();
    }

    @Override
    public StreamObserver<PlatformInboundInstruction> openStream(
        StreamObserver<PlatformOutboundInstruction> client) {
      return new StreamObserver<>() {
        @Override
        public synchronized void onNext(PlatformInboundInstruction instruction) {
          if (!instruction.getInstructionId().isEmpty()) {
            client.onNext(
                PlatformOutboundInstruction.newBuilder()
                    .setAck(
                        InstructionAck.newBuilder()
                            .setInstructionId(instruction.getInstructionId())
                            .setSuccess(true))
                    .build());
          }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {
          client.onCompleted();
        }
      };
    }
  }

  private final class ContextAdmin extends ContextAdminServiceGrpc.ContextAdminServiceImplBase {
    @Override
    public void getContexts(Empty all, StreamObserver<ContextOverview> answer) {
      contexts.forEach(name -> answer.onNext(ContextOverview.newBuilder().setName(name).build()));
      answer.onCompleted();
    }
  }
}
