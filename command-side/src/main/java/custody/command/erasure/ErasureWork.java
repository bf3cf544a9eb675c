package custody.command.erasure;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Request;
import custody.command.erasure.ErasureCommand.Complete;
import custody.command.erasure.ErasureCommand.Reapply;
import custody.command.rep.RepCommand.ErasePersonalData;
import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent.DestroyedKey;
import custody.contract.ErasureEvent.Subject;
import custody.contract.ErasureId;
import custody.contract.Personal;
import custody.contract.PersonalDataEvent;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.service.rights.Authority.Automation;
import custody.store.Erasures;
import custody.store.EventLog;
import custody.store.Tombstone;
import custody.store.Tombstones;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries approved cases out. Each step can be repeated, and what has been done stands in the
/// database: whoever comes after a process that died goes on where it was.
///
/// In order: the person is put on the list of the erased; the event is recorded, which destroys
/// the keys in its transaction; the stores beside it are cleaned; every view has purged itself; the
/// case is completed with what was removed.
final class ErasureWork {
  private static final Logger log = LoggerFactory.getLogger(ErasureWork.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.RULE, "erasure");

  private final Commands commands;
  private final EventLog events;
  private final Erasures erasures;
  private final Tombstones tombstones;
  private final List<Erasable> others;

  ErasureWork(
      Commands commands,
      EventLog events,
      Erasures erasures,
      Tombstones tombstones,
      List<Erasable> others) {
    this.commands = commands;
    this.events = events;
    this.erasures = erasures;
    this.tombstones = tombstones;
    this.others = List.copyOf(others);
  }

  /// Does what can be done now of every case that is not settled.
  void run() {
    tombstones.share();
    for (ErasureId erasure : erasures.open()) {
      try {
        goOn(erasure);
      } catch (RuntimeException e) {
        // One that cannot go on must not hold up the others.
        log.error("The erasure case {} cannot go on; it is tried again.", erasure, e);
      }
    }
  }

  private void goOn(ErasureId id) {
    Erasure state = Erasure.of(events.stream(id.value()));
    Optional<Tombstone> tombstone = tombstones.find(id);
    if (tombstone.isPresent() && !(state instanceof Erasure.Due || state instanceof Erasure.Done)) {
      send(
          new Reapply(
              id,
              tombstone.get().subject(),
              tombstone.get().basis(),
              tombstone.get().requestedBy(),
              tombstone.get().approvedBy(),
              tombstone.get().erasedAt()),
          "backup");
      state = Erasure.of(events.stream(id.value()));
    }
    switch (state) {
      case Erasure.None _ -> {
        if (erasures.isAbandoned(id)) {
          erasures.settled(id);
        }
      }
      case Erasure.Waiting _ -> {}
      case Erasure.Due due -> carryOut(id, due);
      case Erasure.Declined _ -> erasures.settled(id);
      case Erasure.Done _ -> settle(id, tombstone);
    }
  }

  private void carryOut(ErasureId id, Erasure.Due due) {
    if (others.stream().anyMatch(Erasable::isBusy)) {
      return;
    }
    Subject subject = due.subject();
    Optional<Recorded> said = said(id, subject);
    if (said.isEmpty()) {
      erasures.count(id, subject);
      tombstones.keep(tombstone(id, due, erasures.now()));
      send(command(id, subject, due.basis()), due.basis().name().toLowerCase(Locale.ROOT));
      said = said(id, subject);
    }
    Recorded event = said.orElseThrow();
    // With events elsewhere than in PostgreSQL, no transaction does it.
    tombstones.find(id).ifPresent(tombstones::destroy);
    List<DestroyedKey> keys = erasures.destroyed(subject);
    erasures.clean(id, subject);
    for (Erasable other : others) {
      erasures.note(id, other.store(), other.erase(subject));
    }
    if (erasures.viewsPurged(id, event.position())) {
      send(new Complete(id, event.eventId(), keys, erasures.removed(id)), "done");
      erasures.settled(id);
      log.info("The erasure case {} is done.", id);
    }
  }

  /// A completed case that is open again: its person came back with a backup, and went again.
  private void settle(ErasureId id, Optional<Tombstone> tombstone) {
    tombstone.ifPresent(it -> erasures.clean(id, it.subject()));
    erasures.settled(id);
  }

  private static Tombstone tombstone(ErasureId id, Erasure.Due due, Instant at) {
    return new Tombstone(id, due.subject(), at, due.basis(), due.requestedBy(), due.approvedBy());
  }

  /// The event that says so, once it is recorded.
  private Optional<Recorded> said(ErasureId id, Subject subject) {
    return events.stream(subject.stream()).stream()
        .filter(
            recorded ->
                switch (recorded.event()) {
                  case PersonalDataEvent.Erased it -> it.erasure().equals(id);
                  case RepEvent.PersonalDataErased it -> it.erasure().equals(id);
                  default -> false;
                })
        .findFirst();
  }

  private static Command command(ErasureId id, Subject subject, ErasureBasis basis) {
    return switch (subject.kind()) {
      case CUSTOMER, CONTACT ->
          new PersonalDataCommand.Erase(
              new CustomerId(subject.stream()), id, basis, subject.contact());
      case REP -> new ErasePersonalData(new RepId(subject.stream()), id, basis);
    };
  }

  /// @param reason never anybody's words: it stays readable
  private void send(Command command, String reason) {
    Envelope envelope =
        new Envelope(
            ACTOR, Channel.RULE, Personal.of(reason), null, correlation(command), null, null);
    Outcome outcome = commands.send(Request.of(command, Automation.ERASURE, envelope));
    if (outcome instanceof Outcome.Rejected(var rejection)) {
      throw new IllegalStateException("refused: " + rejection.code());
    }
  }

  /// Everything of a case belongs together.
  private static java.util.UUID correlation(Command command) {
    return switch (command) {
      case PersonalDataCommand.Erase it -> it.erasure().value();
      case ErasePersonalData it -> it.erasure().value();
      default -> command.stream();
    };
  }
}
