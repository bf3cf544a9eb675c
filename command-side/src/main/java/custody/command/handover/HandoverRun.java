package custody.command.handover;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Rejection;
import custody.command.Request;
import custody.command.handover.Handover.Status;
import custody.command.handover.HandoverCommand.RecordMoved;
import custody.command.handover.HandoverCommand.RecordReturned;
import custody.command.ownership.OwnershipCommand.GiveBack;
import custody.command.ownership.OwnershipCommand.HandOver;
import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverEvent.Allotted;
import custody.contract.HandoverEvent.LeftAlone;
import custody.contract.HandoverEvent.Started;
import custody.contract.HandoverEvent.UndoStarted;
import custody.contract.HandoverId;
import custody.contract.OwnershipEvent;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.service.Operations;
import custody.service.rights.Authority.Automation;
import custody.store.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Carries out what a case orders, from wherever it stands, part by part.
///
/// Everything may be done again, also by two processes at once: a customer that is not where it
/// should be any more is looked up in its own stream, where the event of this case names its cause;
/// and a part is recorded once, whoever is first.
final class HandoverRun {
  static final String MOVING = "handover";
  static final String UNDOING = "handover-undo";
  private static final Actor AUTOMATION = new Actor(Actor.Kind.RULE, "handover");
  private static final String TOUCHED = "touched-since";
  private static final int ATTEMPTS = 5;

  /// What runs have in common.
  ///
  /// @param parallel customers dealt with at the same time
  record Tools(Commands commands, EventLog log, Operations operations, int parallel) {}

  private final Tools tools;
  private final HandoverId id;
  private Case handover;

  HandoverRun(Tools tools, HandoverId id) {
    this.tools = tools;
    this.id = id;
    this.handover = Case.of(tools.log().stream(id.value()));
  }

  /// What is left to do when a run has ended.
  sealed interface Rest {
    /// Nothing, or nothing yet.
    record Nothing() implements Rest {}

    /// To be looked at again.
    record Later(Instant at) implements Rest {}

    /// Somebody let the case rest.
    record Paused() implements Rest {}
  }

  /// Does all there is to do now.
  Rest run(Instant now) throws InterruptedException {
    Recorded started = handover.started();
    if (started == null) {
      return new Rest.Nothing();
    }
    if (handover.state().status() == Status.RUNNING && started.effectiveAt().isAfter(now)) {
      return new Rest.Later(started.effectiveAt());
    }
    UUID moving = ((Started) started.event()).operation();
    tools.operations().start(moving, MOVING, detail(null), started.envelope().actor());
    for (Integer part = next(handover.toMove()); part != null; part = next(handover.toMove())) {
      move(started, Objects.requireNonNull(handover.parts().get(part)));
      progress(moving, handover.state().moving());
    }
    Recorded undo = handover.undo();
    if (undo != null) {
      UUID undoing = ((UndoStarted) undo.event()).operation();
      tools.operations().start(undoing, UNDOING, detail(null), undo.envelope().actor());
      for (Integer part = next(handover.toReturn());
          part != null;
          part = next(handover.toReturn())) {
        giveBack(started, undo, part);
        progress(undoing, handover.state().returning());
      }
    }
    return ended(started, undo);
  }

  private static @Nullable Integer next(List<Integer> parts) {
    return parts.isEmpty() ? null : parts.getFirst();
  }

  private Rest ended(Recorded started, @Nullable Recorded undo) {
    UUID moving = ((Started) started.event()).operation();
    return switch (handover.state().status()) {
      case PAUSED -> new Rest.Paused();
      case COMPLETED, CANCELLED, UNDONE, CLOSED -> {
        end(moving, handover.state().moving());
        if (undo != null && handover.state().status() != Status.UNDOING) {
          end(((UndoStarted) undo.event()).operation(), handover.state().returning());
        }
        yield new Rest.Nothing();
      }
      case NONE, OPEN, PLANNED, APPROVED, RUNNING, UNDOING -> new Rest.Nothing();
    };
  }

  private void progress(UUID operation, Handover.Progress progress) {
    long total =
        operation.equals(operationOf(handover.undo()))
            ? handover.moved().values().stream().mapToInt(List::size).sum()
            : handover.parts().values().stream().mapToInt(HandoverRun::customers).sum();
    tools.operations().progress(operation, progress.done() + (long) progress.leftAlone(), total);
  }

  private static int customers(Allotted part) {
    return part.allotments().stream().mapToInt(it -> it.customers().size()).sum();
  }

  private static @Nullable UUID operationOf(@Nullable Recorded undo) {
    return undo == null ? null : ((UndoStarted) undo.event()).operation();
  }

  private void end(UUID operation, Handover.Progress progress) {
    boolean running =
        tools
            .operations()
            .find(operation)
            .map(it -> it.state() == Operations.State.RUNNING)
            .orElse(false);
    if (running) {
      // Killed between the two, the last part is recorded and not yet counted.
      progress(operation, progress);
      tools.operations().end(operation, Operations.State.DONE, detail(progress));
    }
  }

  private String detail(Handover.@Nullable Progress progress) {
    var json = JsonMapper.shared().createObjectNode().put("handover", id.toString());
    if (progress != null) {
      json.put("status", handover.state().status().toString());
      json.put("done", progress.done());
      json.put("leftAlone", progress.leftAlone());
    }
    return json.toString();
  }

  // ---- there

