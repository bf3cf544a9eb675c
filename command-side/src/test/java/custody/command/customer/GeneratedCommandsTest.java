package custody.command.customer;

import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.LI;
import static custody.command.Samples.WANG;
import static custody.command.Samples.ZHAO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import custody.command.Aside;
import custody.command.Command;
import custody.command.Context;
import custody.command.CustomerCommand;
import custody.command.DeciderSpecification;
import custody.command.Decision;
import custody.command.Facts;
import custody.command.RepStanding;
import custody.command.Samples;
import custody.command.churn.ChurnCommand.RecordChurn;
import custody.command.churn.ChurnCommand.WinBack;
import custody.command.complaint.ComplaintCommand.RaiseComplaint;
import custody.command.complaint.ComplaintCommand.ResolveComplaint;
import custody.command.correction.CorrectionCommand.VoidEvent;
import custody.command.followup.FollowUpCommand.AmendFollowUp;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.command.ownership.OwnershipCommand.Claim;
import custody.command.ownership.OwnershipCommand.Release;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.ContactCommand.AddContact;
import custody.command.profile.ContactCommand.AmendContact;
import custody.command.profile.ContactCommand.RemoveContact;
import custody.command.profile.ProfileCommand.Amend;
import custody.command.profile.ProfileCommand.Classify;
import custody.command.profile.ProfileCommand.Register;
import custody.command.recycling.RecyclingCommand.EndExemption;
import custody.command.recycling.RecyclingCommand.Exempt;
import custody.command.recycling.RecyclingCommand.Recycle;
import custody.command.responsibility.ResponsibilityCommand.AddCollaborator;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CollaboratorId;
import custody.contract.ComplaintEvent.Complaint;
import custody.contract.ComplaintEvent.Severity;
import custody.contract.ComplaintId;
import custody.contract.ContactId;
import custody.contract.CorrectionEvent;
import custody.contract.CoverId;
import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.ExemptionId;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.Kind;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.contract.RuleId;
import custody.contract.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random commands, obeyed or refused, held against the definition. The seed of a failure is
/// printed, and the commands are cut down to those it needs.
class GeneratedCommandsTest {
  private static final int SEQUENCES = 300;
  private static final int COMMANDS = 40;
  private static final CustomerDecider DECIDER = new CustomerDecider(Set.of("phone"));
  private static final List<RepId> REPS = List.of(LI, WANG, ZHAO);
  private static final List<UUID> IDS = List.of(new UUID(7, 1), new UUID(7, 2));

  /// A command at a time; what it says about earlier events is a number, so that it still means
  /// something when commands before it are dropped.
  ///
  /// @param voided which of the events there are; -1 = none, the command says it all
  private record Timed(
      int minute, @Nullable Integer effectiveMinute, CustomerCommand command, int voided) {}

  @Test
  void whateverIsCommandedThereIsOneHolderAtEveryInstant() {
    check(GeneratedCommandsTest::hasOneHolderAtEveryInstant);
  }

  @Test
  void decisionsRestOnWhatTheDefinitionSays() {
    check(GeneratedCommandsTest::stateAgreesWithTheDefinition);
  }

  @Test
  void noEventChangesNothing() {
    check(GeneratedCommandsTest::everyFactIsNews);
  }

  @Test
  void whatIsLeftAsideChangesNoDecision() {
    check(GeneratedCommandsTest::decidesInPartAsItDoesWhole);
  }

  /// One dated ahead has become the latest that counts, so what was before it must not be told.
  @Test
  void aVoidedChangeSaysHowFarChangesWentAllTheSame() {
    List<Recorded> stream = new ArrayList<>();
    record(stream, 5, 5, Samples.registered(new Holder.Owner(LI)));
    record(stream, 10, 10, new Amended(Samples.texts("name", "a")));
    record(stream, 20, 50, new Amended(Samples.texts("name", "b")));
    record(stream, 60, 60, new Amended(Samples.texts("alias", "c")));
    record(stream, 61, 61, new CorrectionEvent.Voided(stream.getLast().eventId()));
    Predicate<Recorded> spared = DECIDER.aside().spared(read(stream));
    List<Recorded> noted = stream.stream().filter(spared.negate()).toList();

    assertThat(noted).hasSize(stream.size() - 1);
    Amend back = new Amend(CUSTOMER, Samples.cleared("name"));
    assertThat(DECIDER.aside().lacks(read(noted), back, minute(30))).isTrue();
    assertThat(DECIDER.aside().lacks(read(noted), back, null)).isFalse();
  }

