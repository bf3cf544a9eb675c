package custody.query.looks;

import custody.contract.CustomerId;
import custody.query.Answers;
import custody.query.sight.Sight;
import custody.service.Cursors;
import custody.service.Problem;
import custody.service.looks.LookSeal;
import custody.service.rights.Right;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The access log, newest first.
@RestController
class LooksController {
  private static final int PAGE = 100;
  private static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");
  private static final Set<String> ACTIONS =
      Set.of("saw", "searched", "exported", "revealed", "refused");

  private final DataSource database;
  private final LookSeal seal;
  private final Cursors cursors;
  private final Clock clock;

  LooksController(DataSource database, LookSeal seal, Cursors cursors, Clock clock) {
    this.database = database;
    this.seal = seal;
    this.cursors = cursors;
    this.clock = clock;
  }

  /// One look.
  ///
  /// @param action saw, searched, exported, revealed or refused (tried in vain)
  /// @param operation method and address, with names in place of ids
  /// @param status of the answer
  /// @param customer the one asked about; one asked for in vain need not exist
  /// @param customers those a list showed
  /// @param shown how many were shown, if that was known
  /// @param reason as the caller gave it
  /// @param address the caller's
  record Look(
      Instant at,
      String actor,
      String channel,
      String action,
      String operation,
      int status,
      @Nullable UUID customer,
      @Nullable List<UUID> customers,
      @Nullable Integer shown,
      @Nullable String reason,
      String address,
      @Nullable String agent,
      UUID correlationId) {

    Look alone() {
      return new Look(
          at,
          actor,
          channel,
          action,
          operation,
          status,
          customer,
          null,
          shown,
          reason,
          address,
          agent,
          correlationId);
    }
  }

  /// @param next the cursor of the next page; null if this is the last
  record Page(List<Look> looks, @Nullable String next) {}

  /// The whole log, by customer, person, action and time.
  ///
  /// @param customer looked at, alone or in a list
  /// @param actor `user:<name>`, `rep:<id>` or `service:<name>`
  /// @param searched a word that was searched for; it can be asked for, not read
  /// @param from inclusive
  /// @param to exclusive
  @Operation(summary = "Who looked at what, when, from where and why")
  @GetMapping("/api/access-log")
  Page looks(
      @RequestParam(required = false) @Nullable CustomerId customer,
      @RequestParam(required = false) @Nullable String actor,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String searched,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    sight.require(Right.READ_ACCESS_LOG);
    if (action != null && !ACTIONS.contains(action)) {
      throw new Problem(
          400,
          "action-unknown",
          "action must be one of saw, searched, exported, revealed, refused.");
    }
    return page(customer, actor, action, searched, from, to, cursor, limit);
  }

  /// Who looked at one customer, for those who answer for it.
  @Operation(summary = "Who looked at a customer, when, from where and why")
  @GetMapping("/api/customers/{id}/looks")
  Page ofCustomer(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    sight.requireSeen(id);
    sight.require(Right.SEE_LOOKS, id);
    Page page = page(id, null, null, null, from, to, cursor, limit);
    // Whom else a list showed is no matter of this customer's.
    return new Page(page.looks().stream().map(Look::alone).toList(), page.next());
  }

  private Page page(
      @Nullable CustomerId customer,
      @Nullable String actor,
      @Nullable String action,
      @Nullable String searched,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String cursor,
      @Nullable Integer limit) {
    int size = Answers.limit(limit, PAGE);
    String list = Arrays.asList("looks", customer, actor, action, searched, from, to).toString();
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    Instant end =
        last.isEmpty()
            ? Objects.requireNonNullElse(to, clock.instant().plusSeconds(60))
            : Instant.parse(last.getFirst());
    long before = last.isEmpty() ? 0 : Long.parseLong(last.get(1));
    String sql =
        "SELECT * FROM custody.access_log WHERE at >= ? AND (at, no) < (?, ?)"
            + (customer == null ? "" : " AND (customer = ? OR customers @> ARRAY[?::uuid])")
            + (actor == null ? "" : " AND actor = ?")
            + (action == null ? "" : " AND action = ?")
            + (searched == null ? "" : " AND ? = ANY (terms)")
            + " ORDER BY at DESC, no DESC LIMIT "
            + size;
    return Answers.snapshot(
        database,
        db -> {
          try (PreparedStatement query = db.prepareStatement(sql)) {
            int next = 1;
            Answers.set(query, next++, Objects.requireNonNullElse(from, EVER));
            Answers.set(query, next++, end);
            query.setLong(next++, before);
            if (customer != null) {
              query.setObject(next++, customer.value());
              query.setObject(next++, customer.value());
            }
            for (String value : Arrays.asList(actor, action)) {
              if (value != null) {
                query.setString(next++, value);
              }
            }
            if (searched != null) {
              query.setString(next, seal.hashed(searched));
            }
            return read(query, list, size);
          }
        });
  }

  private Page read(PreparedStatement query, String list, int size) throws SQLException {
    List<Look> looks = new ArrayList<>();
    String next = null;
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        looks.add(look(row, at));
        next = cursors.write(list, List.of(at.toString(), Long.toString(row.getLong("no"))));
      }
    }
    return new Page(looks, looks.size() < size ? null : next);
  }

  private Look look(ResultSet row, Instant at) throws SQLException {
    Array customers = row.getArray("customers");
    return new Look(
        at,
        row.getString("actor"),
        row.getString("channel"),
        row.getString("action"),
        row.getString("operation"),
        row.getInt("status"),
        row.getObject("customer", UUID.class),
        customers == null ? null : List.of((UUID[]) customers.getArray()),
        row.getObject("shown", Integer.class),
        seal.opened(row.getBytes("reason")),
        row.getString("address"),
        row.getString("agent"),
        row.getObject("correlation", UUID.class));
  }
}
