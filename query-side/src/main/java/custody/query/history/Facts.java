package custody.query.history;

import static custody.query.history.EventJson.json;

import custody.contract.CallEvent;
import custody.contract.Changes;
import custody.contract.ChurnEvent;
import custody.contract.ChurnEvent.ChurnRecorded;
import custody.contract.ChurnEvent.WonBack;
import custody.contract.ComplaintEvent;
import custody.contract.ComplaintEvent.ComplaintEscalated;
import custody.contract.ComplaintEvent.ComplaintRaised;
import custody.contract.ComplaintEvent.ComplaintResolved;
import custody.contract.CorrectionEvent;
import custody.contract.CustomerEvent;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.Id;
import custody.contract.OwnershipEvent;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import custody.contract.RecyclingEvent;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RecyclingEvent.ExemptionEnded;
import custody.contract.ResponsibilityEvent;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.ResponsibilityEvent.StewardRemoved;
import custody.service.field.FieldJson;
import org.jspecify.annotations.Nullable;

/// Takes an event apart into what it says of each single thing. Each fact stands for itself, so
/// the
/// state at any two times is a matter of choosing facts, not of folding events.
final class Facts {
  private static final String HERE = "true";

  private final Row row;

  private Facts(Row row) {
    this.row = row;
  }

  /// Takes one fact.
  interface Row {
    /// @param value JSON; null = nothing from here on
    void fact(String part, String item, String field, @Nullable String value);
  }

  static void of(CustomerEvent event, Row row) {
    Facts facts = new Facts(row);
    switch (event) {
      case ProfileEvent it -> facts.of(it);
      case FollowUpEvent it -> facts.of(it);
      case OwnershipEvent it -> facts.holder(it.to());
      case ResponsibilityEvent it -> facts.of(it);
      case RecyclingEvent it -> facts.of(it);
      case ComplaintEvent it -> facts.of(it);
      case ChurnEvent it -> facts.of(it);
      case CallEvent _, CorrectionEvent _, PersonalDataEvent _ -> {}
    }
  }

  /// What ends something may be recorded before what begins it, so it is a thing of its own.
  private void of(ResponsibilityEvent event) {
    switch (event) {
      case CoverStarted it -> row.fact("covers", it.cover().toString(), "", json(it));
      case CollaboratorAdded it ->
          row.fact("collaborators", it.collaborator().toString(), "", json(it));
      case StewardAssigned it -> row.fact("stewards", it.steward().toString(), "", json(it));
      case CoverEnded it -> ended(it.cover());
      case CollaboratorRemoved it -> ended(it.collaborator());
      case StewardRemoved it -> ended(it.steward());
    }
  }

  private void of(RecyclingEvent event) {
    switch (event) {
      case Exempted it -> row.fact("exemptions", it.exemption().toString(), "", json(it));
      case ExemptionEnded it -> ended(it.exemption());
    }
  }

  private void ended(Id id) {
    row.fact("ended", id.value().toString(), "", HERE);
  }

  private void of(ComplaintEvent event) {
    switch (event) {
      case ComplaintRaised it ->
          row.fact(
              "complaints",
              it.complaint().toString(),
              "",
              EventJson.withId("complaint", it.complaint(), it.details()));
      case ComplaintEscalated it ->
          row.fact("complaints", it.complaint().toString(), "escalated", json(it));
      case ComplaintResolved it ->
          row.fact("complaints", it.complaint().toString(), "resolved", json(it));
    }
  }

  private void of(ChurnEvent event) {
    row.fact(
        "churn",
        "",
        "",
        switch (event) {
          case ChurnRecorded it -> json(it);
          case WonBack _ -> null;
        });
  }

  private void of(ProfileEvent event) {
    switch (event) {
      case Registered it -> {
        row.fact("kind", "", "", json(it.kind()));
        row.fact("externalIds", "", "", json(it.externalIds()));
        holder(it.holder());
        fields("fields", "", it.fields());
      }
      case Merged it -> row.fact("mergedInto", "", "", json(it.into()));
      case MergeReverted _ -> row.fact("mergedInto", "", "", null);
      case Amended it -> fields("fields", "", it.fields());
      case Classified it -> row.fact("classification", "", "", json(it));
      case ContactAdded it -> {
        row.fact("contacts", it.contact().toString(), "", HERE);
        fields("contacts", it.contact().toString(), it.fields());
      }
      case ContactAmended it -> fields("contacts", it.contact().toString(), it.fields());
      case ContactRemoved it -> row.fact("contacts", it.contact().toString(), "", null);
      case DateSet it ->
          row.fact("dates", it.date().toString(), "", EventJson.withId(it.date(), it.details()));
      case DateRemoved it -> row.fact("dates", it.date().toString(), "", null);
      case AssortmentReported it -> row.fact("assortment", it.product(), "", json(it));
    }
  }

  private void of(FollowUpEvent event) {
    switch (event) {
      case FollowUpRecorded it -> {
        row.fact("followUps", it.followUp().toString(), "", HERE);
        // That it has none goes without saying.
        if (it.details().nextStep() != null) {
          step(it.followUp(), it.details());
        }
      }
      case FollowUpAmended it -> step(it.followUp(), it.details());
      case NextStepDone it -> row.fact("followUps", it.followUp().toString(), "done", HERE);
    }
  }

  private void step(FollowUpId followUp, FollowUp details) {
    NextStep step = details.nextStep();
    row.fact(
        "followUps",
        followUp.toString(),
        "step",
        step == null ? null : json(new OpenStep(followUp, step.what(), step.due())));
  }

  private void holder(Holder holder) {
    row.fact("holder", "", "", json(holder));
  }

  private void fields(String part, String item, Changes changes) {
    changes
        .values()
        .forEach((field, value) -> row.fact(part, item, field, FieldJson.write(value).toString()));
    changes.cleared().forEach(field -> row.fact(part, item, field, null));
  }
}
