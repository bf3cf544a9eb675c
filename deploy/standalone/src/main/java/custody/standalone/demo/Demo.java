package custody.standalone.demo;

import custody.command.Commands;
import custody.command.Outcome;
import custody.command.Receipt;
import custody.command.Request;
import custody.store.EventLog;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Records the demo company through the front door, as an import, before Custody says that it
/// runs.
///
/// Cut off, it goes on with the next start: one stream is one append, and those that are there are
/// left alone.
@Component
@Profile("demo")
@Order(Demo.FIRST)
class Demo implements ApplicationRunner {
  /// Before whatever needs the company to be there.
  static final int FIRST = 0;

  private static final Logger log = LoggerFactory.getLogger(Demo.class);

  private final Commands commands;
  private final EventLog events;

  Demo(Commands commands, EventLog events) {
    this.commands = commands;
    this.events = events;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    int recorded = 0;
    for (DemoCompany.Story story : DemoCompany.invent()) {
      if (events.version(story.stream()) == 0) {
        recorded += tell(story);
      }
    }
    if (recorded > 0) {
      log.info("Recorded {} facts of the demo company.", recorded);
    }
  }

  private int tell(DemoCompany.Story story) {
    List<Receipt> receipts =
        commands.sendEach(story.requests()).stream().map(Outcome::orThrow).toList();
    List<Request> corrections =
        story.mistakes().stream()
            .map(mistake -> mistake.correction(receipts.get(mistake.request()).events().getFirst()))
            .toList();
    if (!corrections.isEmpty()) {
      commands.sendEach(corrections).forEach(Outcome::orThrow);
    }
    return receipts.size() + corrections.size();
  }
}
