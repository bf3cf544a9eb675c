package custody.command.axon;

import com.github.benmanes.caffeine.cache.Cache;
import custody.access.AccessNotices;
import custody.command.Command;
import custody.command.Commands;
import custody.command.CustomerCommand;
import custody.command.Outcome;
import custody.command.Receipt;
import custody.command.Rejection;
import custody.command.Request;
import custody.command.axon.Submission.AnswerKey;
import custody.command.erasure.ErasureCommand;
import custody.command.handover.HandoverCommand;
import custody.command.profile.ProfileCommand.Register;
import custody.command.rep.RepCommand;
import custody.command.rule.RuleCommand;
import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.service.Caches;
import custody.service.Caller;
import custody.store.Answer;
import custody.store.AnsweredAlreadyException;
import custody.store.Answers;
import custody.store.Claim;
import custody.store.ClaimTakenException;
import custody.store.KeyedHash;
import custody.store.Lookups;
import custody.store.OutcomeUnknownException;
import custody.store.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.axonframework.axonserver.connector.AxonServerException;
import org.axonframework.axonserver.connector.command.AxonServerCommandDispatchException;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/// Sends commands over Axon's bus, again where that may help, and once only where the caller says
/// what once is.
final class CommandsOnAxon implements Commands {
  /// Names of the aggregates, on the bus as in the store.
  static final String CUSTOMER = "customer";
  static final String REP = "rep";
  static final String RULE = "rule";
  static final String HANDOVER = "handover";
  static final String ERASURE = "erasure";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  /// The store is done much earlier, one way or the other.
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final int REMEMBERED_KEYS = 20_000;

  private static final Rejection CONFLICT =
      Rejection.conflict(
          "conflict", "Others are changing the same at this moment. Nothing changed; try again.");

  private final CommandBus bus;
  private final Lookups lookups;
  private final Answers answers;
  private final KeyedHash hash;
  private final MeterRegistry meters;
  private final int attempts;
  private final AccessNotices notices;
  private final BiPredicate<CustomerId, Caller> sight;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

  /// What is timed by name; to look the timer up by its tags costs more than to record.
  private record Ended(Class<?> command, String outcome) {}

  private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();

  /// Who repeats a request does so soon, and most likely here: then the answer is looked up at
  /// once, instead of failing an append and with it, for the moment, the group it is in.
  private final Cache<String, Boolean> answeredHere =
      Caches.builder().maximumSize(REMEMBERED_KEYS).build();

  CommandsOnAxon(
      CommandBus bus,
      Lookups lookups,
      Answers answers,
      KeyedHash hash,
      MeterRegistry meters,
      AccessNotices notices,
      int attempts,
      BiPredicate<CustomerId, Caller> sight) {
    this.bus = bus;
    this.lookups = lookups;
    this.answers = answers;
    this.hash = hash;
    this.meters = meters;
    this.notices = notices;
    this.attempts = attempts;
    this.sight = sight;
  }

  @Override
  public Outcome send(Request request) {
    Request.Idempotency idempotency = request.idempotency();
    return measured(
            List.of(request),
            () ->
                List.of(
                    idempotency == null
                        ? submit(List.of(request), false, null).getFirst()
                        : sendOnce(request, key(request, idempotency))))
        .getFirst();
  }

  @Override
  public List<Outcome> sendEach(List<Request> requests) {
    check(requests);
    return measured(requests, () -> submit(requests, false, null));
  }

  @Override
  public List<Outcome> rehearse(List<Request> requests) {
    check(requests);
    return submit(requests, true, null);
  }

  @Override
  public boolean sees(CustomerId customer, Caller caller) {
    return sight.test(customer, caller);
  }

  private static void check(List<Request> requests) {
    if (requests.stream().map(Request::stream).distinct().count() != 1
        || requests.stream().anyMatch(request -> request.idempotency() != null)
        || requests.stream().skip(1).anyMatch(request -> request.expectedVersion() != null)) {
      throw new IllegalArgumentException(
          "one stream, a version only for the first, no idempotency keys");
    }
  }

  private AnswerKey key(Request request, Request.Idempotency idempotency) {
    return new AnswerKey(
        hex("idempotency-key", request.envelope().actor() + "\n" + idempotency.key()),
        hex("idempotent-request", idempotency.request()));
  }

  private String hex(String purpose, String text) {
    return HexFormat.of().formatHex(hash.of(purpose, text));
  }

  private Outcome sendOnce(Request request, AnswerKey key) {
    if (!inFlight.add(key.key())) {
      return new Outcome.Rejected(
          Rejection.conflict(
              "idempotency-key-in-flight",
              "A request with this key is being worked on; ask again in a moment."));
    }
    try {
      if (answeredHere.getIfPresent(key.key()) != null) {
        Optional<Outcome> earlier = answered(key);
        if (earlier.isPresent()) {
          return stillEntitled(request, earlier.get());
        }
      }
      // Nearly all requests are new. That one is not, its append would say, being refused for the
      // key; so nothing is asked before.
      Outcome outcome = submit(List.of(request), false, key).getFirst();
      answeredHere.put(key.key(), true);
      return switch (outcome) {
        case Outcome.Accepted(Receipt receipt) ->
            !receipt.events().isEmpty() || answers.keep(key.answer(receipt))
                ? outcome
                : answered(key).orElse(outcome);
        // It may be the echo of this very request.
        case Outcome.Rejected _ ->
            answered(key).map(earlier -> stillEntitled(request, earlier)).orElse(outcome);
      };
    } finally {
      inFlight.remove(key.key());
    }
  }

