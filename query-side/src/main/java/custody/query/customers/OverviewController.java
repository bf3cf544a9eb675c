package custody.query.customers;

import custody.contract.RepId;
import custody.query.Answers;
import custody.query.customers.Overview.ClassCount;
import custody.query.customers.Overview.Dot;
import custody.query.sight.Masking;
import custody.query.sight.Sight;
import custody.service.Problem;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldType;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// All customers at one glance: on a map, and by class.
@RestController
class OverviewController {
  private static final String KIND = "kind";
  private static final int MOST_ZOOM = 22;

  /// How many dots stand side by side in one of a map's tiles.
  private static final int DOTS_PER_TILE = 8;

  private static final double MOST_CELLS = 40_000;

  private final DataSource database;
  private final CustomersView view;
  private final FieldCatalog catalog;
  private final Masking masking;
  private final Clock clock;

  OverviewController(
      DataSource database, CustomersView view, FieldCatalog catalog, Masking masking, Clock clock) {
    this.database = database;
    this.view = view;
    this.catalog = catalog;
    this.masking = masking;
    this.clock = clock;
  }

  /// @param position of the last event this answer knows
  record Dots(Instant asOf, long position, List<Dot> dots) {}

  /// @param box west,south,east,north in degrees
  /// @param zoom as of web maps: 0 shows the world in one tile, each step doubles it
  @Operation(
      summary = "Where customers are: near ones of a grade together, so fine as the zoom says",
      description = "Only customers who are seen with their contact data, of which it is one.")
  @GetMapping("/api/map")
  Dots map(
      @RequestParam String box,
      @RequestParam int zoom,
      @RequestParam(required = false) @Nullable RepId owner,
      @RequestParam(required = false) @Nullable String kind,
      Sight sight) {
    Box part = Box.parse(box);
    double cell = zoom < 0 || zoom > MOST_ZOOM ? 0 : 360.0 / (1L << zoom) / DOTS_PER_TILE;
    if (cell == 0 || part.width() / cell * (part.height() / cell) > MOST_CELLS) {
      throw new Problem(
          400,
          "zoom-invalid",
          "zoom must be a number from 0 to "
              + MOST_ZOOM
              + " that fits the box; look at a smaller part to look closer.");
    }
    Instant now = clock.instant();
    Search search = new Search(sight, masking);
    search.open();
    search.within(part);
    if (owner != null) {
      search.owner(owner, now);
    }
    if (kind != null) {
      search.kind(CustomersController.kind(kind));
    }
    return Answers.snapshot(
        database,
        db -> {
          List<Dot> dots = Overview.dots(search, cell, db);
          sight.listed(dots.stream().map(Dot::customer).filter(Objects::nonNull).toList());
          return new Dots(now, Answers.position(db, view.name()), dots);
        });
  }

  /// @param position of the last event this answer knows
  record Classes(Instant asOf, long position, String by, List<ClassCount> classes) {}

  /// @param by kind, or a text or choice field that is no personal data
  @Operation(summary = "How many customers there are by a property and grade")
  @GetMapping("/api/classes")
  Classes classes(@RequestParam String by, Sight sight) {
    boolean kind = by.equals(KIND);
    if (!kind && !isClass(by)) {
      throw new Problem(
          400,
          "class-unknown",
          "by must be kind, or a text or choice field of customers that is no personal data.");
    }
    Search search = new Search(sight, masking);
    return Answers.snapshot(
        database,
        db ->
            new Classes(
                clock.instant(),
                Answers.position(db, view.name()),
                by,
                Overview.classes(search, kind ? null : by, db)));
  }

  private boolean isClass(String name) {
    return catalog
        .find(FieldCatalog.Of.CUSTOMER, name)
        .filter(field -> !field.personal() && !masking.hides(name))
        .filter(field -> field.type() == FieldType.TEXT || field.type() == FieldType.CHOICE)
        .isPresent();
  }
}
