package custody.standalone.demo;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Request;
import custody.command.handover.HandoverCommand.Approve;
import custody.command.handover.HandoverCommand.Execute;
import custody.command.handover.HandoverCommand.Open;
import custody.command.handover.HandoverCommand.Plan;
import custody.command.handover.HandoverWorker;
import custody.contract.Actor;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverEvent.Cause;
import custody.contract.HandoverEvent.Completed;
import custody.contract.HandoverId;
import custody.contract.HandoverPlan;
import custody.contract.HandoverPlan.Receiver;
import custody.contract.HandoverPlan.Split;
import custody.contract.Holder;
import custody.contract.UuidV7;
import custody.service.handover.Draft;
import custody.service.handover.Drafts;
import custody.service.rights.Authority.Automation;
import custody.store.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Two handover cases: one that was carried out, so that a receiver has a briefing and the case a
/// report; and one whose plan waits for a second person.
@Component
@Profile("demo")
@Order(Demo.FIRST + 1) // they move its customers
class DemoHandovers implements ApplicationRunner {
  private static final HandoverId LEAVE = new HandoverId(DemoCompany.id("handover", "leave"));
  private static final HandoverId LEAVING = new HandoverId(DemoCompany.id("handover", "leaving"));
  private static final Actor MANAGER = new Actor(Actor.Kind.USER, "manager");
  private static final Actor SECOND = Actor.rep(DemoCompany.rep("liuyang"));
  private static final Instant MOVED = Instant.parse("2026-07-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Commands commands;
  private final EventLog events;
  private final Drafts drafts;
  private final HandoverWorker worker;

  DemoHandovers(Commands commands, EventLog events, Drafts drafts, HandoverWorker worker) {
    this.commands = commands;
    this.events = events;
    this.drafts = drafts;
    this.worker = worker;
  }

  @Override
  public void run(ApplicationArguments arguments) throws InterruptedException {
    if (events.version(LEAVE.value()) == 0) {
      carriedOut();
    }
    if (events.version(LEAVING.value()) == 0) {
      String why = "年底离职 leaves at the end of the year";
      LocalDate lastDay = LocalDate.of(2026, 12, 31);
      ask(
          MANAGER,
          new Open(LEAVING, Cause.LEAVING, List.of(DemoCompany.rep("zhaolei")), lastDay),
          why,
          null);
      ask(MANAGER, new Plan(LEAVING, byCity()), why, null);
    }
  }

  private void carriedOut() throws InterruptedException {
    String why = "长期病假 long sick leave";
    Allotment all =
        new Allotment(
            DemoCompany.rep("zhangmin"),
            new Holder.Owner(DemoCompany.rep("sunqiang")),
            1,
            Stream.of("zhujiang", "yuexiu", "tianhe")
                .map(DemoCompany::customer)
                .sorted(Comparator.comparing(customer -> customer.toString()))
                .toList());
    Draft draft = new Draft(LEAVE, 1, MOVED, events.head(), List.of(all), List.of());
    drafts.keep(draft);
    ask(
        MANAGER,
        new Open(LEAVE, Cause.LONG_LEAVE, List.of(DemoCompany.rep("zhangmin")), null),
        why,
        null);
    ask(MANAGER, new Plan(LEAVE, toOne()), why, null);
    ask(SECOND, new Approve(LEAVE, draft.digest(), draft), why, null);
    ask(MANAGER, new Execute(LEAVE, UuidV7.create()), why, MOVED);
    worker.wake(LEAVE);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (events.stream(LEAVE.value()).stream()
            .noneMatch(recorded -> recorded.event() instanceof Completed)
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static HandoverPlan toOne() {
    return new HandoverPlan(
        List.of(),
        List.of(new Receiver(DemoCompany.rep("sunqiang"), null)),
        List.of(new Split.RoundRobin(List.of())),
        List.of(),
        null,
        3);
  }

  private static HandoverPlan byCity() {
    Split.ByField byCity =
        new Split.ByField(
            "region",
            List.of(
                new Split.Choice(List.of("南京"), List.of(DemoCompany.rep("liuyang"))),
                new Split.Choice(List.of("上海"), List.of(DemoCompany.rep("lina")))));
    return new HandoverPlan(
        List.of(),
        List.of(
            new Receiver(DemoCompany.rep("liuyang"), 10),
            new Receiver(DemoCompany.rep("lina"), null),
            new Receiver(DemoCompany.rep("huangting"), null)),
        List.of(byCity, new Split.Balanced(List.of(), Map.of("A", 3))),
        List.of(),
        null,
        3);
  }

  private void ask(Actor by, Command command, String why, @Nullable Instant effectiveAt) {
    commands
        .send(Request.of(command, Automation.DEMO, DemoCompany.envelope(by, why, effectiveAt)))
        .orThrow();
  }
}
