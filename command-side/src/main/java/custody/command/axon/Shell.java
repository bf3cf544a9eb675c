package custody.command.axon;

import static java.util.stream.Collectors.toSet;

import custody.command.Aside;
import custody.command.Command;
import custody.command.Context;
import custody.command.Decider;
import custody.command.Decision;
import custody.command.Facts;
import custody.command.Guard;
import custody.command.Identity;
import custody.command.Outcome;
import custody.command.Policy;
import custody.command.Receipt;
import custody.command.Rejection;
import custody.command.Request;
import custody.command.axon.EventSourced.Past;
import custody.command.duplicate.Duplicates;
import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.Recorded;
import custody.contract.UuidV7;
import custody.store.Alongside;
import custody.store.Answer;
import custody.store.Claim;
import custody.store.Holding;
import custody.store.Likeness;
import custody.store.SubjectKeys;
import custody.store.Turn;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/// Handles every command of one kind of aggregate: loads the stream, lets the decider decide on
/// it, and hands events, claims and answer to the append.
final class Shell<S, A extends EventSourced<S>>
    implements MessageHandler<CommandMessage<?>>, SubjectKeys.Remembering {
  /// What all shells share.
  ///
  /// @param facts looks up what the commands of one submission ask about
  /// @param guard says whether a command is allowed
  /// @param hints takes out of refusals what the caller must not learn
  record Tools(
      EventStore events,
      Duplicates duplicates,
      Supplier<Function<Command, Facts>> facts,
      Guard guard,
      Hints hints,
      Policy policy,
      Clock clock) {}

  private final String type;
  private final Repository<A> repository;
  private final LeastRecentlyUsed cache;
  private final Function<String, A> constructor;
  private final Decider<S> decider;
  private final Tools tools;

  /// @param type the name of this kind of aggregate in the store
  /// @param cache the repository's, for this kind of aggregate only
  Shell(
      String type,
      Repository<A> repository,
      LeastRecentlyUsed cache,
      Function<String, A> constructor,
      Decider<S> decider,
      Tools tools) {
    this.type = type;
    this.repository = repository;
    this.cache = cache;
    this.constructor = constructor;
    this.decider = decider;
    this.tools = tools;
  }

  @Override
  public List<Outcome> handle(CommandMessage<?> message) throws Exception {
    Submission submission = (Submission) message.getPayload();
    String id = submission.stream().toString();
    Aggregate<A> aggregate =
        submission.fresh()
            ? repository.newInstance(() -> constructor.apply(id))
            : repository.loadOrCreate(id, () -> constructor.apply(id));
    return aggregate.invoke(root -> handle(submission, root));
  }

  /// What is in memory of it may be erased meanwhile; it is read anew when it is needed.
  @Override
  public void forget(UUID stream) {
    cache.remove(stream.toString());
  }

  @Override
  public void forgetAll() {
    cache.removeAll();
  }

  private List<Outcome> handle(Submission submission, A root) {
    complete(submission, root);
    Past<S> before = root.past();
    Plan plan = new Plan(submission, before);
    submission.requests().forEach(plan::add);
    boolean nothing = before.version() == 0 && (submission.rehearsal() || plan.isEmpty());
    String id = submission.stream().toString();
    CurrentUnitOfWork.get()
        .onCleanup(
            _ -> {
              if (nothing) {
                cache.remove(id);
              } else {
                cache.weigh(id, root.past().weight(decider.aside()));
              }
            });
    if (plan.restsOnMemoryAlone()) {
      ensureCurrent(submission.stream(), before.version());
    }
    List<Outcome> outcomes =
        submission.rehearsal() ? plan.outcomes(List.of()) : plan.carryOut(root);
    trim(submission, root);
    return outcomes;
  }

  /// Reads what was left aside, if one of the commands asks about it.
  private void complete(Submission submission, A root) {
    Aside<S> aside = decider.aside();
    Past<S> known = root.past();
    if (aside != null && lacks(aside, known.state(), submission)) {
      root.become(
          Past.of(
              decider,
              tools
                  .events()
                  .readEvents(submission.stream().toString())
                  .asStream()
                  .takeWhile(message -> message.getSequenceNumber() < known.version())
                  .toList()));
    }
  }

  /// Forgets what few commands ask about, unless these did: the next ones may be alike.
  private void trim(Submission submission, A root) {
    Aside<S> aside = decider.aside();
    if (aside != null) {
      Past<S> trimmed = root.past().trimmed(aside);
      if (!lacks(aside, trimmed.state(), submission)) {
        root.become(trimmed);
      }
    }
  }

  private static <S> boolean lacks(Aside<S> aside, S state, Submission submission) {
    for (Request request : submission.requests()) {
      for (Command command : request.commands()) {
        if (aside.lacks(state, command, Context.stated(command, request.envelope()))) {
          return true;
        }
      }
    }
    return false;
  }

  private void ensureCurrent(UUID stream, long version) {
    String id = stream.toString();
    long stored = tools.events().lastSequenceNumberFor(id).map(last -> last + 1).orElse(0L);
    if (stored != version && !(version == 0 && isOfAnotherType(id))) {
      throw new BehindException();
    }
  }

  /// A customer's id where a rep's should be, or the other way round: no such rep or customer.
  private boolean isOfAnotherType(String id) {
    DomainEventStream stream = tools.events().readEvents(id);
    return stream.hasNext() && !stream.next().getType().equals(type);
  }

  /// What is to happen, decided on the evolving state, before anything does.
  private final class Plan {
    private final Submission submission;
    private final Past<S> before;
    private final Function<Command, Facts> facts = tools.facts().get();
    private final List<Step> steps = new ArrayList<>();
    private final Set<Claim> turns = new HashSet<>();
    private final IdentityHashMap<Past<S>, Set<Identity>> identities = new IdentityHashMap<>();
    private Past<S> after;

    /// One request's part.
    private record Step(
        List<Planned> events, @Nullable UUID created, @Nullable Rejection refused) {}

    private record Planned(Event event, Envelope envelope) {}

    Plan(Submission submission, Past<S> before) {
      this.submission = submission;
      this.before = before;
      this.after = before;
    }

    boolean isEmpty() {
      return steps.stream().allMatch(step -> step.events().isEmpty());
    }

    /// A refusal or a "nothing to do" must not come from a state that is behind; events need no
    /// check, their append would conflict.
    boolean restsOnMemoryAlone() {
      return !submission.fresh()
          && steps.stream().anyMatch(step -> step.refused() != null || step.events().isEmpty())
          && isEmpty();
    }

    void add(Request request) {
      Rejection refused = refused(request);
      if (refused != null) {
        steps.add(new Step(List.of(), null, refused));
        return;
      }
      Past<S> state = after;
      List<Planned> planned = new ArrayList<>();
      UUID created = null;
      for (Command command : request.commands()) {
        Context context = context(command, request.envelope(), state);
        switch (decider.decide(state.state(), command, context)) {
          case Decision.Rejected(Rejection rejection) -> {
            steps.add(new Step(List.of(), null, veiled(rejection, request)));
            return;
          }
          case Decision.Accepted accepted -> {
            Envelope envelope = request.envelope().effectiveAt(stated(command, request.envelope()));
            Turn turn = context.facts().turn();
            if (turn != null) {
              turns.addAll(turn.claims());
            }
            for (Event event : accepted.events()) {
              planned.add(new Planned(event, envelope));
              state = state.with(decider, provisional(state, context.now(), envelope, event));
            }
            if (accepted.created() != null) {
              created = accepted.created().value();
            }
          }
        }
      }
      Rejection duplicate = duplicate(after, state);
      if (duplicate == null) {
        after = state;
        steps.add(new Step(planned, created, null));
      } else {
        steps.add(new Step(List.of(), null, veiled(duplicate, request)));
      }
    }

    /// Before anything else is looked at: even a version that does not match would say that there
    /// is one. Judged by what was so before the request; whoever may register may say the rest of
    /// it in the same breath.
    private @Nullable Rejection refused(Request request) {
      for (Command command : request.commands()) {
        Instant now = now(after);
        Guard.Verdict verdict =
            tools
                .guard()
                .judge(
                    request.authority(),
                    request.envelope().actor(),
                    command,
                    decider.standing(after.state(), command, now),
                    now);
        switch (verdict) {
          case ALLOWED -> {}
          case FORBIDDEN -> {
            return Guard.NOT_ALLOWED;
          }
          case HIDDEN -> {
            return asIfNotThere(command, request.envelope());
          }
        }
        if (after.version() == 0) {
          break;
        }
      }
      Long expected = request.expectedVersion();
      if (expected == null || expected == after.version()) {
        return null;
      }
      Rejection unknown =
          after.version() == 0
              ? asIfNotThere(request.commands().getFirst(), request.envelope())
              : Guard.NOT_ALLOWED;
      return unknown.sort() == Rejection.Sort.NOT_FOUND
          ? unknown
          : Rejection.stale(after.version());
    }

    private Rejection asIfNotThere(Command command, Envelope envelope) {
      Past<S> nothing = Past.none(decider);
      return switch (decider.decide(
          nothing.state(), command, context(command, envelope, nothing))) {
        case Decision.Rejected(Rejection rejection)
            when rejection.sort() == Rejection.Sort.NOT_FOUND ->
            rejection;
        case Decision.Rejected _, Decision.Accepted _ ->
            Guard.NOT_ALLOWED; // it would begin something
      };
    }

    private Rejection veiled(Rejection rejection, Request request) {
      return tools
          .hints()
          .veiled(rejection, request.authority(), request.envelope().actor(), now(after));
    }

    private Instant now(Past<S> state) {
      Instant clock = tools.clock().instant().truncatedTo(ChronoUnit.MICROS);
      return clock.isBefore(state.lastRecordedAt()) ? state.lastRecordedAt() : clock;
    }

    private Context context(Command command, Envelope envelope, Past<S> state) {
      return Context.of(
          command,
          now(state),
          envelope.effectiveAt(stated(command, envelope)),
          tools.policy(),
          facts.apply(command));
    }

    private @Nullable Instant stated(Command command, Envelope envelope) {
      Instant stated = Context.stated(command, envelope);
      return stated == null ? null : stated.truncatedTo(ChronoUnit.MICROS);
    }

    private Recorded provisional(Past<S> state, Instant now, Envelope envelope, Event event) {
      return new Recorded(
          state.version(),
          UuidV7.create(),
          submission.stream(),
          state.version(),
          now,
          envelope,
          event);
    }

    private @Nullable Rejection duplicate(Past<S> from, Past<S> to) {
      Map<Claim, Identity> gained = new HashMap<>();
      Set<Identity> held = identities(from);
      for (Identity identity : identities(to)) {
        if (identity.exclusive() && !held.contains(identity)) {
          gained.put(tools.duplicates().claim(identity), identity);
        }
      }
      Map<Claim, UUID> taken =
          submission.rehearsal() && !gained.isEmpty()
              ? tools.duplicates().holders(gained.keySet())
              : submission.taken();
      for (Map.Entry<Claim, Identity> entry : gained.entrySet()) {
        UUID holder = taken.get(entry.getKey());
        if (holder != null && !holder.equals(submission.stream())) {
          return Duplicates.certain(entry.getValue(), holder);
        }
      }
      return null;
    }

    /// As of the last event: exactly what was claimed when it was recorded.
    private Set<Identity> identities(Past<S> past) {
      return past.version() == 0
          ? Set.of()
          : identities.computeIfAbsent(
              past, it -> decider.identities(it.state(), it.lastRecordedAt()));
    }

    /// @param recognised with what it is recognised by, each of which is hashed
    private Set<Claim> claims(Past<S> past, boolean recognised) {
      Set<Claim> claims =
          recognised
              ? identities(past).stream().map(tools.duplicates()::claim).collect(toSet())
              : new HashSet<>();
      holdings(past).forEach(holding -> claims.add(holding.claim()));
      return claims;
    }

    private Set<Holding> holdings(Past<S> past) {
      return past.version() == 0
          ? Set.of()
          : decider.holdings(past.state(), submission.stream(), past.lastRecordedAt());
    }

    List<Outcome> carryOut(A root) {
      if (isEmpty()) {
        return outcomes(List.of());
      }
      List<List<UUID>> ids = new ArrayList<>();
      for (Step step : steps) {
        ids.add(
            step.events().stream()
                .map(planned -> root.apply(planned.event(), planned.envelope()))
                .toList());
      }
      List<Outcome> outcomes = outcomes(ids);
      // Most events do not change how it is recognised: then nothing is hashed.
      boolean recognised = !identities(before).equals(identities(after));
      Set<Claim> had = claims(before, recognised);
      Set<Claim> has = claims(after, recognised);
      // What others may share stays with the first who has it.
      has.removeIf(claim -> !had.contains(claim) && submission.taken().containsKey(claim));
      has.addAll(turns);
      new Alongside(without(has, had), without(had, has), likeness(), answer(outcomes))
          .attachTo(CurrentUnitOfWork.get());
      return outcomes;
    }

    private static Set<Claim> without(Set<Claim> claims, Set<Claim> others) {
      Set<Claim> left = new HashSet<>(claims);
      left.removeAll(others);
      return left;
    }

    private @Nullable Likeness likeness() {
      Optional<String> was = decider.name(before.state(), after.lastRecordedAt());
      Optional<String> is = decider.name(after.state(), after.lastRecordedAt());
      return was.equals(is)
          ? null
          : new Likeness(
              submission.stream(),
              is.map(name -> tools.duplicates().signature(type, name)).orElse(Set.of()));
    }

    private @Nullable Answer answer(List<Outcome> outcomes) {
      Submission.AnswerKey key = submission.answer();
      return key != null && outcomes.getFirst() instanceof Outcome.Accepted(Receipt receipt)
          ? key.answer(receipt)
          : null;
    }

    /// @param ids of the recorded events, per step; none in a rehearsal
    List<Outcome> outcomes(List<List<UUID>> ids) {
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        outcomes.add(
            step.refused() != null
                ? new Outcome.Rejected(step.refused())
                : new Outcome.Accepted(
                    new Receipt(
                        submission.stream(),
                        after.version(),
                        ids.isEmpty() ? List.of() : ids.get(i),
                        step.created())));
      }
      return outcomes;
    }
  }
}