  @Test
  void manyFollowUpsThatNobodyAsksAboutTakeNoMemory() {
    List<Recorded> stream = new ArrayList<>();
    record(stream, 5, 5, Samples.registered(new Holder.Owner(LI)));
    for (int i = 0; i < 9; i++) {
      FollowUpId id = new FollowUpId(new UUID(8, i));
      record(stream, 10 + i, 10 + i, new FollowUpRecorded(id, call(10 + i, "a")));
    }
    Customer trimmed = DECIDER.aside().trimmed(read(stream));
    assertThat(DECIDER.aside().weight(trimmed, stream.size())).isEqualTo(1);

    record(stream, 30, 30, new NextStepDone(new FollowUpId(new UUID(8, 0)), null));
    assertThat(DECIDER.aside().trimmed(read(stream))).as("somebody asks").isEqualTo(read(stream));
  }

  private static void record(
      List<Recorded> stream, int minute, int effectiveMinute, CustomerEvent event) {
    stream.add(
        new Recorded(
            stream.size() + 1,
            DeciderSpecification.eventId(stream.size()),
            CUSTOMER.value(),
            stream.size(),
            minute(minute),
            DeciderSpecification.envelope(Channel.API, "because", minute(effectiveMinute)),
            event));
  }

  private static void check(Function<List<Recorded>, @Nullable String> flaw) {
    long first = Seed.get();
    for (long seed = first; seed < first + SEQUENCES; seed++) {
      List<Timed> commands = generate(new Random(seed));
      if (flaw.apply(obey(commands)) != null) {
        List<Timed> needed = shrink(commands, flaw);
        fail(
            "seed "
                + seed
                + ": "
                + flaw.apply(obey(needed))
                + "\n"
                + String.join("\n", needed.stream().map(Timed::toString).toList()));
      }
    }
  }

  private static List<Timed> shrink(
      List<Timed> commands, Function<List<Recorded>, @Nullable String> flaw) {
    List<Timed> needed = new ArrayList<>(commands);
    for (int i = needed.size() - 1; i >= 0; i--) {
      Timed dropped = needed.remove(i);
      if (flaw.apply(obey(needed)) == null) {
        needed.add(i, dropped);
      }
    }
    return needed;
  }

  private static Instant minute(int minute) {
    return DeciderSpecification.DAY_0.plus(Duration.ofMinutes(minute));
  }

  private static List<Timed> generate(Random random) {
    List<Timed> commands = new ArrayList<>();
    int now = 100;
    commands.add(
        new Timed(
            now,
            null,
            new Register(CUSTOMER, Kind.PERSON, Changes.none(), List.of(), null, false),
            -1));
    for (int i = 0; i < COMMANDS; i++) {
      // Often at the same time as the one before: order must hold there too.
      now += random.nextInt(3);
      Integer effective = random.nextBoolean() ? null : Math.max(95, now + random.nextInt(-20, 20));
      commands.add(new Timed(now, effective, command(random, now), random.nextInt(1, 40)));
    }
    return commands;
  }

