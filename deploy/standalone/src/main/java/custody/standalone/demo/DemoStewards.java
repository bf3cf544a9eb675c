package custody.standalone.demo;

import custody.command.Commands;
import custody.command.responsibility.ResponsibilityCommand.AssignSteward;
import custody.contract.Actor;
import custody.contract.CustomerId;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.StewardId;
import custody.store.EventLog;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The customer department looks after some key accounts beside their owners, so that its member
/// has somebody to see.
@Component
@Profile("demo")
@Order(
    Demo.FIRST + 3) // after what the manuals print, whose versions and positions stay as they are
class DemoStewards implements ApplicationRunner {
  private static final Actor MANAGER = new Actor(Actor.Kind.USER, "manager");
  private static final Actor STEWARD = new Actor(Actor.Kind.USER, "steward");
  private static final Instant SINCE =
      LocalDate.of(2026, 1, 12).atTime(9, 0).toInstant(DemoCompany.CHINA);
  private static final List<String> KEY_ACCOUNTS =
      List.of("xihu", "futian", "jinling", "hongqiao", "borough", "duomo");

  private final Commands commands;
  private final EventLog events;

  DemoStewards(Commands commands, EventLog events) {
    this.commands = commands;
    this.events = events;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    for (String key : KEY_ACCOUNTS) {
      CustomerId customer = DemoCompany.customer(key);
      // Once: who has been dismissed since stays so.
      boolean told =
          events.stream(customer.value()).stream()
              .anyMatch(recorded -> recorded.event() instanceof StewardAssigned);
      if (!told) {
        StewardId id = new StewardId(DemoCompany.id("steward", key));
        commands
            .send(
                DemoCompany.request(
                    new AssignSteward(customer, id, STEWARD, null),
                    DemoCompany.envelope(
                        MANAGER, "重点客户双重管理 dual management of key accounts", SINCE)))
            .orThrow();
      }
    }
  }
}
