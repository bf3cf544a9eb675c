package custody.query.customers;

import custody.contract.FieldValue;
import custody.contract.ProfileEvent.Kind;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.sight.Masking;
import custody.query.sight.Sight;
import custody.service.Cursors;
import custody.service.Problem;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import custody.service.field.FieldJson;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Finds customers. Only what we know now can be searched, as it is now.
@RestController
class CustomersController {
  private static final int PAGE = 50;
  private static final int DUE = 1000;
  private static final String FIELD = "field.";
  private static final Pattern MIN_OR_MAX = Pattern.compile("\\.(min|max)$");
  private static final Set<String> PARAMETERS =
      Set.of(
          "q", "ids", "merged", "owner", "pool", "holder", "grade", "region", "kind", "box", "sort",
          "cursor", "limit");

  private final DataSource database;
  private final CustomersView view;
  private final FieldCatalog catalog;
  private final FieldJson fields;
  private final Cursors cursors;
  private final Clock clock;
  private final Masking masking;

  CustomersController(
      DataSource database,
      CustomersView view,
      FieldCatalog catalog,
      FieldJson fields,
      Cursors cursors,
      Clock clock,
      Masking masking) {
    this.masking = masking;
    this.database = database;
    this.view = view;
    this.catalog = catalog;
    this.fields = fields;
    this.cursors = cursors;
    this.clock = clock;
  }

  /// @param asOf the moment of which this is true; always now
  /// @param position of the last event this answer knows
  /// @param total how many there are, at most as far as was counted
  /// @param totalIsLowerBound true if there are more than that
  /// @param next the cursor of the next page; null if this is the last
  record Page(
      Instant asOf,
      long position,
      int total,
      boolean totalIsLowerBound,
      List<Found> customers,
      @Nullable String next) {}

  /// @param q words, Chinese characters, pinyin or initials, pieces of phone numbers from three
  ///     digits on, external ids; all must be found
  /// @param ids these and no others, with commas between them
  /// @param merged true adds entries that were merged into another, which are found in no other way
  /// @param holder rep = owned by anybody; pool = in any pool
  /// @param box west,south,east,north in degrees: those whose location is in it and is seen
  /// @param sort name, updated, registered or grade; with `-` in front for the reverse
  /// @param all further filters: `field.<name>=<value>` for any field, `field.<name>.min` and
  ///     `field.<name>.max` (inclusive) for numbers, money and dates
  @Operation(summary = "Search customers: Chinese, pinyin, English, pieces of numbers")
  @GetMapping("/api/customers")
  Page search(
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable List<UUID> ids,
      @RequestParam(defaultValue = "false") boolean merged,
      @RequestParam(required = false) @Nullable RepId owner,
      @RequestParam(required = false) @Nullable String pool,
      @RequestParam(required = false) @Nullable String holder,
      @RequestParam(required = false) @Nullable String grade,
      @RequestParam(required = false) @Nullable String region,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String box,
      @RequestParam(required = false) @Nullable String sort,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam Map<String, String> all,
      Sight sight) {
    check(all.keySet());
    Instant now = clock.instant();
    int size = Answers.limit(limit, PAGE);
    Order order = Order.of(sort);
    Search search = new Search(sight, masking);
    if (q != null) {
      search.typed(q);
    }
    if (ids != null) {
      search.among(ids);
    }
    if (merged) {
      search.mergedToo(now);
    }
    if (owner != null) {
      search.owner(owner, now);
    }
    if (pool != null) {
      search.pool(pool, now);
    }
    if (holder != null) {
      search.held(holder, now);
    }
    if (grade != null) {
      search.grade(grade);
    }
    if (box != null) {
      search.within(Box.parse(box));
    }
    if (region != null) {
      filter(search, "region", region);
    }
    if (kind != null) {
      search.kind(kind(kind));
    }
    all.forEach(
        (name, value) -> {
          if (name.startsWith(FIELD)) {
            filter(search, name.substring(FIELD.length()), value);
          }
        });
    refreshDue(now);
    Map<String, String> asked = new TreeMap<>(all);
    asked.keySet().removeAll(Set.of("cursor", "limit"));
    String list = "customers " + asked;
    List<String> behind = cursor == null ? List.of() : cursors.read(list, cursor);
    return Answers.snapshot(
        database,
        db -> {
          Listing.Page page =
              new Listing(search, sight.open("p.id"), masking, order, behind, size, now).page(db);
          sight.searched(
              q == null ? List.of() : Words.of(q), page.found().stream().map(Found::id).toList());
          return new Page(
              now,
              Answers.position(db, view.name()),
              page.total(),
              page.more(),
              page.found(),
              page.last() == null ? null : cursors.write(list, page.last()));
        });
  }

