package custody.command.axon;

import custody.command.Command;
import custody.command.Facts;
import custody.command.Facts.Alike;
import custody.command.RepStanding;
import custody.command.axon.EventSourced.Past;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.duplicate.Duplicates;
import custody.command.merge.MergeCommand.MergeInto;
import custody.command.ownership.OwnershipCommand;
import custody.command.profile.Profile;
import custody.command.profile.ProfileCommand.Register;
import custody.command.profile.Recognition;
import custody.command.rep.Rep;
import custody.command.rep.RepDecider;
import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.CustomerId;
import custody.contract.Event;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.Rule.PoolLimits;
import custody.store.SubjectKeys;
import custody.store.Turn;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/// Looks up what a decision asks beyond its own stream.
///
/// Reps are read beside their aggregates: a decision about a customer must not wait for a rep's
/// lock. The stream's version is asked anew for each submission, because nothing would conflict if
/// a rep known to be active had left meanwhile, in another process.
final class FactFinder implements Supplier<Function<Command, Facts>>, SubjectKeys.Remembering {
  private static final RepDecider REP = new RepDecider();

  private final EventStore events;
  private final Duplicates duplicates;
  private final Set<String> uniqueFields;
  private final Loads loads;
  private final Clock clock;
  private final Map<RepId, Past<Rep>> reps = new ConcurrentHashMap<>();

  /// Most commands of a moment are about the same few reps.
  private final Rounds<RepId, Long> versions;

  /// @param uniqueFields the fields that no two customers may share
  FactFinder(
      EventStore events,
      Duplicates duplicates,
      Set<String> uniqueFields,
      Loads loads,
      Clock clock) {
    this.clock = clock;
    this.events = events;
    this.duplicates = duplicates;
    this.uniqueFields = Set.copyOf(uniqueFields);
    this.loads = loads;
    this.versions =
        new Rounds<>(
            id -> events.lastSequenceNumberFor(id.toString()).map(last -> last + 1).orElse(0L));
  }

  /// For one submission: its commands are decided at one time, so each rep is asked about once.
  @Override
  public Function<Command, Facts> get() {
    Map<RepId, Optional<RepStanding>> asked = new HashMap<>();
    return command -> {
      List<PoolLimits> limits =
          command instanceof OwnershipCommand.Claim ? loads.limits() : List.of();
      return new Facts(
          standings(command, asked),
          command instanceof Register register ? alike(register) : List.of(),
          limits,
          command instanceof OwnershipCommand.Claim claim ? loads.load(claim.by(), limits) : null,
          command instanceof MergeInto merge ? other(merge.into()) : null,
          command instanceof VoidEvent voiding ? said(voiding) : null);
    };
  }

  @Override
  public void forget(UUID stream) {
    reps.remove(new RepId(stream));
  }

  @Override
  public void forgetAll() {
    reps.clear();
  }

  private Map<RepId, RepStanding> standings(
      Command command, Map<RepId, Optional<RepStanding>> asked) {
    Map<RepId, RepStanding> standings = new HashMap<>();
    for (RepId id : command.reps()) {
      asked
          .computeIfAbsent(id, it -> Optional.ofNullable(rep(it)))
          .ifPresent(rep -> standings.put(id, rep));
    }
    return standings;
  }

  private List<Alike> alike(Register command) {
    if (command.despiteLikely()) {
      return List.of();
    }
    List<Alike> alike =
        new ArrayList<>(duplicates.sharing(Recognition.likely(command.fields(), uniqueFields)));
    Profile.name(command.fields()).map(duplicates::alike).ifPresent(alike::addAll);
    // Who is certainly the same is refused by the append, which says more.
    return alike.isEmpty() || duplicates.isKnown(Recognition.certain(command, uniqueFields))
        ? List.of()
        : alike;
  }

  /// Null if the customer has no such event by now.
  private @Nullable Event said(VoidEvent command) {
    return history(command.customer()).stream()
        .filter(it -> it.eventId().equals(command.event()))
        .map(Recorded::event)
        .findFirst()
        .orElse(null);
  }

  private List<Recorded> history(CustomerId id) {
    List<Recorded> history = new ArrayList<>();
    DomainEventStream stream = events.readEvents(id.toString());
    while (stream.hasNext()) {
      DomainEventMessage<?> message = stream.next();
      if (message.getPayload() instanceof CustomerEvent event) {
        history.add(EventSourced.recorded(event, message));
      }
    }
    return history;
  }

  /// Null if there is no such customer by now.
  private Facts.@Nullable Other other(CustomerId id) {
    Turn turn = loads.merge();
    List<Recorded> history = history(id);
    CustomerAt now = CustomerAt.of(history, clock.instant(), Instant.MAX);
    return now.kind() == null ? null : new Facts.Other(now.mergedInto(), turn);
  }

  /// Null if there is no such rep.
  @Nullable RepStanding rep(RepId id) {
    Past<Rep> past = reps.getOrDefault(id, Past.none(REP));
    long version = versions.ask(id);
    if (version > past.version()) {
      past = read(id, past);
      if (past.version() > 0) {
        reps.put(id, past);
      }
    }
    return past.state().exists() ? past.state() : null;
  }

  private Past<Rep> read(RepId id, Past<Rep> known) {
    Past<Rep> past = known;
    DomainEventStream stream = events.readEvents(id.toString(), known.version());
    while (stream.hasNext()) {
      DomainEventMessage<?> message = stream.next();
      if (message.getPayload() instanceof RepEvent event) {
        past = past.with(REP, EventSourced.recorded(event, message));
      }
    }
    return past;
  }
}
