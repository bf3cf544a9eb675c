package custody.query.agenda;

import custody.access.Accounts;
import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.sight.Sight;
import custody.service.Access;
import custody.service.Caller;
import custody.service.CompanyProperties;
import custody.service.Correlation;
import custody.service.Cursors;
import custody.service.Problem;
import custody.service.agenda.AgendaReader;
import custody.service.agenda.Days;
import custody.service.agenda.Entry;
import custody.service.agenda.Entry.Kind;
import custody.service.agenda.Entry.Place;
import custody.service.agenda.Entry.When;
import custody.service.agenda.Inbox;
import custody.service.agenda.Person;
import custody.service.looks.Look;
import custody.store.KeyedHash;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Each person's one list of what is to be done, here and as a calendar.
@RestController
@Tag(name = "inbox")
class InboxController {
  private static final int PAGE = 100;
  private static final int MOST_IN_CALENDAR = 1000;
  private static final int AHEAD = 7;
  private static final int MOST_AHEAD = 366;
  private static final int CALENDAR_AHEAD = 60;

  private final DataSource database;
  private final Cursors cursors;
  private final KeyedHash hash;
  private final Accounts accounts;
  private final Clock clock;
  private final Days days;
  private final Judged judged;

  InboxController(
      DataSource database,
      Cursors cursors,
      KeyedHash hash,
      Accounts accounts,
      Clock clock,
      CompanyProperties company,
      Judged judged) {
    this.database = database;
    this.cursors = cursors;
    this.hash = hash;
    this.accounts = accounts;
    this.clock = clock;
    this.days = new Days(company.zone());
    this.judged = judged;
  }

  /// @param today in the company's zone
  /// @param position of the last event this answer knows
  /// @param counts of all entries by when they are due
  /// @param entries in the order of their days, those without one last
  /// @param next the cursor of the next page; null if this is the last
  record Answer(
      Instant asOf,
      LocalDate today,
      long position,
      @Nullable RepId rep,
      Map<String, Integer> counts,
      List<Entry> entries,
      @Nullable String next) {}

  @Operation(
      summary = "What a person has to do: today's list and what comes",
      description =
          "Contacts due and overdue, first contacts, next steps, important dates, warnings, covers"
              + " that end; for managers what concerns the team, one entry for each rep and sort,"
              + " and what they ought to look into. Today's list is ahead=0. Without a rep: the"
              + " caller's own.")
  @GetMapping("/api/inbox")
  Answer inbox(
      @RequestParam(required = false) @Nullable RepId rep,
      @RequestParam(required = false) @Nullable Integer ahead,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    int size = Answers.limit(limit, PAGE);
    int daysAhead = ahead == null ? AHEAD : ahead;
    if (daysAhead < 0 || daysAhead > MOST_AHEAD) {
      throw new Problem(
          400, "ahead-invalid", "ahead must be a number of days from 0 to " + MOST_AHEAD + ".");
    }
    Caller caller = sight.caller();
    String list = "inbox " + caller.actor() + "|" + rep + "|" + daysAhead;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    Instant now = last.isEmpty() ? clock.instant() : Instant.parse(last.getFirst());
    Place after = last.isEmpty() ? null : place(last);
    return Answers.snapshot(
        database,
        db -> {
          long position = AgendaReader.position(db);
          // One's own customers, and those one stands in for, are seen by what they are.
          List<Entry> entries =
              rep == null || rep.equals(caller.access().rep())
                  ? own(db, caller, now, daysAhead)
                  : theirs(db, sight, rep, now, daysAhead);
          List<Entry> page =
              entries.stream()
                  .filter(entry -> after == null || entry.place().compareTo(after) > 0)
                  .limit(size)
                  .toList();
          sight.listed(shown(page));
          Map<String, Integer> counts = new TreeMap<>();
          for (When when : When.values()) {
            counts.put(word(when), 0);
          }
          entries.forEach(entry -> counts.merge(word(entry.when()), 1, Integer::sum));
          return new Answer(
              now,
              days.of(now),
              position,
              rep == null ? caller.access().rep() : rep,
              counts,
              page,
              page.size() < size ? null : cursors.write(list, behind(page.getLast(), now)));
        });
  }

