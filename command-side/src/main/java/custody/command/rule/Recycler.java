package custody.command.rule;

import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Rejection;
import custody.command.Request;
import custody.command.recycling.RecyclingCommand.Recycle;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.Personal;
import custody.contract.Rule.Recycling;
import custody.contract.UuidV7;
import custody.service.agenda.Effect;
import custody.service.agenda.Effect.What;
import custody.service.agenda.Recyclings.Because;
import custody.service.agenda.RuleTimeline;
import custody.service.agenda.RuleVersion;
import custody.service.rights.Authority.Automation;
import custody.store.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes customers back to their pools, as the rules in force say. Doing it again does nothing:
/// whoever was taken back has no owner any more, and every command names the version of the
/// customer that was judged.
final class Recycler {
  private static final Logger log = LoggerFactory.getLogger(Recycler.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PASSES = 3;

  private final Commands commands;
  private final Judgement judgement;
  private final EventLog events;
  private final Clock clock;
  private final MeterRegistry meters;

  Recycler(
      Commands commands, Judgement judgement, EventLog events, Clock clock, MeterRegistry meters) {
    this.commands = commands;
    this.judgement = judgement;
    this.events = events;
    this.clock = clock;
    this.meters = meters;
  }

  /// @throws IllegalStateException if the agenda is too far behind to judge by
  void run() throws InterruptedException {
    if (!judgement.reached(events.head(), PATIENCE)) {
      throw new IllegalStateException("the agenda is behind; recycling waits for it");
    }
    UUID run = UuidV7.create();
    for (RuleTimeline rule : judgement.rules()) {
      RuleVersion version = rule.at(clock.instant());
      if (version != null && version.rule() instanceof Recycling) {
        run(rule, run);
      }
    }
  }

  private void run(RuleTimeline rule, UUID run) throws InterruptedException {
    List<Effect> due = new ArrayList<>();
    Instant now = clock.instant();
    long judged = judgement.all(rule, now, effect -> add(due, effect));
    int recycled = 0;
    for (int pass = 1; !due.isEmpty() && pass <= PASSES; pass++) {
      List<CustomerId> changed = new ArrayList<>();
      for (Effect effect : due) {
        switch (commands.send(request(effect, run))) {
          case Outcome.Accepted _ -> recycled++;
          case Outcome.Rejected(Rejection rejection) -> {
            if (rejection.sort() == Rejection.Sort.STALE) {
              changed.add(Objects.requireNonNull(effect.customer()));
            } else {
              log.info("{} was not taken back: {}", effect.customer(), rejection.code());
            }
          }
        }
      }
      due.clear();
      if (!changed.isEmpty() && judgement.reached(events.head(), PATIENCE)) {
        judgement.some(rule, changed, clock.instant(), effect -> add(due, effect));
      }
    }
    meters.counter("custody.rules.recycled").increment(recycled);
    log.info("Rule {}: {} of {} customers were taken back.", rule.id(), recycled, judged);
  }

  private static void add(List<Effect> due, Effect effect) {
    if (effect.what() == What.RECYCLED) {
      due.add(effect);
    }
  }

  private static Request request(Effect effect, UUID run) {
    RuleVersion rule = effect.rule();
    CustomerId customer = Objects.requireNonNull(effect.customer());
    return new Request(
        List.of(new Recycle(customer, rule.id(), Math.toIntExact(rule.version()), effect.pool())),
        Automation.RULES,
        new Envelope(
            rule.actor(), Channel.RULE, Personal.of(reason(effect)), null, run, null, null),
        effect.version(),
        null);
  }

  private static String reason(Effect effect) {
    Because because = Objects.requireNonNull(effect.because());
    String why =
        switch (because) {
          case NO_FOLLOW_UP -> "no follow-up";
          case NO_DEAL -> "no deal";
          case NEW_NOT_CONTACTED -> "new and not contacted";
        };
    return effect.rule().name() + ": " + why + " in time, over on " + effect.on();
  }
}
