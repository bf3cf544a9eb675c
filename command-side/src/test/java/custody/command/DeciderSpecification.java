package custody.command;

import static org.assertj.core.api.Assertions.assertThat;

import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.Personal;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.contract.Rule.PoolLimits;
import custody.service.agenda.Limits;
import custody.store.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Given what happened, when a command comes, then this happens. Time is counted in days from
/// {@link #DAY_0}.
public final class DeciderSpecification<S> {
  public static final Instant DAY_0 = Instant.parse("2026-01-01T00:00:00Z");
  public static final UUID STREAM = UUID.fromString("00000000-0000-7000-8000-00000000000a");
  public static final Policy POLICY =
      new Policy(
          new Policy.Span(Duration.ofDays(1000), Duration.ofDays(100)),
          new Policy.Span(Duration.ofDays(30), Duration.ofDays(60)),
          Instant.parse("1900-01-01T00:00:00Z"),
          "public",
          Map.of("north", new Limits(3, 10, Duration.ofDays(20)), "east", Limits.NONE),
          Map.of("A", "#d92d20"));

  private final Decider<S> decider;
  private final Map<RepId, RepStanding> reps = new HashMap<>();
  private final Map<UUID, Event> given = new HashMap<>();
  private List<Facts.Alike> alike = List.of();
  private List<PoolLimits> limits = List.of();
  private Facts.@Nullable Load load;
  private Facts.@Nullable Other other;
  private S state;
  private long sequence;
  private int today;

  private DeciderSpecification(Decider<S> decider) {
    this.decider = decider;
    this.state = decider.initial();
  }

  public static <S> DeciderSpecification<S> of(Decider<S> decider) {
    return new DeciderSpecification<>(decider);
  }

  public static Instant day(int day) {
    return DAY_0.plus(Duration.ofDays(day));
  }

  /// The id of the event given as the n-th, from 0.
  public static UUID eventId(long sequence) {
    return new UUID(0x7000, sequence + 1);
  }

  /// A rep who is active from one day (inclusive) to another (exclusive).
  public DeciderSpecification<S> rep(RepId rep, int from, int to) {
    return rep(rep, from, to, to);
  }

  /// The same, who announces on a day to leave.
  public DeciderSpecification<S> rep(RepId rep, int from, int announced, int to) {
    reps.put(
        rep,
        new RepStanding() {
          @Override
          public boolean leavingAt(Instant time) {
            return activeAt(time) && !time.isBefore(day(announced));
          }

          @Override
          public boolean activeAt(Instant time) {
            return !time.isBefore(day(from)) && time.isBefore(day(to));
          }

          @Override
          public Set<String> teams(Instant since, Instant now) {
            return Set.of();
          }

          @Override
          public boolean departedAt(Instant time) {
            return !time.isBefore(day(to));
          }
        });
    return this;
  }

  public DeciderSpecification<S> alike(CustomerId customer, double likeness) {
    alike = List.of(new Facts.Alike(customer, likeness, "name"));
    return this;
  }

  public DeciderSpecification<S> other(Facts.@Nullable Other other) {
    this.other = other;
    return this;
  }

  /// The rules about pools that hold.
  public DeciderSpecification<S> limits(PoolLimits... limits) {
    this.limits = List.of(limits);
    return this;
  }

  /// What the rep who claims has, and has claimed today.
  public DeciderSpecification<S> load(long held, long claimed) {
    load = new Facts.Load(held, claimed, new Turn(STREAM, 1, 0));
    return this;
  }

  /// Recorded and effective on that day.
  public DeciderSpecification<S> given(int day, Event event) {
    return given(day, day, event);
  }

  public DeciderSpecification<S> given(int recorded, int effective, Event event) {
    today = Math.max(today, recorded);
    state =
        decider.evolve(
            state,
            new Recorded(
                sequence + 1,
                eventId(sequence),
                STREAM,
                sequence,
                day(recorded),
                envelope(Channel.API, "given", day(effective)),
                event));
    given.put(eventId(sequence), event);
    sequence++;
    return this;
  }

  /// The day of the command, if it is not that of the last event.
  public DeciderSpecification<S> today(int day) {
    today = day;
    return this;
  }

  public S state() {
    return state;
  }

  public Then when(Command command) {
    return when(command, envelope(Channel.API, "because", null));
  }

  public Then whenDated(int effective, Command command) {
    return when(command, envelope(Channel.API, "because", day(effective)));
  }

  public Then whenImported(int effective, Command command) {
    return when(command, envelope(Channel.IMPORT, "because", day(effective)));
  }

  /// The command of another user than the one who gave what was given.
  public Then whenAskedBy(Actor actor, Command command) {
    Envelope envelope = envelope(Channel.API, "because", null);
    return when(
        command,
        new Envelope(
            actor, Channel.API, envelope.reason(), null, envelope.correlationId(), null, null));
  }

  public Then whenWithoutReason(Command command) {
    return when(command, envelope(Channel.API, null, null));
  }

  private Then when(Command command, Envelope envelope) {
    return new Then(
        decider.decide(
            state, command, Context.of(command, day(today), envelope, POLICY, facts(command))));
  }

  /// Only what the command says it asks about, as in the shell.
  private Facts facts(Command command) {
    Map<RepId, RepStanding> named = new HashMap<>(reps);
    named.keySet().retainAll(command.reps());
    return new Facts(
        named,
        alike,
        limits,
        load,
        other,
        command instanceof VoidEvent it ? given.get(it.event()) : null);
  }

  public static Envelope envelope(
      Channel channel, @Nullable String reason, @Nullable Instant effectiveAt) {
    return new Envelope(
        new Actor(Actor.Kind.USER, "mia"),
        channel,
        reason == null ? null : Personal.of(reason),
        effectiveAt,
        new UUID(0, 1),
        null,
        null);
  }

  /// What is expected of the decision.
  public record Then(Decision decision) {
    public void then(Event... events) {
      assertThat(decision).isInstanceOf(Decision.Accepted.class);
      assertThat(((Decision.Accepted) decision).events()).containsExactly(events);
    }

    public void thenNothing() {
      assertThat(decision).isEqualTo(Decision.nothing());
    }

    public Rejection thenRejected(String code) {
      assertThat(decision).isInstanceOf(Decision.Rejected.class);
      Rejection rejection = ((Decision.Rejected) decision).rejection();
      assertThat(rejection.code()).isEqualTo(code);
      return rejection;
    }
  }
}
