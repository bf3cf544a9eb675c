package custody.command.imports;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Rejection;
import custody.command.Request;
import custody.command.call.CallCommand.LinkRecording;
import custody.command.call.CallCommand.ReceiveCall;
import custody.command.churn.ChurnCommand.RecordChurn;
import custody.command.churn.ChurnCommand.WinBack;
import custody.command.complaint.ComplaintCommand.EscalateComplaint;
import custody.command.complaint.ComplaintCommand.RaiseComplaint;
import custody.command.complaint.ComplaintCommand.ResolveComplaint;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.followup.FollowUpCommand.AmendFollowUp;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.imports.mapping.Fact;
import custody.command.imports.mapping.RowReport;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.AssortmentCommand.ReportAssortment;
import custody.command.profile.ContactCommand.AddContact;
import custody.command.profile.ContactCommand.AmendContact;
import custody.command.profile.ContactCommand.RemoveContact;
import custody.command.profile.DateCommand.RemoveDate;
import custody.command.profile.DateCommand.SetDate;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.command.recycling.RecyclingCommand.EndExemption;
import custody.command.recycling.RecyclingCommand.Exempt;
import custody.command.rep.RepCommand.AnnounceLeaving;
import custody.command.rep.RepCommand.Join;
import custody.command.rep.RepCommand.Leave;
import custody.command.rep.RepCommand.Move;
import custody.command.responsibility.ResponsibilityCommand.AddCollaborator;
import custody.command.responsibility.ResponsibilityCommand.AssignSteward;
import custody.command.responsibility.ResponsibilityCommand.EndCover;
import custody.command.responsibility.ResponsibilityCommand.RemoveCollaborator;
import custody.command.responsibility.ResponsibilityCommand.RemoveSteward;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.contract.Actor;
import custody.contract.CallEvent;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.ChurnEvent;
import custody.contract.ComplaintEvent;
import custody.contract.CorrectionEvent;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.ErasureEvent;
import custody.contract.Event;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.HandoverEvent;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.Recorded;
import custody.contract.RecyclingEvent;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent;
import custody.contract.RuleEvent;
import custody.service.rights.Authority.Automation;
import custody.store.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Records what one import says of one customer or rep: facts become commands, decided by the same
/// deciders as everybody's, and what is accepted goes into the store in few appends.
final class StreamImport {
  /// Refusals that may be gone once what the same import says before is recorded.
  private static final Set<String> AFTER_OTHERS =
      Set.of("not-owned", "not-in-pool", "already-owner");

  private static final int PASSES = 3;

  private final Commands commands;
  private final EventLog log;
  private final Keys keys;
  private final ImportJob job;
  private final int appendFacts;

  StreamImport(Commands commands, EventLog log, Keys keys, ImportJob job, int appendFacts) {
    this.commands = commands;
    this.log = log;
    this.keys = keys;
    this.job = job;
    this.appendFacts = appendFacts;
  }

  /// A fact whose references are resolved.
  ///
  /// @param event null if they could not be, or the content is wrong; then `refusal` says why
  record Bound(Fact fact, @Nullable Event event, @Nullable Refusal refusal) {}

  record Refusal(String code, String detail) {}

  private static final Step NOT_IMPORTABLE =
      new Step.Refused("event-not-importable", "Erasures are asked for as cases, not imported.");

  private sealed interface Step {
    record Ask(Command command, RowReport.Outcome outcome) implements Step {}

    record Unchanged() implements Step {}

    record Later() implements Step {}

    record Refused(String code, String detail) implements Step {}
  }