  /// Entries come and go, so a page begins behind the place where the last one ended.
  private static List<String> behind(Entry last, Instant now) {
    return List.of(
        now.toString(),
        last.kind().name(),
        last.id(),
        last.on() == null ? "" : last.on().toString());
  }

  private static Place place(List<String> cursor) {
    String on = cursor.get(3);
    return new Place(
        on.isEmpty() ? null : LocalDate.parse(on), Kind.valueOf(cursor.get(1)), cursor.get(2));
  }

  private static List<UUID> shown(List<Entry> entries) {
    return entries.stream()
        .map(Entry::customer)
        .filter(Objects::nonNull)
        .map(CustomerId::value)
        .toList();
  }

  private static String word(When when) {
    return when.name().toLowerCase(Locale.ROOT);
  }

  private List<Entry> own(Connection db, Caller caller, Instant now, int ahead)
      throws SQLException {
    return caller.access().isService()
        ? List.of()
        : Inbox.whole(db, new Person(caller.actor(), caller.access()), now, days, ahead, judged);
  }

  /// What a rep has to do, as far as the caller may see it.
  private List<Entry> theirs(Connection db, Sight sight, RepId rep, Instant now, int ahead)
      throws SQLException {
    if (People.reps(db, sight, rep, null, now).isEmpty()) {
      throw new Problem(
          404, "rep-not-found", "There is no rep with this id, or none had joined at that time.");
    }
    Person person = Person.rep(rep);
    List<CustomerId> seen = People.seen(db, sight, Inbox.customers(db, person, now));
    return Inbox.of(db, person, seen, now, days, ahead, judged);
  }

  @Operation(
      summary = "The inbox as an iCalendar feed",
      description =
          "For calendar programs: whoever has the token sees it, until it is revoked. Not more than"
              + " the first 1000 entries.")
  @GetMapping(path = "/api/inbox.ics", produces = "text/calendar")
  ResponseEntity<byte[]> calendar(@RequestParam String token, HttpServletRequest request) {
    Instant now = clock.instant();
    byte[] calendar =
        Answers.snapshot(
            database,
            db -> {
              Actor account = owner(db, token);
              Access access = account == null ? null : accounts.access(account).orElse(null);
              if (account == null || access == null || !works(db, access, now)) {
                // Whoever has left sees nothing, and nobody learns what is wrong with a token.
                throw new Problem(
                    404, "feed-not-found", "There is no such feed, or it was revoked.");
              }
              List<Entry> entries =
                  Inbox.whole(db, new Person(account, access), now, days, CALENDAR_AHEAD, judged)
                      .stream()
                      .limit(MOST_IN_CALENDAR)
                      .toList();
              Look look = Look.of(request);
              look.by(new Caller(account, Access.none(), Channel.API, Correlation.of(request)));
              look.at(Look.Action.SAW, shown(entries));
              return new ICalendar(now).write(entries).getBytes(StandardCharsets.UTF_8);
            });
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(new MediaType("text", "calendar", StandardCharsets.UTF_8))
        .body(calendar);
  }

  private static boolean works(Connection db, Access access, Instant now) throws SQLException {
    RepId rep = access.rep();
    return rep == null
        || AgendaReader.reps(db, rep).stream().anyMatch(facts -> facts.postAt(now) != null);
  }

  private @Nullable Actor owner(Connection db, String token) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement("SELECT account FROM custody.inbox_feed WHERE token_hash = ?")) {
      query.setBytes(1, hash.of("inbox-feed", token));
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Actor.parse(row.getString(1)) : null;
      }
    }
  }
}
