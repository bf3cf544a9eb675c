package custody.command;

import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.Personal;
import custody.contract.RepId;
import custody.service.agenda.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a decision knows beside state and command: deciders ask for nothing.
///
/// @param now UTC, microseconds; never before the stream's last recorded time
/// @param effectiveAt when the command is to be true in the business; now, unless it says otherwise
/// @param envelope what the events will say beside their content
public record Context(
    Instant now, Instant effectiveAt, Envelope envelope, Policy policy, Facts facts) {

  /// Of the command's effective time, what it says itself goes first, then the envelope, then now.
  public static Context of(
      Command command, Instant now, Envelope envelope, Policy policy, Facts facts) {
    Instant stated = stated(command, envelope);
    return new Context(now, stated == null ? now : stated, envelope, policy, facts);
  }

  /// The effective time that was asked for; null = from the time it is recorded.
  public static @Nullable Instant stated(Command command, Envelope envelope) {
    Instant occurredAt = command.occurredAt();
    return occurredAt == null ? envelope.effectiveAt() : occurredAt;
  }

  /// What holds for every command: the reason where one is needed, and the effective time within
  /// policy. Null if all is well.
  public @Nullable Rejection objection(Command command) {
    if (command.needsReason() && !hasReason()) {
      return reasonMissing();
    }
    return switch (command.dating()) {
      case FACT -> outOfPolicy(policy.facts().back(), policy.facts().ahead());
      case OWNERSHIP -> outOfPolicy(policy.ownership().back(), policy.ownership().ahead());
      case OCCURRENCE -> outOfPolicy(policy.facts().back(), Duration.ZERO);
      case NOW ->
          envelope.effectiveAt() == null
              ? null
              : Rejection.invalid(
                  "effective-time-not-allowed",
                  "A correction counts from now on; leave the effective time out.");
    };
  }

  /// Null if the rep may get a customer. From the announcement to leave on, a rep gets none,
  /// however it is dated; what is imported took place all the same.
  public @Nullable Rejection mayOwn(RepId rep) {
    Rejection objection = facts.mayOwn(rep, effectiveAt);
    RepStanding standing = facts.reps().get(rep);
    boolean leaving =
        standing != null && (standing.leavingAt(effectiveAt) || standing.leavingAt(now));
    return objection != null || !leaving || envelope.channel() == Channel.IMPORT
        ? objection
        : Rejection.conflict(
            "rep-leaving", "The rep has announced to leave and gets no more customers.");
  }

  /// What the pool asks now of whoever claims from it, however the claim is dated.
  public Limits limits(String pool) {
    return Limits.of(pool, facts.limits(), policy.pools().getOrDefault(pool, Limits.NONE));
  }

  public boolean hasReason() {
    return switch (envelope.reason()) {
      case Personal.Known<String>(String reason) -> !reason.isBlank();
      case Personal.Erased<String>() -> true;
      case null -> false;
    };
  }

  public static Rejection reasonMissing() {
    return Rejection.invalid("reason-missing", "Say why, in the field reason.");
  }

  private @Nullable Rejection outOfPolicy(Duration back, Duration ahead) {
    Instant earliest =
        envelope.channel() == Channel.IMPORT ? policy.earliest() : later(now.minus(back));
    if (effectiveAt.isBefore(earliest)) {
      return Rejection.invalid(
              "effective-time-too-early", "Use an effective time from {earliest} on, or import it.")
          .with(Map.of("earliest", earliest.toString()));
    }
    Instant latest = now.plus(ahead);
    if (effectiveAt.isAfter(latest)) {
      return Rejection.invalid("effective-time-too-late", "Use an effective time up to {latest}.")
          .with(Map.of("latest", latest.toString()));
    }
    return null;
  }

  private Instant later(Instant time) {
    return time.isAfter(policy.earliest()) ? time : policy.earliest();
  }
}