  /// @param stream the customer or rep
  /// @param exists whether it may have events already
  /// @param facts in effective order
  /// @return one report per fact, in order
  List<RowReport> apply(UUID stream, boolean exists, List<Bound> facts) {
    Map<Integer, RowReport> reports = new HashMap<>();
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      open.add(i);
    }
    for (int i : superseded(facts)) {
      open.remove((Integer) i);
      reports.put(i, report(facts.get(i), RowReport.Outcome.UNCHANGED, "unchanged", ""));
    }
    boolean there = exists;
    for (int pass = 1; !open.isEmpty(); pass++) {
      boolean last = pass == PASSES || job.dryRun();
      Known known = new Known(there ? log.stream(stream) : List.of());
      List<Integer> again = new ArrayList<>();
      int from = 0;
      while (from < open.size()) {
        int to = together(facts, open, from);
        again.addAll(append(stream, known, facts, open.subList(from, to), reports, last));
        if (to < open.size() && to - from < appendFacts && !job.dryRun()) {
          known = new Known(log.stream(stream)); // as far as corrections see it
        }
        from = to;
      }
      open = again;
      there = true;
    }
    List<RowReport> inOrder = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      inOrder.add(java.util.Objects.requireNonNull(reports.get(i)));
    }
    return inOrder;
  }

  /// Where an append ends: what corrects something in it comes after it.
  private int together(List<Bound> facts, List<Integer> open, int from) {
    Set<String> records = new HashSet<>();
    int most = Math.min(open.size(), from + appendFacts);
    for (int to = from; to < most; to++) {
      Fact fact = facts.get(open.get(to)).fact();
      if (fact.voids() != null && records.contains(fact.voids())) {
        return to;
      }
      records.add(fact.record());
    }
    return most;
  }

  /// Several periods that begin at one moment: the last one counts, the others never were.
  private Set<Integer> superseded(List<Bound> facts) {
    Map<Instant, Integer> latest = new HashMap<>();
    Set<Integer> superseded = new HashSet<>();
    for (int i = 0; i < facts.size(); i++) {
      Bound bound = facts.get(i);
      if (bound.event() instanceof OwnershipEvent && !bound.fact().once()) {
        Integer before = latest.put(at(bound.fact()), i);
        if (before != null) {
          superseded.add(before);
        }
      }
    }
    return superseded;
  }

  /// @return those to try again
  private List<Integer> append(
      UUID stream,
      Known known,
      List<Bound> facts,
      List<Integer> some,
      Map<Integer, RowReport> reports,
      boolean last) {
    List<Integer> again = new ArrayList<>();
    List<Integer> asked = new ArrayList<>();
    List<Step.Ask> asks = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    Set<String> inThisAppend = new HashSet<>();
    for (int i : some) {
      Bound bound = facts.get(i);
      switch (step(stream, known, bound, inThisAppend)) {
        case Step.Ask ask -> {
          asked.add(i);
          asks.add(ask);
          requests.add(
              Request.of(ask.command(), Automation.IMPORT, envelope(bound.fact(), ask.command())));
          inThisAppend.add(keys.record(bound.fact()));
        }
        case Step.Unchanged() ->
            reports.put(i, report(bound, RowReport.Outcome.UNCHANGED, "unchanged", ""));
        case Step.Later() -> {
          if (last) {
            reports.put(
                i,
                job.dryRun()
                    ? report(bound, RowReport.Outcome.CREATE, "create", "")
                    : refused(bound, "void-unknown", "There is no event of the record to void."));
          } else {
            again.add(i);
          }
        }
        case Step.Refused(String code, String detail) ->
            reports.put(i, refused(bound, code, detail));
      }
    }
    if (requests.isEmpty()) {
      return again;
    }
    List<Outcome> outcomes =
        job.dryRun() ? commands.rehearse(requests) : commands.sendEach(requests);
    for (int k = 0; k < outcomes.size(); k++) {
      int i = asked.get(k);
      Bound bound = facts.get(i);
      switch (outcomes.get(k)) {
        case Outcome.Accepted accepted ->
            reports.put(
                i,
                accepted.receipt().events().isEmpty() && !job.dryRun()
                    ? report(bound, RowReport.Outcome.UNCHANGED, "unchanged", "")
                    : report(
                        bound,
                        asks.get(k).outcome(),
                        asks.get(k).outcome() == RowReport.Outcome.CREATE ? "create" : "amend",
                        ""));
        case Outcome.Rejected(Rejection rejection) -> {
          if (!last && AFTER_OTHERS.contains(rejection.code())) {
            again.add(i);
          } else if (rejection.code().equals("already-owner")
              || rejection.code().equals("already-voided")) {
            reports.put(i, report(bound, RowReport.Outcome.UNCHANGED, "unchanged", ""));
          } else {
            reports.put(i, refused(bound, rejection.code(), rejection.detail()));
          }
        }
      }
    }
    return again;
  }

  private Step step(UUID stream, Known known, Bound bound, Set<String> inThisAppend) {
    Refusal refusal = bound.refusal();
    Event event = bound.event();
    if (refusal != null || event == null) {
      return refusal == null
          ? new Step.Refused("payload-invalid", "The content is not as the event's.")
          : new Step.Refused(refusal.code(), refusal.detail());
    }
    Fact fact = bound.fact();
    Known.Source source = new Known.Source(fact.stream().system(), keys.record(fact));
    if (fact.once()
        && known.said(source).stream().anyMatch(it -> it.event().getClass() == event.getClass())) {
      return new Step.Unchanged();
    }
    return switch (event) {
      case RepEvent it -> rep(new RepId(stream), known, fact, it);
      case ProfileEvent it -> profile(new CustomerId(stream), known, fact, source, it);
      case FollowUpEvent it -> followUp(new CustomerId(stream), known, fact, it);
      case OwnershipEvent it -> ownership(new CustomerId(stream), known, fact, source, it);
      case ResponsibilityEvent it -> responsibility(new CustomerId(stream), it);
      case RecyclingEvent it -> recycling(new CustomerId(stream), it);
      case ComplaintEvent it -> complaint(new CustomerId(stream), it);
      case ChurnEvent it -> churn(new CustomerId(stream), it);
      case CallEvent it -> call(new CustomerId(stream), it);
      case RuleEvent _ ->
          new Step.Refused("event-not-importable", "Rules are set here or nowhere.");
      case CorrectionEvent _ -> correction(new CustomerId(stream), known, fact, inThisAppend);
      case HandoverEvent _ ->
          new Step.Refused("event-not-importable", "A handover case takes place here or nowhere.");
      case PersonalDataEvent _, ErasureEvent _ -> NOT_IMPORTABLE;
    };
  }

  private Step rep(RepId rep, Known known, Fact fact, RepEvent event) {
    return switch (event) {
      case RepEvent.Joined it -> {
        RepEvent.Joined before = known.joined();
        if (before == null || fact.once()) {
          known.begin();
          yield create(
              new Join(
                  rep,
                  it.name(),
                  it.team(),
                  it.territory(),
                  before == null ? with(it.externalIds(), fact) : it.externalIds()));
        }
        if (before.team().equals(it.team()) && before.territory().equals(it.territory())) {
          yield new Step.Unchanged();
        }
        yield amend(new Move(rep, it.team(), it.territory()));
      }
      case RepEvent.Moved it -> amend(new Move(rep, it.team(), it.territory()));
      case RepEvent.LeavingAnnounced it -> create(new AnnounceLeaving(rep, it.lastDay()));
      case RepEvent.Left _ -> create(new Leave(rep));
      case RepEvent.PersonalDataErased _ -> NOT_IMPORTABLE;
    };
  }

  private List<ExternalId> with(List<ExternalId> ids, Fact fact) {
    List<ExternalId> all = new ArrayList<>(ids);
    Fact.StreamKey stream = fact.stream();
    if (stream.isKey()) {
      all.add(keys.external(stream.system(), stream.key(), fact.personalKey()));
    }
    return all.stream().distinct().toList();
  }

  private Step profile(
      CustomerId customer, Known known, Fact fact, Known.Source source, ProfileEvent event) {
    return switch (event) {
      case ProfileEvent.Registered it -> {
        if (!known.begun()) {
          known.begin();
          known.holds(at(fact), it.holder());
          yield create(
              new Register(
                  customer,
                  it.kind(),
                  it.fields(),
                  with(it.externalIds(), fact),
                  it.holder(),
                  fact.acceptLikely()));
        }
        yield amended(customer, Known.news(it.fields(), known.fieldsSaid(source)));
      }
      case ProfileEvent.Merged _, ProfileEvent.MergeReverted _ ->
          new Step.Refused(
              "event-not-importable", "Which entries are the same here, a person has to say here.");
      case ProfileEvent.Amended it -> amended(customer, it.fields());
      case ProfileEvent.Classified it -> {
        // A mapping that names no colour takes the configured one of the grade.
        String colour = it.colour().isEmpty() ? null : it.colour();
        boolean said =
            known.said(source).stream()
                .anyMatch(
                    before ->
                        before.event() instanceof ProfileEvent.Classified was
                            && was.grade().equals(it.grade())
                            && (colour == null || colour.equals(was.colour())));
        yield said ? new Step.Unchanged() : create(new Classify(customer, it.grade(), colour));
      }
      case ProfileEvent.ContactAdded it -> {
        Map<String, Personal<FieldValue>> said = known.contact(it.contact());
        if (said == null) {
          yield create(new AddContact(customer, it.contact(), it.fields()));
        }
        Changes news = Known.news(it.fields(), said);
        yield news.isEmpty()
            ? new Step.Unchanged()
            : amend(new AmendContact(customer, it.contact(), news));
      }
      case ProfileEvent.ContactAmended it ->
          amend(new AmendContact(customer, it.contact(), it.fields()));
      case ProfileEvent.ContactRemoved it -> amend(new RemoveContact(customer, it.contact()));
      case ProfileEvent.DateSet it -> create(new SetDate(customer, it.date(), it.details()));
      case ProfileEvent.DateRemoved it -> amend(new RemoveDate(customer, it.date()));
      case ProfileEvent.AssortmentReported it ->
          known.said(source).stream().anyMatch(before -> before.event().equals(it))
              ? new Step.Unchanged()
              : create(
                  new ReportAssortment(customer, it.product(), it.monthlyVolume(), it.stock()));
    };
  }

  private static Step amended(CustomerId customer, Changes news) {
    return news.isEmpty() ? new Step.Unchanged() : amend(new Amend(customer, news));
  }

  private static Step followUp(CustomerId customer, Known known, Fact fact, FollowUpEvent event) {
    return switch (event) {
      case FollowUpEvent.FollowUpRecorded it -> {
        FollowUp said = known.followUpSaid(it.followUp());
        if (said == null) {
          yield create(new RecordFollowUp(customer, it.followUp(), it.details()));
        }
        FollowUp now =
            fact.effectiveAt() == null ? at(it.details(), said.occurredAt()) : it.details();
        yield now.equals(said)
            ? new Step.Unchanged()
            : amend(new AmendFollowUp(customer, it.followUp(), now));
      }
      case FollowUpEvent.FollowUpAmended it ->
          amend(new AmendFollowUp(customer, it.followUp(), it.details()));
      case FollowUpEvent.NextStepDone it ->
          create(new CompleteNextStep(customer, it.followUp(), it.note()));
    };
  }

  private static FollowUp at(FollowUp details, Instant occurredAt) {
    return new FollowUp(
        details.medium(),
        occurredAt,
        details.rep(),
        details.summary(),
        details.outcome(),
        details.nextStep());
  }

  private Step ownership(
      CustomerId customer, Known known, Fact fact, Known.Source source, OwnershipEvent event) {
    for (Recorded before : known.said(source)) {
      if (before.event() instanceof OwnershipEvent it
          && it.to().equals(event.to())
          && before.effectiveAt().equals(fact.effectiveAt())) {
        return new Step.Unchanged();
      }
    }
    Holder holder = known.holder(at(fact));
    if (event.to().equals(holder)) {
      return new Step.Unchanged();
    }
    Step step =
        switch (event.to()) {
          case Holder.Owner(RepId rep) -> {
            if (holder instanceof Holder.Owner) {
              yield amend(new Transfer(customer, rep));
            }
            yield create(
                event instanceof OwnershipEvent.Claimed
                    ? new Claim(customer, rep)
                    : new Assign(customer, rep));
          }
          case Holder.Pool(String pool) ->
              holder instanceof Holder.Pool
                  ? new Step.Refused(
                      "pool-to-pool", "The customer is in another pool; assign it first.")
                  : amend(new Release(customer, pool));
        };
    if (step instanceof Step.Ask) {
      known.holds(at(fact), event.to());
    }
    return step;
  }

  private static Step responsibility(CustomerId customer, ResponsibilityEvent event) {
    return switch (event) {
      case ResponsibilityEvent.CoverStarted it ->
          create(new StartCover(customer, it.cover(), it.by(), it.until()));
      case ResponsibilityEvent.CoverEnded it -> amend(new EndCover(customer, it.cover()));
      case ResponsibilityEvent.CollaboratorAdded it ->
          create(new AddCollaborator(customer, it.collaborator(), it.rep(), it.until()));
      case ResponsibilityEvent.CollaboratorRemoved it ->
          amend(new RemoveCollaborator(customer, it.collaborator()));
      case ResponsibilityEvent.StewardAssigned it ->
          it.account().kind() == Actor.Kind.REP
              ? new Step.Refused(
                  "event-not-importable", "Reps have other ids here; appoint the steward here.")
              : create(new AssignSteward(customer, it.steward(), it.account(), it.until()));
      case ResponsibilityEvent.StewardRemoved it ->
          amend(new RemoveSteward(customer, it.steward()));
    };
  }

  private static Step recycling(CustomerId customer, RecyclingEvent event) {
    return switch (event) {
      case RecyclingEvent.Exempted it ->
          it.rule() == null
              ? create(new Exempt(customer, it.exemption(), null, it.until()))
              : new Step.Refused("event-not-importable", "The rule it is exempt from is not here.");
      case RecyclingEvent.ExemptionEnded it -> amend(new EndExemption(customer, it.exemption()));
    };
  }

  private static Step complaint(CustomerId customer, ComplaintEvent event) {
    return switch (event) {
      case ComplaintEvent.ComplaintRaised it ->
          create(new RaiseComplaint(customer, it.complaint(), it.details()));
      case ComplaintEvent.ComplaintEscalated it ->
          amend(new EscalateComplaint(customer, it.complaint(), it.to(), it.note()));
      case ComplaintEvent.ComplaintResolved it ->
          amend(new ResolveComplaint(customer, it.complaint(), it.outcome(), it.resolution()));
    };
  }

  private static Step churn(CustomerId customer, ChurnEvent event) {
    return switch (event) {
      case ChurnEvent.ChurnRecorded it ->
          create(new RecordChurn(customer, it.reason(), it.note(), it.yearlyCost()));
      case ChurnEvent.WonBack it -> create(new WinBack(customer, it.note()));
    };
  }

  private static Step call(CustomerId customer, CallEvent event) {
    return switch (event) {
      case CallEvent.CallReceived it -> create(new ReceiveCall(customer, it.call(), it.details()));
      case CallEvent.RecordingLinked it ->
          amend(new LinkRecording(customer, it.call(), it.recording()));
    };
  }

  private Step correction(CustomerId customer, Known known, Fact fact, Set<String> inThisAppend) {
    String record =
        keys.kept(fact.stream().system(), String.valueOf(fact.voids()), fact.personalKey());
    List<Recorded> said = known.said(new Known.Source(fact.stream().system(), record));
    if (said.isEmpty()) {
      return inThisAppend.contains(record)
          ? new Step.Later()
          : new Step.Refused("void-unknown", "There is no event of the record to void.");
    }
    UUID event = said.getLast().eventId();
    if (known.isVoided(event)) {
      return new Step.Unchanged();
    }
    known.voids(event);
    return create(new VoidEvent(customer, event));
  }

  private static Step create(Command command) {
    return new Step.Ask(command, RowReport.Outcome.CREATE);
  }

  private static Step amend(Command command) {
    return new Step.Ask(command, RowReport.Outcome.AMEND);
  }

  private Instant at(Fact fact) {
    Instant effectiveAt = fact.effectiveAt();
    return effectiveAt == null ? job.importedAt() : effectiveAt;
  }

  private Envelope envelope(Fact fact, Command command) {
    String reason = fact.reason();
    String author = fact.author();
    boolean needsReason =
        command.needsReason() || (command instanceof Register it && it.despiteLikely());
    if (reason == null && needsReason) {
      reason = "As imported from " + fact.stream().system();
    }
    return new Envelope(
        job.actor(),
        Channel.IMPORT,
        reason == null ? null : Personal.of(reason),
        command.dating() == Command.Dating.NOW ? null : fact.effectiveAt(),
        job.id(),
        null,
        new ImportSource(
            fact.stream().system(),
            keys.record(fact),
            author == null ? null : Personal.of(author)));
  }

  private static RowReport refused(Bound bound, String code, String detail) {
    return report(bound, RowReport.Outcome.REJECT, code, detail);
  }

  private static RowReport report(
      Bound bound, RowReport.Outcome outcome, String code, String detail) {
    Fact fact = bound.fact();
    return new RowReport(fact.row(), fact.target(), outcome, code, detail);
  }
}