  private void move(Recorded started, Allotted part) throws InterruptedException {
    Envelope envelope = envelope(started, started.effectiveAt());
    Map<CustomerId, Callable<@Nullable String>> work = new HashMap<>();
    for (Allotment allotment : part.allotments()) {
      for (CustomerId customer : allotment.customers()) {
        work.put(customer, () -> move(customer, allotment, envelope));
      }
    }
    Fates fates = new Fates(part.allotments(), all(work));
    record(new RecordMoved(id, part.part(), fates.done(), fates.leftAlone()));
  }

  /// @return why it was left alone; null if it has moved
  private @Nullable String move(CustomerId customer, Allotment allotment, Envelope envelope) {
    Rejection refused =
        send(new HandOver(customer, allotment.from(), allotment.to()), envelope, null);
    return refused == null || movedBy(tools.log().stream(customer.value()), envelope) != null
        ? null
        : refused.code();
  }

  /// The event that the given order caused, if it is there.
  private static @Nullable Recorded movedBy(List<Recorded> stream, Envelope envelope) {
    return stream.stream()
        .filter(it -> it.event() instanceof OwnershipEvent)
        .filter(it -> Objects.equals(it.envelope().causationId(), envelope.causationId()))
        .findFirst()
        .orElse(null);
  }

  // ---- and back

  private void giveBack(Recorded started, Recorded undo, int part) throws InterruptedException {
    Map<CustomerId, RepId> owners = new HashMap<>();
    Objects.requireNonNull(handover.parts().get(part))
        .allotments()
        .forEach(it -> it.customers().forEach(customer -> owners.put(customer, it.from())));
    Map<CustomerId, Callable<@Nullable String>> work = new HashMap<>();
    for (CustomerId customer : handover.moved().getOrDefault(part, List.of())) {
      RepId owner = Objects.requireNonNull(owners.get(customer));
      work.put(customer, () -> giveBack(customer, owner, started, undo));
    }
    Fates fates =
        new Fates(Objects.requireNonNull(handover.parts().get(part)).allotments(), all(work));
    record(new RecordReturned(id, part, fates.done(), fates.leftAlone()));
  }

  /// @return why it was left alone; null if it has gone back
  private @Nullable String giveBack(
      CustomerId customer, RepId owner, Recorded started, Recorded undo) {
    Envelope envelope = envelope(undo, null);
    List<Recorded> stream = tools.log().stream(customer.value());
    if (movedBy(stream, envelope) != null) {
      return null;
    }
    Recorded move = movedBy(stream, envelope(started, null));
    if (move == null || !stream.getLast().equals(move)) {
      return TOUCHED;
    }
    Rejection refused =
        send(
            new GiveBack(customer, ((OwnershipEvent) move.event()).to(), owner),
            envelope,
            move.version());
    if (refused == null || movedBy(tools.log().stream(customer.value()), envelope) != null) {
      return null;
    }
    return refused.sort() == Rejection.Sort.STALE ? TOUCHED : refused.code();
  }

  // ---- both

  /// Says in whose name, why, and because of what.
  private Envelope envelope(Recorded order, @Nullable Instant effectiveAt) {
    Recorded opened = Objects.requireNonNull(handover.opened());
    return new Envelope(
        order.envelope().actor(),
        order.envelope().channel(),
        order.envelope().reason() == null ? opened.envelope().reason() : order.envelope().reason(),
        effectiveAt,
        id.value(),
        order.eventId(),
        null);
  }

  /// @return null if it was accepted
  private @Nullable Rejection send(Command command, Envelope envelope, @Nullable Long version) {
    Request request = new Request(List.of(command), Automation.HANDOVER, envelope, version, null);
    for (int attempt = 1; ; attempt++) {
      switch (tools.commands().send(request)) {
        case Outcome.Accepted _ -> {
          return null;
        }
        case Outcome.Rejected(Rejection rejection) -> {
          if (!rejection.code().equals("conflict")) {
            return rejection;
          }
          if (attempt == ATTEMPTS) {
            throw new IllegalStateException("a customer is changed without end");
          }
        }
      }
    }
  }

  private void record(HandoverCommand command) {
    Envelope envelope = new Envelope(AUTOMATION, Channel.RULE, null, null, id.value(), null, null);
    Rejection refused = send(command, envelope, null);
    if (refused != null) {
      throw new IllegalStateException("what has happened is recorded: " + refused.code());
    }
    handover = handover.with(tools.log().stream(id.value(), handover.version()));
  }

  private Map<CustomerId, String> all(Map<CustomerId, Callable<@Nullable String>> work)
      throws InterruptedException {
    Semaphore room = new Semaphore(tools.parallel());
    Map<CustomerId, Future<@Nullable String>> under = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      work.forEach(
          (customer, one) ->
              under.put(
                  customer,
                  threads.submit(
                      () -> {
                        room.acquire();
                        try {
                          return one.call();
                        } finally {
                          room.release();
                        }
                      })));
      Map<CustomerId, String> leftAlone = new HashMap<>();
      for (Map.Entry<CustomerId, Future<@Nullable String>> one : under.entrySet()) {
        String code = one.getValue().get();
        leftAlone.put(one.getKey(), code == null ? "" : code);
      }
      return leftAlone;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(e.getCause());
    }
  }

  /// What became of customers, in the plan's order; an empty code = all is well.
  private record Fates(List<CustomerId> done, List<LeftAlone> leftAlone) {
    Fates(List<Allotment> allotments, Map<CustomerId, String> codes) {
      this(new ArrayList<>(), new ArrayList<>());
      for (Allotment allotment : allotments) {
        for (CustomerId customer : allotment.customers()) {
          String code = codes.get(customer);
          if (code != null && code.isEmpty()) {
            done.add(customer);
          } else if (code != null) {
            leftAlone.add(new LeftAlone(customer, code));
          }
        }
      }
    }
  }
}