  private static CustomerCommand command(Random random, int now) {
    RepId rep = REPS.get(random.nextInt(REPS.size()));
    UUID id = IDS.get(random.nextInt(IDS.size()));
    String text = random.nextBoolean() ? "a" : "b";
    return switch (random.nextInt(28)) {
      case 0 -> new Assign(CUSTOMER, rep);
      case 1, 2, 3 -> new Transfer(CUSTOMER, rep);
      case 4 -> new Release(CUSTOMER, random.nextBoolean() ? null : "east");
      case 5 -> new Claim(CUSTOMER, rep);
      case 6 -> new Classify(CUSTOMER, text, "#000000");
      case 7 -> new AddContact(CUSTOMER, new ContactId(id), Samples.texts("name", text));
      case 8 -> new AmendContact(CUSTOMER, new ContactId(id), Samples.texts("name", text));
      case 9 -> new RemoveContact(CUSTOMER, new ContactId(id));
      case 10 -> new Amend(CUSTOMER, Samples.texts(field(random), text));
      case 11 -> new Amend(CUSTOMER, Samples.cleared(field(random)));
      case 12 -> new RecordFollowUp(CUSTOMER, new FollowUpId(id), call(now - 3, text));
      case 13 ->
          random.nextBoolean()
              ? new AmendFollowUp(CUSTOMER, new FollowUpId(id), call(now - 3, text))
              : new CompleteNextStep(CUSTOMER, new FollowUpId(id), null);
      case 14, 15 ->
          new StartCover(CUSTOMER, CoverId.create(), rep, minute(now + random.nextInt(-5, 40)));
      case 16 -> new AddCollaborator(CUSTOMER, CollaboratorId.create(), rep, minute(now + 20));
      case 17 -> new Exempt(CUSTOMER, new ExemptionId(id), null, minute(now + 20));
      case 18 ->
          random.nextBoolean()
              ? new EndExemption(CUSTOMER, new ExemptionId(id))
              : new Recycle(CUSTOMER, new RuleId(id), 1, null);
      case 19 ->
          random.nextBoolean()
              ? new RaiseComplaint(CUSTOMER, new ComplaintId(id), complaint(text))
              : new ResolveComplaint(CUSTOMER, new ComplaintId(id), null, Personal.of(text));
      case 20 ->
          random.nextBoolean()
              ? new RecordChurn(CUSTOMER, text, null, null)
              : new WinBack(CUSTOMER, null);
      case 21, 22 -> new VoidEvent(CUSTOMER, new UUID(0, 0));
      default -> amendment(random);
    };
  }

  private static String field(Random random) {
    return random.nextBoolean() ? "name" : "alias";
  }

  private static Complaint complaint(String text) {
    return new Complaint("delivery", Severity.LOW, Personal.of(text), null, null);
  }

  private static FollowUp call(int minute, String text) {
    return new FollowUp(
        Medium.CALL,
        minute(minute),
        null,
        Personal.of(text),
        null,
        new NextStep(Personal.of(text), null));
  }

  /// As the shell does it: one customer stays in memory and is trimmed, another is read anew after
  /// each event by what was noted.
  private static @Nullable String decidesInPartAsItDoesWhole(List<Recorded> stream) {
    Random random = new Random(stream.size());
    Aside<Customer> aside = DECIDER.aside();
    Customer whole = DECIDER.initial();
    Customer kept = whole;
    List<Recorded> noted = List.of();
    int upTo = 0;
    for (int i = 0; i < stream.size(); i++) {
      Recorded recorded = stream.get(i);
      boolean voids = recorded.event() instanceof CorrectionEvent;
      kept = DECIDER.evolve(voids && !kept.profile().memory().isWhole() ? whole : kept, recorded);
      kept = random.nextInt(4) == 0 ? kept.withProfileTrimmed() : kept;
      kept = random.nextInt(8) == 0 ? kept.withFollowUpsAside() : kept;
      whole = DECIDER.evolve(whole, recorded);
      if (voids) {
        noted = List.of();
        upTo = 0;
      }
      List<Recorded> excerpt = new ArrayList<>(noted);
      for (Recorded since : stream.subList(upTo, i + 1)) {
        if (!(since.event() instanceof FollowUpEvent) || since.equals(recorded)) {
          excerpt.add(since);
        }
      }
      Customer read = read(excerpt);
      String flaw = firstFlaw(random, stream.subList(0, i + 1), whole, kept, read);
      if (flaw != null) {
        return flaw;
      }
      if (random.nextInt(3) == 0) {
        Predicate<Recorded> spared = aside.spared(read);
        noted = excerpt.stream().filter(it -> it.equals(recorded) || !spared.test(it)).toList();
        upTo = i + 1;
      }
    }
    return null;
  }

