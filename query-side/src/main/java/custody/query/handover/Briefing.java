package custody.query.handover;

import custody.contract.ComplaintEvent.Complaint;
import custody.contract.CustomerAt;
import custody.contract.CustomerId;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ImportantDate;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.query.handover.Census.Facts;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a receiver needs to know of a customer, so that the next call continues the last one.
final class Briefing {
  private static final int LAST_CONTACTS = 5;
  private static final Duration LONG_SILENCE = Duration.ofDays(90);

  private Briefing() {}

  /// One customer.
  ///
  /// @param urgency the greater, the sooner it wants a call
  /// @param why what makes it urgent: overdue-step, complaint, date-soon, important, silence,
  ///     contact-overdue
  /// @param fields plain values; erased ones are left out
  /// @param missing fields without value
  record Customer(
      CustomerId customer,
      @Nullable String kind,
      @Nullable String name,
      @Nullable String grade,
      RepId from,
      Holder to,
      String state,
      int urgency,
      List<String> why,
      @Nullable LocalDate contactDue,
      @Nullable Instant contactedAt,
      SequencedMap<String, FieldValue> fields,
      List<SequencedMap<String, FieldValue>> contacts,
      List<Promise> promises,
      List<OpenComplaint> complaints,
      List<ComingDate> dates,
      List<Contact> lastContacts,
      List<Acquaintance> knownBy,
      List<String> missing) {}

  /// @param due the day it was promised for
  record Promise(@Nullable String what, @Nullable LocalDate due, boolean overdue) {}

  record OpenComplaint(
      String category, String severity, @Nullable String summary, @Nullable LocalDate due) {}

  /// @param next when it comes up next
  record ComingDate(String kind, @Nullable String label, LocalDate next) {}

  record Contact(
      Instant at,
      String medium,
      @Nullable RepId rep,
      @Nullable String summary,
      @Nullable String outcome) {}

  /// Who knows the customer.
  ///
  /// @param who `rep:<id>` or another account
  /// @param as follow-ups, collaborator, steward or cover
  record Acquaintance(String who, String as, int followUps) {}

  /// How soon a customer wants a call, by what many can be asked about at once.
  static int urgency(Facts facts, Moved moved, Instant now, LocalDate today) {
    int urgency = 0;
    for (String why : why(facts, moved, now, today)) {
      urgency +=
          switch (why) {
            case "complaint" -> 40;
            case "overdue-step" -> 30;
            case "contact-overdue" -> 25;
            case "date-soon" -> 15;
            case "important" -> 10;
            default -> 5;
          };
    }
    return urgency;
  }

  static List<String> why(Facts facts, Moved moved, Instant now, LocalDate today) {
    List<String> why = new ArrayList<>();
    if (facts.openComplaints() > 0) {
      why.add("complaint");
    }
    if (facts.overdueSteps() > 0) {
      why.add("overdue-step");
    }
    if (moved.isOverdue(today)) {
      why.add("contact-overdue");
    }
    LocalDate next = facts.nextDate();
    if (next != null && !next.isAfter(today.plusDays(7))) {
      why.add("date-soon");
    }
    if ("A".equals(facts.grade())) {
      why.add("important");
    }
    Instant last = facts.lastContact();
    if (last == null || last.isBefore(now.minus(LONG_SILENCE))) {
      why.add("silence");
    }
    return why;
  }

  /// @param stream everything recorded of the customer
  static Customer of(
      Moved moved,
      Facts facts,
      List<Recorded> stream,
      FieldCatalog catalog,
      Instant now,
      LocalDate today) {
    CustomerAt state = CustomerAt.of(stream, now, now);
    SequencedMap<String, FieldValue> fields = known(state.fields());
    return new Customer(
        moved.customer(),
        state.kind() == null ? null : state.kind().name().toLowerCase(java.util.Locale.ROOT),
        fields.get("name") instanceof FieldValue.Text(String name) ? name : null,
        state.classification() == null ? null : state.classification().grade(),
        moved.from(),
        moved.to(),
        moved.state(),
        urgency(facts, moved, now, today),
        why(facts, moved, now, today),
        moved.contactDue(),
        moved.contactedAt(),
        fields,
        state.contacts().values().stream().map(Briefing::known).toList(),
        promises(state, today),
        complaints(state),
        dates(state, today),
        contacts(state),
        knownBy(state, moved.to()),
        catalog.fields(FieldCatalog.Of.CUSTOMER).stream()
            .map(FieldDefinition::name)
            .filter(field -> !state.fields().containsKey(field))
            .toList());
  }