  private static void check(Set<String> names) {
    if (names.contains("asOf") || names.contains("knownAt")) {
      throw new Problem(
          400,
          "search-is-of-now",
          "Only what is known now can be searched, as it is now. For another time ask for one"
              + " customer's profile, or for /api/owners.");
    }
    for (String name : names) {
      if (!PARAMETERS.contains(name) && !name.startsWith(FIELD)) {
        throw new Problem(
            400,
            "parameter-unknown",
            "A search takes q, ids, merged, owner, pool, holder, grade, region, kind, box, sort,"
                + " cursor, limit, and field.<name>, field.<name>.min or field.<name>.max for a"
                + " field.");
      }
    }
  }

  private void filter(Search search, String filter, String value) {
    String name = MIN_OR_MAX.matcher(filter).replaceFirst("");
    FieldDefinition field =
        catalog
            .find(FieldCatalog.Of.CUSTOMER, name)
            .orElseThrow(
                () ->
                    new Problem(
                        400,
                        "field-unknown",
                        "There is no such field of a customer to filter by."));
    FieldValue wanted =
        fields
            .readText(field, value)
            .orElseThrow(
                () ->
                    new Problem(
                        400,
                        "filter-invalid",
                        "The filter " + filter + " must be " + field.expected() + "."));
    if (name.equals(filter)) {
      search.field(name, FieldJson.write(wanted));
      return;
    }
    switch (wanted) {
      case FieldValue.Number _, FieldValue.Money _, FieldValue.Date _ -> {
        if (filter.endsWith(".min")) {
          search.atLeast(name, wanted);
        } else {
          search.atMost(name, wanted);
        }
      }
      case FieldValue.Text _,
          FieldValue.Choice _,
          FieldValue.Phone _,
          FieldValue.Mail _,
          FieldValue.Url _,
          FieldValue.GeoPoint _ ->
          throw new Problem(
              400,
              "filter-invalid",
              "Only numbers, money and dates have a min and a max; "
                  + name
                  + " is none of them. Filter by field."
                  + name
                  + ".");
    }
  }

  static String kind(String text) {
    return Arrays.stream(Kind.values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .filter(text::equals)
        .findFirst()
        .orElseThrow(
            () -> new Problem(400, "kind-unknown", "kind must be one of company, outlet, person."));
  }

  /// Facts dated ahead show from their time on, whether or not anything happens then.
  private void refreshDue(Instant now) {
    try (Connection db = database.getConnection()) {
      boolean more = isDue(db, now);
      while (more) {
        db.setAutoCommit(false);
        more = view.refreshDue(DUE, db);
        db.commit();
      }
    } catch (SQLException e) {
      throw Answers.failure("refresh due customers", e);
    }
  }

  private static boolean isDue(Connection db, Instant now) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            // Not EXISTS: a plan for any moment reads the whole table, and finds nobody.
            """
            SELECT min(next_change_at) <= ? FROM view_customers.customer
            WHERE next_change_at IS NOT NULL
            """)) {
      Answers.set(query, 1, now);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