  private static Customer read(List<Recorded> excerpt) {
    Customer read = DECIDER.initial();
    long version = 0;
    for (Recorded recorded : excerpt) {
      Customer before = recorded.sequence() == version ? read : DECIDER.aside().without(read);
      read = DECIDER.evolve(before, recorded);
      version = recorded.version();
    }
    return read;
  }

  private static @Nullable String firstFlaw(
      Random random, List<Recorded> stream, Customer whole, Customer... parts) {
    Instant last = stream.getLast().recordedAt();
    int now = (int) Duration.between(DeciderSpecification.DAY_0, last).toMinutes() + 1;
    for (Customer part : parts) {
      if (!part.standing(last).equals(whole.standing(last))
          || !DECIDER.identities(part, last).equals(DECIDER.identities(whole, last))
          || !DECIDER.name(part, last).equals(DECIDER.name(whole, last))) {
        return "it is somebody else";
      }
      for (int i = 0; i < 5; i++) {
        CustomerCommand command = i < 3 ? amendment(random) : command(random, now);
        Integer minute = random.nextBoolean() ? null : now - random.nextInt(12);
        Envelope envelope =
            DeciderSpecification.envelope(
                Channel.API, "because", minute == null ? null : minute(minute));
        Instant stated = Context.stated(command, envelope);
        Context context =
            Context.of(
                command,
                minute(now),
                envelope.effectiveAt(stated),
                DeciderSpecification.POLICY,
                facts(command, stream));
        if (!DECIDER.aside().lacks(part, command, stated)
            && !DECIDER
                .decide(part, command, context)
                .equals(DECIDER.decide(whole, command, context))) {
          return "decides otherwise on " + command + " effective at " + stated;
        }
      }
    }
    return null;
  }

  private static CustomerCommand amendment(Random random) {
    String text = random.nextBoolean() ? "a" : "b";
    return switch (random.nextInt(3)) {
      case 0 -> new Classify(CUSTOMER, text, "#000000");
      case 1 -> new Amend(CUSTOMER, Samples.texts(field(random), text));
      default -> new Amend(CUSTOMER, Samples.cleared(field(random)));
    };
  }

  private static List<Recorded> obey(List<Timed> commands) {
    List<Recorded> stream = new ArrayList<>();
    Customer state = DECIDER.initial();
    for (Timed timed : commands) {
      CustomerCommand command =
          timed.command() instanceof VoidEvent
              ? new VoidEvent(
                  CUSTOMER,
                  stream.isEmpty()
                      ? new UUID(0, 0)
                      : stream.get(timed.voided() % stream.size()).eventId())
              : timed.command();
      Integer effective = command instanceof VoidEvent ? null : timed.effectiveMinute();
      Envelope envelope =
          DeciderSpecification.envelope(
              Channel.API, "because", effective == null ? null : minute(effective));
      envelope = envelope.effectiveAt(Context.stated(command, envelope));
      Context context =
          Context.of(
              command,
              minute(timed.minute()),
              envelope,
              DeciderSpecification.POLICY,
              facts(command, stream));
      if (DECIDER.decide(state, command, context) instanceof Decision.Accepted accepted) {
        for (Event event : accepted.events()) {
          Recorded recorded =
              new Recorded(
                  stream.size() + 1,
                  DeciderSpecification.eventId(stream.size()),
                  CUSTOMER.value(),
                  stream.size(),
                  minute(timed.minute()),
                  envelope,
                  event);
          stream.add(recorded);
          state = DECIDER.evolve(state, recorded);
        }
      }
    }
    return stream;
  }

