package custody.standalone.walk;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Request;
import custody.command.churn.ChurnCommand.RecordChurn;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.command.handover.HandoverCommand.Open;
import custody.command.ownership.OwnershipCommand.Transfer;
import custody.command.profile.ContactCommand.AddContact;
import custody.command.profile.ProfileCommand.Register;
import custody.command.rep.RepCommand.Join;
import custody.command.rep.RepCommand.Leave;
import custody.command.responsibility.ResponsibilityCommand.AddCollaborator;
import custody.command.responsibility.ResponsibilityCommand.AssignSteward;
import custody.command.responsibility.ResponsibilityCommand.StartCover;
import custody.command.rule.RuleCommand.SetRule;
import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CollaboratorId;
import custody.contract.ContactId;
import custody.contract.CoverId;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.Medium;
import custody.contract.FollowUpEvent.NextStep;
import custody.contract.FollowUpId;
import custody.contract.HandoverEvent.Cause;
import custody.contract.HandoverId;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Kind;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.contract.StewardId;
import custody.service.Role;
import custody.service.Scope;
import custody.service.rights.Authority.Automation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/// A small company in which everybody is something to somebody. Li (north) is the rep who walks;
/// Wang is a colleague, Far is in the south, Gone has left.
final class World {
  final RepId li = RepId.create();
  final RepId wang = RepId.create();
  final RepId far = RepId.create();
  final RepId gone = RepId.create();

  /// The case in which Wang's customers are to be handed over.
  final HandoverId leaving = HandoverId.create();

  /// What each is to Li, the north's manager and Sun the steward; in the order of the tables.
  final Map<String, CustomerId> customers = new LinkedHashMap<>();

  /// Who walks, by the names the tables give them.
  final Map<String, Viewer> viewers = new LinkedHashMap<>();

  private final Commands commands;

  World(Commands commands) {
    this.commands = commands;
    join(li, "north");
    join(wang, "north");
    join(far, "south");
    join(gone, "north");
    customer("own", li);
    customer("covered", wang);
    customer("shared", wang);
    customer("colleague", wang);
    customer("stewarded", wang);
    customer("left", gone);
    customer("other", far);
    customer("moved", li);
    register("pooled", new Holder.Pool("north-pool"));
    customers.put("unknown", CustomerId.create());
    Instant year = Instant.now().plus(Duration.ofDays(300));
    say(new StartCover(id("covered"), CoverId.create(), li, year));
    say(new AddCollaborator(id("shared"), CollaboratorId.create(), li, null));
    say(
        new AssignSteward(
            id("stewarded"), StewardId.create(), new Actor(Actor.Kind.USER, "steward"), null));
    say(new Transfer(id("moved"), far));
    say(new Leave(gone));
    // What lists, due lists and inboxes show.
    for (String lost : List.of("stewarded", "left", "other")) {
      say(new RecordChurn(id(lost), "price", null, null));
    }
    for (String promised : List.of("own", "covered", "other", "pooled")) {
      say(new RecordFollowUp(id(promised), FollowUpId.create(), promise()));
    }
    say(new SetRule(RuleId.create(), "first", new Rule.FirstContact(List.of(), 3, List.of())));
    say(new Open(leaving, Cause.LEAVING, List.of(wang), LocalDate.now(ZoneOffset.UTC).plusDays(9)));
    viewers();
  }

  CustomerId id(String customer) {
    return Objects.requireNonNull(customers.get(customer));
  }

  Viewer viewer(String name) {
    return Objects.requireNonNull(viewers.get(name));
  }

  private void viewers() {
    add(Viewer.rep("rep", li));
    add(Viewer.rep("gone", gone));
    add(Viewer.person("manager", null, Role.MANAGER, "north"));
    add(Viewer.person("steward", null, Role.STEWARD));
    add(Viewer.person("auditor", null, Role.AUDITOR));
    add(Viewer.person("inquirer", "complaint 4711", Role.AUDITOR));
    add(Viewer.person("admin", null, Role.ADMIN));
    add(Viewer.program("reader", Set.of(Scope.READ), "north"));
    add(Viewer.program("writer", EnumSet.of(Scope.READ, Scope.WRITE), "north"));
    add(Viewer.program("keeper", EnumSet.allOf(Scope.class), "*"));
    add(Viewer.program("nothing", Set.of(Scope.FOLLOW), "north"));
  }

  private void add(Viewer viewer) {
    viewers.put(viewer.name(), viewer);
  }

  private void join(RepId rep, String team) {
    say(new Join(rep, Personal.of("Rep of " + team), team, "somewhere", List.of()));
  }

  private void customer(String name, RepId owner) {
    register(name, new Holder.Owner(owner));
  }

  private void register(String name, Holder holder) {
    CustomerId id = CustomerId.create();
    customers.put(name, id);
    say(
        new Register(
            id,
            Kind.COMPANY,
            new Changes(
                Map.of(),
                Map.of(
                    "name", Personal.of(new FieldValue.Text(nameOf(name))),
                    "phone", Personal.of(new FieldValue.Phone(phoneOf(name), phoneOf(name))),
                    "location", Personal.of(new FieldValue.GeoPoint(20, 100 + customers.size()))),
                Set.of()),
            List.of(),
            holder,
            true));
    say(addContact(name, contactOf(name)));
  }

  AddContact addContact(String customer, String name) {
    return new AddContact(
        id(customer),
        ContactId.create(),
        new Changes(Map.of(), Map.of("name", Personal.of(new FieldValue.Text(name))), Set.of()));
  }

  private static FollowUp promise() {
    return new FollowUp(
        Medium.CALL,
        Instant.now(),
        null,
        Personal.of("called"),
        null,
        new NextStep(Personal.of("send the offer"), LocalDate.now(ZoneOffset.UTC)));
  }

  static String nameOf(String customer) {
    return "Walked " + customer + " Trading";
  }

  static String phoneOf(String customer) {
    return "+86571%08d".formatted(80_000_000 + Math.floorMod(customer.hashCode(), 9_999_999));
  }

  static String contactOf(String customer) {
    return "Contactperson-" + customer;
  }

  void say(Command command) {
    commands
        .send(
            Request.of(
                command,
                Automation.DEMO,
                new Envelope(
                    new Actor(Actor.Kind.SERVICE, "world"),
                    Channel.API,
                    Personal.of("because"),
                    null,
                    UUID.randomUUID(),
                    null,
                    null)))
        .orThrow();
  }
}
