package custody.standalone.demo;

import custody.command.Command;
import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Request;
import custody.command.followup.FollowUpCommand.CompleteNextStep;
import custody.command.followup.FollowUpCommand.RecordFollowUp;
import custody.contract.CustomerAt;
import custody.contract.CustomerId;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.store.EventLog;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// What the reps did in the weeks before the demo was first started, so that the pages about this
/// week have something to say. It alone goes by the clock, and so leaves out those of whom a manual
/// tells word for word.
@Component
@Profile("demo")
@Order(Demo.FIRST + 2) // by whoever owns the customer in the end
class DemoLately implements ApplicationRunner {
  private static final int WEEKS = 13;
  private static final Set<DayOfWeek> DAYS_147 =
      EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY, DayOfWeek.SUNDAY);
  private static final Set<RepId> UNTOLD = Set.of(DemoCompany.rep("sunqiang"));
  private static final Set<CustomerId> TOLD = Set.of(DemoCompany.customer("longjing"));

  private final Commands commands;
  private final EventLog events;
  private final Clock clock;

  DemoLately(Commands commands, EventLog events, Clock clock) {
    this.commands = commands;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    Instant now = clock.instant();
    // Later starts leave the company to its users: whom they have moved since would be told of
    // else.
    if (DemoTexts.table("customers.csv").stream().anyMatch(row -> isTold(row[0], now))) {
      return;
    }
    Map<RepId, String> names =
        DemoTexts.table("reps.csv").stream()
            .collect(Collectors.toMap(row -> DemoCompany.rep(row[0]), row -> row[1]));
    for (String[] row : DemoTexts.table("customers.csv")) {
      CustomerId id = DemoCompany.customer(row[0]);
      CustomerAt customer = now(id, now);
      boolean sold = customer.care().churn() == null && customer.mergedInto() == null;
      if (sold
          && !TOLD.contains(id)
          && customer.holder() instanceof Holder.Owner(RepId rep)
          && !UNTOLD.contains(rep)) {
        String grade = Objects.requireNonNull(customer.classification()).grade();
        String author = Objects.requireNonNull(names.get(rep));
        commands.sendEach(lately(row, rep, author, grade, now)).forEach(Outcome::orThrow);
      }
    }
  }

  private CustomerAt now(CustomerId id, Instant now) {
    return CustomerAt.of(events.stream(id.value()), now, Instant.MAX);
  }

  private boolean isTold(String key, Instant now) {
    return now(DemoCompany.customer(key), now).followUps().containsKey(followUp(key, 0));
  }

  /// The more important, the more often; the last promise is still to be kept.
  private static List<Request> lately(
      String[] row, RepId rep, String author, String grade, Instant now) {
    String key = row[0];
    CustomerId customer = DemoCompany.customer(key);
    Random random = new Random(key.hashCode());
    LocalDate today = LocalDate.ofInstant(now, DemoCompany.CHINA);
    LocalDate day = today.minusWeeks(WEEKS).plusDays(random.nextInt(7));
    List<Request> requests = new ArrayList<>();
    FollowUpId before = null;
    for (int number = 0; day.isBefore(today); number++) {
      Instant at =
          day.atTime(9 + random.nextInt(9), 5 * random.nextInt(12)).toInstant(DemoCompany.CHINA);
      if (before != null) {
        requests.add(request(key, new CompleteNextStep(customer, before, null), at, author));
      }
      FollowUpId id = followUp(key, number);
      FollowUp details = DemoTexts.lately(random, DemoTexts.isChinese(row[2]), at, rep, day);
      requests.add(request(key, new RecordFollowUp(customer, id, details), at, author));
      before = details.nextStep() == null ? null : id;
      day = next(day, grade, random);
    }
    return requests;
  }

  /// Mostly as the rules demand.
  private static LocalDate next(LocalDate day, String grade, Random random) {
    return switch (grade) {
      case "A" -> {
        LocalDate next = day;
        int skipped = random.nextInt(8) == 0 ? 1 : 0;
        while (skipped >= 0) {
          next = next.plusDays(1);
          skipped -= DAYS_147.contains(next.getDayOfWeek()) ? 1 : 0;
        }
        yield next;
      }
      case "B" -> day.plusDays(9L + random.nextInt(7));
      default -> day.plusDays(20L + random.nextInt(30));
    };
  }

  private static Request request(String key, Command command, Instant at, String author) {
    return DemoCompany.request(command, DemoCompany.envelope(key, null, at, author));
  }

  private static FollowUpId followUp(String key, int number) {
    return new FollowUpId(DemoCompany.id("lately", key + number));
  }
}
