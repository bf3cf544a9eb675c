package custody.query.handover;

import custody.query.Answers;
import custody.service.Background;
import custody.service.CompanyProperties;
import custody.service.handover.Draft;
import custody.service.handover.Drafts;
import custody.store.EventLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// An automation: works out each new plan and keeps the draft for the side that decides. Whichever
/// process is up does it; that two do it at once does no harm, the first of them is kept.
@Component
final class Drafter extends Background {
  private static final Logger log = LoggerFactory.getLogger(Drafter.class);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final DataSource database;
  private final EventLog events;
  private final Drafts drafts;
  private final CompanyProperties company;
  private final Clock clock;

  Drafter(
      DataSource database, EventLog events, Drafts drafts, CompanyProperties company, Clock clock) {
    super("custody-handover-drafts", Duration.ofSeconds(10));
    this.database = database;
    this.events = events;
    this.drafts = drafts;
    this.company = company;
    this.clock = clock;
  }

  @Override
  protected void run() {
    while (isRunning()) {
      try {
        long seen = events.head();
        work();
        if (position() >= seen) {
          events.await(seen, LOOK);
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The database may be away, or the view may not be built yet.
        log.debug("Plans cannot be worked out now.", e);
        try {
          TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        } catch (InterruptedException interrupted) {
          return;
        }
      }
    }
  }

  private long position() {
    return Answers.snapshot(database, db -> Answers.position(db, HandoversView.NAME));
  }

  /// Works out what waits for it.
  void work() {
    Instant now = clock.instant();
    List<Draft> made =
        Answers.snapshot(
            database,
            db -> {
              List<Draft> all = new ArrayList<>();
              try (PreparedStatement query =
                      db.prepareStatement(
                          """
                          SELECT h.state FROM view_handovers.handover h
                          LEFT JOIN custody.handover_draft d ON d.handover = h.id
                          WHERE h.status = 'planned'
                            AND (d.plan IS NULL OR d.plan < (h.state->>'plan')::int)
                          """);
                  ResultSet row = query.executeQuery()) {
                while (row.next()) {
                  Handover waiting = HandoversView.state(row.getString(1));
                  all.add(
                      Drafting.draft(db, waiting, now, now.atZone(company.zone()).toLocalDate()));
                }
              }
              return all;
            });
    made.forEach(drafts::keep);
  }
}
