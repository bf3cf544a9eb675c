package custody.query.care;

import custody.query.Answers;
import custody.query.care.Losses.Loss;
import custody.query.care.Losses.Page;
import custody.query.care.Losses.Place;
import custody.query.care.Losses.Question;
import custody.query.care.Losses.Sum;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import custody.service.Cursors;
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

/// Who was lost, why, at what cost, and whose customers they were.
@RestController
class LossesController {
  private static final int PAGE = 100;
  private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

  private final DataSource database;
  private final Cursors cursors;
  private final Clock clock;

  LossesController(DataSource database, Cursors cursors, Clock clock) {
    this.database = database;
    this.cursors = cursors;
    this.clock = clock;
  }

  /// @param position of the last event this answer knows
  /// @param next the cursor of the next page; null if this is the last
  record Answer(
      Instant from,
      Instant to,
      Instant knownAt,
      long position,
      List<Loss> losses,
      @Nullable String next) {}

  /// @param position of the last event this answer knows
  record Sums(Instant from, Instant to, Instant knownAt, long position, List<Sum> losses) {}

  /// @param from inclusive; from the beginning unless given
  /// @param to exclusive; until now unless given
  @Operation(summary = "Who was lost in a time, why, and whose customer it was then")
  @GetMapping("/api/churn")
  Answer churn(
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight) {
    int size = Answers.limit(limit, PAGE);
    String list = "churn " + from + "|" + to + "|" + knownAt;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    Instant now = last.isEmpty() ? clock.instant() : Instant.parse(last.get(2));
    Place after =
        last.isEmpty()
            ? null
            : new Place(Instant.parse(last.getFirst()), Long.parseLong(last.get(1)));
    Question question = question(from, to, knownAt, now);
    Condition open = sight.open("loss.customer");
    return Answers.snapshot(
        database,
        db -> {
          Page page = Losses.page(db, question, after, open, size);
          sight.listed(page.losses().stream().map(Loss::customer).toList());
          Place end = page.last();
          String next =
              end == null || page.losses().size() < size
                  ? null
                  : cursors.write(
                      list,
                      List.of(end.at().toString(), Long.toString(end.position()), now.toString()));
          return new Answer(
              question.from(),
              question.to(),
              question.knownAt(),
              Answers.position(db, "ownership"),
              page.losses(),
              next);
        });
  }

  /// @param from inclusive; from the beginning unless given
  /// @param to exclusive; until now unless given
  @Operation(summary = "Losses of a time by owner at that time and reason, with what they cost")
  @GetMapping("/api/churn/by-owner")
  Sums byOwner(
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable Instant knownAt,
      Sight sight) {
    Question question = question(from, to, knownAt, clock.instant());
    Condition open = sight.open("loss.customer");
    return Answers.snapshot(
        database,
        db ->
            new Sums(
                question.from(),
                question.to(),
                question.knownAt(),
                Answers.position(db, "ownership"),
                Losses.sums(db, question, open)));
  }

  private static Question question(
      @Nullable Instant from, @Nullable Instant to, @Nullable Instant knownAt, Instant now) {
    return new Question(
        Objects.requireNonNullElse(from, EVER),
        Objects.requireNonNullElse(to, now),
        Objects.requireNonNullElse(knownAt, now));
  }
}
