package custody.command.http;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Receipt;
import custody.command.Rejection;
import custody.command.Request;
import custody.contract.Channel;
import custody.service.Caller;
import custody.service.Problem;
import custody.service.rights.Authority.Called;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request says beside its body: who asks, the version seen (`If-Match`), the key under
/// which it may be repeated (`Idempotency-Key`). Controllers take it as an argument and send by it.
///
/// @param expectedVersion null = whatever it is
/// @param idempotency null if the caller does not ask for the same answer on repetition
public record Incoming(
    Caller caller, @Nullable Long expectedVersion, Request.@Nullable Idempotency idempotency) {

  /// The same, but only if the stream still has this version.
  public Incoming expecting(long version) {
    return new Incoming(caller, version, idempotency);
  }

  /// The same through this channel, whatever the caller says.
  public Incoming through(Channel channel) {
    return new Incoming(
        new Caller(caller.actor(), caller.access(), channel, caller.correlationId()),
        expectedVersion,
        idempotency);
  }

  /// Sends the commands, all or nothing.
  ///
  /// @param effectiveAt null = from the time it is recorded
  /// @throws Problem if they are refused
  public Receipt send(
      Commands commands,
      @Nullable String reason,
      @Nullable Instant effectiveAt,
      List<? extends Command> asked) {
    return switch (commands.send(request(reason, effectiveAt, asked, idempotency))) {
      case Outcome.Accepted(Receipt receipt) -> receipt;
      case Outcome.Rejected(Rejection rejection) -> throw problem(rejection);
    };
  }

  /// What {@link #send} would refuse, and why; null if nothing. Records nothing.
  public @Nullable Rejection rehearse(
      Commands commands,
      @Nullable String reason,
      @Nullable Instant effectiveAt,
      List<? extends Command> asked) {
    return switch (commands
        .rehearse(List.of(request(reason, effectiveAt, asked, null)))
        .getFirst()) {
      case Outcome.Accepted _ -> null;
      case Outcome.Rejected(Rejection rejection) -> rejection;
    };
  }

  private Request request(
      @Nullable String reason,
      @Nullable Instant effectiveAt,
      List<? extends Command> asked,
      Request.@Nullable Idempotency once) {
    return new Request(
        List.copyOf(asked),
        new Called(caller.access()),
        caller.envelope(reason, effectiveAt),
        expectedVersion,
        once);
  }

  /// Sends one command.
  ///
  /// @param effectiveAt null = from the time it is recorded
  /// @throws Problem if it is refused
  public Receipt send(
      Commands commands, @Nullable String reason, @Nullable Instant effectiveAt, Command asked) {
    return send(commands, reason, effectiveAt, List.of(asked));
  }

  /// A refusal as HTTP tells it, with the address of the customer that is there already.
  public static Problem problem(Rejection rejection) {
    int status =
        switch (rejection.sort()) {
          case NOT_FOUND -> 404;
          case FORBIDDEN -> 403;
          case CONFLICT -> 409;
          case STALE -> 412;
          case INVALID -> 422;
        };
    Problem problem =
        new Problem(status, rejection.code(), rejection.detail(), rejection.properties());
    return rejection.properties().get("existing") instanceof String existing
        ? problem
            .with("existingUrl", "/api/customers/" + existing)
            .header("Link", "</api/customers/" + existing + ">; rel=\"duplicate\"")
        : problem;
  }
}