  private static Facts facts(Command command, List<Recorded> stream) {
    RepStanding always =
        new RepStanding() {
          @Override
          public boolean leavingAt(Instant time) {
            return false;
          }

          @Override
          public boolean activeAt(Instant time) {
            return true;
          }

          @Override
          public Set<String> teams(Instant since, Instant now) {
            return Set.of();
          }

          @Override
          public boolean departedAt(Instant time) {
            return false;
          }
        };
    Event said =
        stream.stream()
            .filter(it -> command instanceof VoidEvent(_, var id) && it.eventId().equals(id))
            .map(Recorded::event)
            .findFirst()
            .orElse(null);
    return new Facts(
        Map.of(LI, always, WANG, always, ZHAO, always), List.of(), List.of(), null, null, said);
  }

  /// Every instant at which something becomes known or true, and those between.
  private static List<Instant> instants(List<Recorded> stream) {
    return stream.stream()
        .flatMap(it -> Stream.of(it.effectiveAt(), it.recordedAt()))
        .flatMap(it -> Stream.of(it, it.plusSeconds(30)))
        .distinct()
        .sorted()
        .toList();
  }

  private static @Nullable String hasOneHolderAtEveryInstant(List<Recorded> stream) {
    if (stream.isEmpty()) {
      return null;
    }
    Instant registration = stream.getFirst().effectiveAt();
    for (Instant knownAt : instants(stream)) {
      for (Instant asOf : instants(stream)) {
        boolean registered = !asOf.isBefore(registration) && !knownAt.isBefore(registration);
        if ((CustomerAt.of(stream, asOf, knownAt).holder() != null) != registered) {
          return "as of " + asOf + ", known at " + knownAt;
        }
      }
    }
    return null;
  }

  private static @Nullable String stateAgreesWithTheDefinition(List<Recorded> stream) {
    if (stream.isEmpty()) {
      return null;
    }
    Customer state = DECIDER.initial();
    for (Recorded recorded : stream) {
      state = DECIDER.evolve(state, recorded);
    }
    Instant knownAt = stream.getLast().recordedAt();
    for (Instant asOf : instants(stream)) {
      CustomerAt expected = CustomerAt.of(stream, asOf, knownAt);
      if (expected.kind() == null) {
        continue;
      }
      try {
        assertThat(state.ownership().holders().at(asOf)).isEqualTo(expected.holder());
        assertThat(state.responsibilities().covers(asOf, expected.holder()))
            .containsExactlyElementsOf(expected.responsible().covers().values());
        assertThat(state.responsibilities().collaborators().at(asOf))
            .containsExactlyElementsOf(expected.responsible().collaborators().values());
        assertThat(state.recycling().exemptions().at(asOf))
            .containsExactlyElementsOf(expected.responsible().exemptions().values());
        assertThat(Boolean.TRUE.equals(state.churn().lost().at(asOf)))
            .isEqualTo(expected.care().churn() != null);
        assertThat(state.profile().classification().at(asOf)).isEqualTo(expected.classification());
        assertThat(DECIDER.name(state, asOf).isPresent())
            .isEqualTo(expected.fields().containsKey("name"));
      } catch (AssertionError e) {
        return "as of " + asOf + ": " + e.getMessage();
      }
    }
    return null;
  }

  /// A fact is news if, when it was recorded, it made a difference at its own effective time, or
  /// after it: what ends before it has begun does later.
  /// Ownership may name the pool it was in; a next step done always is.
  private static @Nullable String everyFactIsNews(List<Recorded> stream) {
    for (int i = 1; i < stream.size(); i++) {
      Recorded recorded = stream.get(i);
      if (recorded.event() instanceof CorrectionEvent
          || recorded.event() instanceof OwnershipEvent) {
        continue;
      }
      List<Recorded> before = stream.subList(0, i);
      List<Recorded> after = stream.subList(0, i + 1);
      if (instants(stream).stream()
          .filter(asOf -> !asOf.isBefore(recorded.effectiveAt()))
          .allMatch(
              asOf ->
                  CustomerAt.of(before, asOf, recorded.recordedAt())
                      .equals(CustomerAt.of(after, asOf, recorded.recordedAt())))) {
        return recorded.event() + " changes nothing";
      }
    }
    return null;
  }
}
