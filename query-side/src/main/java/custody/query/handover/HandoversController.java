package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverId;
import custody.contract.Personal;
import custody.query.Answers;
import custody.query.projection.AtLeast;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import custody.service.CompanyProperties;
import custody.service.Cursors;
import custody.service.Problem;
import custody.service.handover.Draft;
import custody.service.handover.Drafts;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Handover cases, and what their plans would do.
@RestController
@Tag(name = "handovers")
class HandoversController {
  private static final int PAGE = 100;
  private static final int PORTION = 1000;

  private final DataSource database;
  private final Drafts drafts;
  private final Cursors cursors;
  private final CompanyProperties company;
  private final Clock clock;
  private final JsonMapper json;

  HandoversController(
      DataSource database,
      Drafts drafts,
      Cursors cursors,
      CompanyProperties company,
      Clock clock,
      JsonMapper json) {
    this.database = database;
    this.drafts = drafts;
    this.cursors = cursors;
    this.company = company;
    this.clock = clock;
    this.json = json;
  }

  /// @param next the cursor of the next page; null if this is the last
  record Page(List<Handover> handovers, long position, @Nullable String next) {}

  @GetMapping("/api/handovers")
  @Operation(summary = "Handover cases, the latest first")
  Page handovers(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    int size = Answers.limit(limit, PAGE);
    String wanted = status == null ? null : status(status);
    String list = "handovers " + wanted;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    CaseSight cases = new CaseSight(sight);
    return Answers.snapshot(
        database,
        db -> {
          try (PreparedStatement query =
              db.prepareStatement(
                  "SELECT h.state FROM view_handovers.handover h WHERE "
                      + cases.condition()
                      + " AND (?::text IS NULL OR h.status = ?)"
                      + (last.isEmpty() ? "" : " AND (h.opened_at, h.id) < (?, ?)")
                      + " ORDER BY h.opened_at DESC, h.id DESC LIMIT "
                      + size)) {
            cases.bind(query, 1);
            query.setString(2, wanted);
            query.setString(3, wanted);
            if (!last.isEmpty()) {
              query.setObject(4, Instant.parse(last.getFirst()).atOffset(ZoneOffset.UTC));
              query.setObject(5, UUID.fromString(last.get(1)));
            }
            List<Handover> found = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                found.add(HandoversView.state(row.getString(1)));
              }
            }
            String next =
                found.size() < size
                    ? null
                    : cursors.write(
                        list,
                        List.of(
                            found.getLast().opened().at().toString(),
                            found.getLast().id().toString()));
            return new Page(found, Answers.position(db, HandoversView.NAME), next);
          }
        });
  }

  private static String status(String text) {
    return Arrays.stream(Handover.Status.values())
        .map(it -> it.name().toLowerCase(Locale.ROOT))
        .filter(text::equals)
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    400,
                    "handover-status-unknown",
                    "status must be one of open, planned, approved, running, paused, completed,"
                        + " cancelled, undoing, undone, closed."));
  }

  /// @param remaining customers that are still with those whose customers move
  /// @param entries what happened to the case, in order
  record One(Handover handover, int remaining, long position, List<Entry> entries) {}

  /// @param name the event's logical name
  record Entry(
      UUID event,
      String name,
      Instant recordedAt,
      Instant effectiveAt,
      String actor,
      String channel,
      @Nullable Personal<String> reason) {}

  @GetMapping("/api/handovers/{id}")
  @Operation(summary = "One handover case, with everything that happened to it")
  One handover(
      @PathVariable HandoverId id,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    AtLeast.await(atLeast, () -> version(id));
    Instant now = clock.instant();
    return Answers.snapshot(
        database,
        db -> {
          Handover handover = new CaseSight(sight).whole(db, id);
          return new One(
              handover,
              new Census(db, now, today(now)).held(handover.from()).size(),
              Answers.position(db, HandoversView.NAME),
              entries(db, id));
        });
  }

  private long version(HandoverId id) {
    return Answers.number(
        database, "SELECT version FROM view_handovers.handover WHERE id = ?", id.value());
  }

  private LocalDate today(Instant now) {
    return now.atZone(company.zone()).toLocalDate();
  }

  @SuppressWarnings("unchecked") // there is no class literal of a parameterised type
  private static List<Entry> entries(Connection db, HandoverId id) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT event, name, recorded_at, effective_at, actor, channel, reason
            FROM view_handovers.entry WHERE handover = ? ORDER BY sequence
            """)) {
      query.setObject(1, id.value());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String reason = row.getString(7);
          entries.add(
              new Entry(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  row.getObject(3, OffsetDateTime.class).toInstant(),
                  row.getObject(4, OffsetDateTime.class).toInstant(),
                  row.getString(5),
                  row.getString(6),
                  reason == null
                      ? null
                      : (Personal<String>)
                          ContractJson.plain()
                              .readValue(
                                  reason,
                                  ContractJson.plain()
                                      .getTypeFactory()
                                      .constructParametricType(Personal.class, String.class))));
        }
      }
    }
    return entries;
  }

  @GetMapping("/api/handovers/{id}/preview")
  @Operation(
      summary = "What the plan would do, before anything moves",
      description =
          "Numbers per receiver, and what has changed since it was worked out. Its digest is what"
              + " an approval names.")
  Preview.Summary preview(
      @PathVariable HandoverId id,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    AtLeast.await(atLeast, () -> version(id));
    Draft draft = draft(id, sight);
    Instant now = clock.instant();
    return Answers.snapshot(
        database,
        db ->
            new Preview(db, new CaseSight(sight).whole(db, id), draft, now, today(now)).summary());
  }

  /// @param next the cursor of the next page; null if this is the last
  record Customers(String digest, List<Preview.Row> customers, @Nullable String next) {}

  @GetMapping(
      path = "/api/handovers/{id}/preview/customers",
      produces = {MediaType.APPLICATION_JSON_VALUE, Answers.NDJSON})
  @Operation(
      summary = "Where each customer goes by the plan, and why: paged, or whole as NDJSON",
      description = "Customers that stay are among them, with the reason.")
  @Nullable ResponseEntity<Customers> customers(
      @PathVariable HandoverId id,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    int size = Answers.limit(limit, PAGE);
    Draft draft = draft(id, sight);
    String list = "preview " + id + " " + draft.digest();
    Instant now = clock.instant();
    if (Answers.wantsNdjson(request)) {
      Answers.snapshot(
          database,
          db -> {
            Preview preview =
                new Preview(db, new CaseSight(sight).whole(db, id), draft, now, today(now));
            Answers.begin(response, draft.position());
            List<CustomerId> all = seen(db, draft, sight);
            sight.listed(all.stream().map(CustomerId::value).toList());
            for (int from = 0; from < all.size(); from += PORTION) {
              send(
                  preview.rows(
                      new LinkedHashSet<>(all.subList(from, Math.min(all.size(), from + PORTION)))),
                  response);
            }
            return all;
          });
      return null;
    }
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    return Answers.snapshot(
        database,
        db -> {
          Preview preview =
              new Preview(db, new CaseSight(sight).whole(db, id), draft, now, today(now));
          Set<CustomerId> page = new LinkedHashSet<>();
          for (CustomerId customer : seen(db, draft, sight)) {
            if (page.size() < size
                && (last.isEmpty() || customer.toString().compareTo(last.getFirst()) > 0)) {
              page.add(customer);
            }
          }
          List<Preview.Row> rows = preview.rows(page);
          return ResponseEntity.ok(
              new Customers(
                  draft.digest(),
                  rows,
                  page.size() < size
                      ? null
                      : cursors.write(list, List.of(List.copyOf(page).getLast().toString()))));
        });
  }

  private void send(List<Preview.Row> rows, HttpServletResponse response) throws IOException {
    for (Preview.Row row : rows) {
      response.getOutputStream().write(json.writeValueAsBytes(row));
      response.getOutputStream().write('\n');
    }
  }

  /// The draft of the case's last plan, for which it waits a moment.
  private Draft draft(HandoverId id, Sight sight) {
    int plan = Answers.snapshot(database, db -> new CaseSight(sight).whole(db, id).plan());
    if (plan == 0) {
      throw new Problem(
          409, "plan-missing", "The case has no plan yet; say how the customers are to be split.");
    }
    AtLeast.await((long) plan, () -> drafts.find(id).map(draft -> (long) draft.plan()).orElse(0L));
    return drafts.find(id).orElseThrow();
  }

  /// The draft's customers that the caller may see, in the order of their ids.
  private static List<CustomerId> seen(Connection db, Draft draft, Sight sight)
      throws SQLException {
    Set<String> all = new TreeSet<>();
    for (Allotment allotment : draft.allotments()) {
      allotment.customers().forEach(customer -> all.add(customer.toString()));
    }
    draft.unplaced().forEach(it -> all.add(it.customer().toString()));
    Condition seen = sight.seen("d.customer");
    List<CustomerId> customers = new ArrayList<>();
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT d.customer FROM unnest(?::uuid[]) d (customer) WHERE "
                + seen.sql()
                + " ORDER BY d.customer::text COLLATE \"C\"")) {
      query.setArray(1, db.createArrayOf("text", all.toArray()));
      seen.bind(query, 2);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          customers.add(new CustomerId(row.getObject(1, UUID.class)));
        }
      }
    }
    return customers;
  }
}
