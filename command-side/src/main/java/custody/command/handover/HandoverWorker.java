package custody.command.handover;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import custody.command.Commands;
import custody.command.Receipt;
import custody.command.handover.HandoverCommand.Execute;
import custody.command.handover.HandoverCommand.Undo;
import custody.command.handover.HandoverRun.Rest;
import custody.command.http.Incoming;
import custody.contract.HandoverEvent.Started;
import custody.contract.HandoverEvent.UndoStarted;
import custody.contract.HandoverId;
import custody.contract.Recorded;
import custody.contract.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Sees to it that what cases order is carried out, by whichever process is up.
///
/// The work is put on the schedule before the order is recorded: so no order is ever without
/// somebody to carry it out, and work without an order finds nothing to do and goes away.
public final class HandoverWorker {
  private static final Duration SAFETY = Duration.ofSeconds(20);
  private static final Duration GIVE_UP = Duration.ofMinutes(2);
  private static final Duration PAUSED = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration AT_WORK = Duration.ofSeconds(1);

  /// What the schedule knows of it.
  record Order(Instant askedAt) {}

  /// What it knows of a case that is to be woken.
  record Wake(String handover, Instant askedAt) {}

  private final Scheduler scheduler;
  private final CustomTask<Order> task;
  private final CustomTask<Wake> waking;
  private final Commands commands;
  private final HandoverRun.Tools tools;
  private final Clock clock;

  HandoverWorker(
      Scheduler scheduler,
      CustomTask<Order> task,
      CustomTask<Wake> waking,
      Commands commands,
      HandoverRun.Tools tools,
      Clock clock) {
    this.scheduler = scheduler;
    this.task = task;
    this.waking = waking;
    this.commands = commands;
    this.tools = tools;
    this.clock = clock;
  }

  /// The work as the schedule knows it.
  static CustomTask<Order> task(HandoverRun.Tools tools, Clock clock) {
    return Tasks.custom("handover", Order.class)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
        .execute(
            (work, _) -> {
              String id = work.getId();
              Instant now = clock.instant();
              try {
                return after(
                    new HandoverRun(tools, HandoverId.of(id)).run(now),
                    work.getData().askedAt(),
                    clock);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("asked to stop", e);
              }
            });
  }

  /// Wakes a case that was being worked on when there was news of it.
  ///
  /// A run that has read the case already does not see what is recorded while it comes to its end,
  /// and a case that waits for its day would be looked at on that day only. Every piece of news has
  /// a waking of its own: one that is just coming to its end may have woken a run that read the
  /// case before the news.
  static CustomTask<Wake> waking(CustomTask<Order> task, Clock clock) {
    return Tasks.custom("handover-wake", Wake.class)
        .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
        .execute(
            (wake, context) -> {
              Instant now = clock.instant();
              Wake it = wake.getData();
              try {
                context
                    .getSchedulerClient()
                    .schedule(
                        task.instance(it.handover(), new Order(it.askedAt())),
                        now,
                        ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
                return (_, then) -> then.remove();
              } catch (TaskInstanceCurrentlyExecutingException e) {
                return (done, then) -> then.reschedule(done, now.plus(AT_WORK));
              }
            });
  }

  private static CompletionHandler<Order> after(Rest rest, Instant askedAt, Clock clock) {
    Instant now = clock.instant();
    return switch (rest) {
      case Rest.Later(Instant at) -> (done, then) -> then.reschedule(done, at);
      case Rest.Paused() -> (done, then) -> then.reschedule(done, now.plus(PAUSED));
      // The order may be on its way still.
      case Rest.Nothing() ->
          askedAt.plus(GIVE_UP).isAfter(now)
              ? (done, then) -> then.reschedule(done, now.plus(SAFETY))
              : (_, then) -> then.remove();
    };
  }

  /// @param operation under which the progress can be read
  record Ordered(Receipt receipt, UUID operation) {}

  /// Orders the customers to move.
  ///
  /// @param effectiveAt null = now
  /// @throws custody.service.Problem if it is refused
  Ordered execute(
      HandoverId id, Incoming incoming, @Nullable String reason, @Nullable Instant effectiveAt) {
    return ordered(id, incoming, reason, effectiveAt, new Execute(id, UuidV7.create()));
  }

  /// Orders them to go back.
  ///
  /// @throws custody.service.Problem if it is refused
  Ordered undo(HandoverId id, Incoming incoming, @Nullable String reason) {
    return ordered(id, incoming, reason, null, new Undo(id, UuidV7.create()));
  }

  private Ordered ordered(
      HandoverId id,
      Incoming incoming,
      @Nullable String reason,
      @Nullable Instant effectiveAt,
      HandoverCommand command) {
    schedule(id, clock.instant().plus(SAFETY));
    Receipt receipt = incoming.send(commands, reason, effectiveAt, command);
    UUID operation = operation(id, receipt);
    tools
        .operations()
        .start(
            operation,
            command instanceof Undo ? HandoverRun.UNDOING : HandoverRun.MOVING,
            "{\"handover\":\"" + id + "\"}",
            incoming.caller().actor());
    Instant now = clock.instant();
    schedule(id, effectiveAt != null && effectiveAt.isAfter(now) ? effectiveAt : now);
    return new Ordered(receipt, operation);
  }

  /// As recorded: a request that is repeated is answered as the first one was.
  private UUID operation(HandoverId id, Receipt receipt) {
    for (Recorded recorded : tools.log().stream(id.value())) {
      if (receipt.events().contains(recorded.eventId())) {
        if (recorded.event() instanceof Started(UUID operation)) {
          return operation;
        }
        if (recorded.event() instanceof UndoStarted(UUID operation)) {
          return operation;
        }
      }
    }
    throw new IllegalStateException("an order names its operation");
  }

  /// A case may have something to do.
  public void wake(HandoverId id) {
    schedule(id, clock.instant());
  }

  private void schedule(HandoverId id, Instant at) {
    Instant now = clock.instant();
    try {
      scheduler.schedule(
          task.instance(id.toString(), new Order(now)), at, ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
    } catch (TaskInstanceCurrentlyExecutingException e) {
      scheduler.schedule(
          waking.instance(UuidV7.create().toString(), new Wake(id.toString(), now)),
          now.plus(AT_WORK),
          ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
    }
  }
}