  /// What was answered once is told again to those only who still see what it is about.
  private Outcome stillEntitled(Request request, Outcome earlier) {
    Request again =
        new Request(request.commands(), request.authority(), request.envelope(), null, null);
    return switch (submit(List.of(again), true, null).getFirst()) {
      case Outcome.Rejected(Rejection now)
          when now.sort() == Rejection.Sort.NOT_FOUND || now.sort() == Rejection.Sort.FORBIDDEN ->
          new Outcome.Rejected(now);
      case Outcome.Rejected _, Outcome.Accepted _ -> earlier;
    };
  }

  private Optional<Outcome> answered(AnswerKey key) {
    return lookups.answer(key.key()).map(answer -> repeated(key, answer));
  }

  private static Outcome repeated(AnswerKey key, Answer answer) {
    return key.isOf(answer)
        ? new Outcome.Accepted(AnswerKey.receipt(answer))
        : new Outcome.Rejected(
            Rejection.invalid(
                "idempotency-key-reused",
                "This key was used for another request; use a new key for each request."));
  }

  private List<Outcome> submit(List<Request> requests, boolean rehearsal, @Nullable AnswerKey key) {
    Map<Claim, UUID> taken = new HashMap<>();
    boolean fresh = !rehearsal && requests.getFirst().commands().getFirst() instanceof Register;
    for (int attempt = 1; attempt <= attempts; ) {
      try {
        return dispatch(new Submission(requests, rehearsal, fresh, taken, key));
      } catch (ClaimTakenException e) {
        // Decided again with this in mind, the request that wants the claim is refused by name.
        if (taken.put(e.claim(), e.holder()) != null) {
          attempt++;
        }
      } catch (ConcurrencyException | AggregateStreamCreationException e) {
        fresh = false;
        meters.counter("custody.commands.retries").increment();
        if (!paused(attempt++)) {
          break;
        }
      } catch (AnsweredAlreadyException e) {
        if (key == null) {
          throw e;
        }
        return List.of(repeated(key, e.answer()));
      }
    }
    return requests.stream().<Outcome>map(_ -> new Outcome.Rejected(CONFLICT)).toList();
  }

  /// Longer each time, and never alike for two that collided.
  ///
  /// @return false if the thread is asked to stop
  private static boolean paused(int attempt) {
    long ceiling =
        Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(attempt, 20));
    try {
      Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(ceiling)));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<Outcome> dispatch(Submission submission) {
    Command first = submission.requests().getFirst().commands().getFirst();
    FutureCallback<Submission, Object> callback = new FutureCallback<>();
    bus.dispatch(
        new GenericCommandMessage<>(new GenericMessage<>(submission), aggregate(first)), callback);
    var result = callback.getResult(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    if (!result.isExceptional()) {
      return outcomes(result.getPayload());
    }
    Throwable failure = result.exceptionResult();
    throw switch (failure instanceof CompletionException ? failure.getCause() : failure) {
      case NoHandlerForCommandException e ->
          new StoreUnavailableException("no command side takes commands from Axon Server", e);
      case AxonServerException e ->
          new OutcomeUnknownException("the command's answer got lost on the way", e);
      case io.axoniq.axonserver.connector.AxonServerException e ->
          new OutcomeUnknownException("the connection broke before the command was answered", e);
      case AxonServerCommandDispatchException e ->
          new OutcomeUnknownException("the command's answer got lost on the way", e);
      case TimeoutException e ->
          new OutcomeUnknownException("the command was not answered in time", e);
      case RuntimeException e -> e;
      case null, default -> new IllegalStateException("a command failed", failure);
    };
  }

  /// A bus between processes brings a reply; the local one what the shell answered.
  @SuppressWarnings("unchecked")
  private static List<Outcome> outcomes(Object payload) {
    return payload instanceof Reply reply ? reply.orThrow() : (List<Outcome>) payload;
  }

  private static String aggregate(Command command) {
    return switch (command) {
      case CustomerCommand _ -> CUSTOMER;
      case RepCommand _ -> REP;
      case RuleCommand _ -> RULE;
      case HandoverCommand _ -> HANDOVER;
      case ErasureCommand _ -> ERASURE;
      default -> throw new IllegalArgumentException("no aggregate takes " + command.getClass());
    };
  }

  private List<Outcome> measured(List<Request> requests, Supplier<List<Outcome>> work) {
    long start = System.nanoTime();
    List<Outcome> outcomes = work.get();
    if (requests.getFirst().commands().getFirst() instanceof RepCommand) {
      // Before the answer: who has left is refused from then on.
      notices.changed(new Actor(Actor.Kind.REP, requests.getFirst().stream().toString()));
    }
    Duration each = Duration.ofNanos((System.nanoTime() - start) / requests.size());
    for (int i = 0; i < outcomes.size(); i++) {
      Class<?> command = requests.get(i).commands().getFirst().getClass();
      timers.computeIfAbsent(new Ended(command, name(outcomes.get(i))), this::timer).record(each);
    }
    return outcomes;
  }

  private Timer timer(Ended ended) {
    return meters.timer(
        "custody.commands", "command", ended.command().getSimpleName(), "outcome", ended.outcome());
  }

  private static String name(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(Receipt receipt) ->
          receipt.events().isEmpty() ? "unchanged" : "recorded";
      case Outcome.Rejected(Rejection rejection) -> rejection.code();
    };
  }
}