  private static SequencedMap<String, FieldValue> known(Map<String, Personal<FieldValue>> fields) {
    SequencedMap<String, FieldValue> known = new LinkedHashMap<>();
    fields.forEach(
        (field, value) -> {
          if (value instanceof Personal.Known<FieldValue>(FieldValue plain)) {
            known.put(field, plain);
          }
        });
    return known;
  }

  private static @Nullable String text(@Nullable Personal<String> text) {
    return text instanceof Personal.Known<String>(String known) ? known : null;
  }

  private static List<Promise> promises(CustomerAt state, LocalDate today) {
    List<Promise> promises = new ArrayList<>();
    for (CustomerAt.FollowUpState followUp : state.followUps().values()) {
      NextStep step = followUp.details().nextStep();
      if (step != null && followUp.done() == null) {
        LocalDate due = step.due();
        promises.add(new Promise(text(step.what()), due, due != null && due.isBefore(today)));
      }
    }
    promises.sort(
        Comparator.comparing(Promise::due, Comparator.nullsLast(Comparator.naturalOrder())));
    return promises;
  }

  private static List<OpenComplaint> complaints(CustomerAt state) {
    List<OpenComplaint> open = new ArrayList<>();
    state
        .care()
        .complaints()
        .values()
        .forEach(
            complaint -> {
              if (complaint.resolved() == null) {
                Complaint details = complaint.details();
                open.add(
                    new OpenComplaint(
                        details.category(),
                        details.severity().name().toLowerCase(java.util.Locale.ROOT),
                        text(details.summary()),
                        details.due()));
              }
            });
    return open;
  }

  private static List<ComingDate> dates(CustomerAt state, LocalDate today) {
    List<ComingDate> coming = new ArrayList<>();
    for (ImportantDate date : state.dates().values()) {
      LocalDate next = Census.next(date, today);
      if (next != null) {
        coming.add(new ComingDate(date.kind(), text(date.label()), next));
      }
    }
    coming.sort(Comparator.comparing(ComingDate::next));
    return coming;
  }

  private static List<Contact> contacts(CustomerAt state) {
    return state.followUps().values().stream()
        .map(CustomerAt.FollowUpState::details)
        .sorted(Comparator.comparing(FollowUp::occurredAt).reversed())
        .limit(LAST_CONTACTS)
        .map(
            it ->
                new Contact(
                    it.occurredAt(),
                    it.medium().name().toLowerCase(java.util.Locale.ROOT),
                    it.rep(),
                    text(it.summary()),
                    it.outcome()))
        .toList();
  }

  private static List<Acquaintance> knownBy(CustomerAt state, Holder to) {
    Map<RepId, Integer> followUps = new HashMap<>();
    for (CustomerAt.FollowUpState followUp : state.followUps().values()) {
      RepId rep = followUp.details().rep();
      if (rep != null && !to.equals(new Holder.Owner(rep))) {
        followUps.merge(rep, 1, Integer::sum);
      }
    }
    List<Acquaintance> known = new ArrayList<>();
    followUps.forEach(
        (rep, number) -> known.add(new Acquaintance("rep:" + rep, "follow-ups", number)));
    known.sort(
        Comparator.comparingInt(Acquaintance::followUps)
            .reversed()
            .thenComparing(Acquaintance::who));
    state
        .responsible()
        .collaborators()
        .values()
        .forEach(it -> known.add(new Acquaintance("rep:" + it.rep(), "collaborator", 0)));
    state
        .responsible()
        .stewards()
        .values()
        .forEach(it -> known.add(new Acquaintance(Objects.toString(it.account()), "steward", 0)));
    state
        .responsible()
        .covers()
        .values()
        .forEach(it -> known.add(new Acquaintance("rep:" + it.by(), "cover", 0)));
    return known;
  }
}
