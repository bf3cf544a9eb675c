package custody.query.history;

import custody.contract.CustomerId;
import custody.query.Answers;
import custody.query.history.History.Order;
import custody.query.history.History.Place;
import custody.query.history.History.Question;
import custody.query.sight.Sight;
import custody.service.Cursors;
import custody.service.Problem;
import custody.wire.ContractJson;
import custody.wire.EventType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/// Everything that happened to a customer, in order.
@RestController
class HistoryController {
  private static final int PAGE = 100;
  private static final Set<String> FAMILIES =
      Arrays.stream(EventType.values())
          .map(EventType::family)
          .filter(family -> !family.equals("rep"))
          .collect(Collectors.toCollection(TreeSet::new));

  private final History history;
  private final DataSource database;
  private final Cursors cursors;
  private final Clock clock;

  HistoryController(History history, DataSource database, Cursors cursors, Clock clock) {
    this.history = history;
    this.database = database;
    this.cursors = cursors;
    this.clock = clock;
  }

  /// Pages of JSON, or the whole as NDJSON for a replay.
  ///
  /// @param family only these families of events, such as `follow-up`
  /// @param order by `effective` time, as it was in the business, or by `recorded` time, as we
  ///     learned it; `from` and `to` mean the same time
  /// @param from inclusive
  /// @param to exclusive
  /// @param knownAt leaves out what was recorded later, corrections too
  /// @param merged true adds what happened with the entries merged into this one
  @Operation(
      summary = "Everything that happened with a customer, in order: paged, or whole as NDJSON")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = HistoryAnswer.class)),
        @Content(
            mediaType = Answers.NDJSON,
            schema = @Schema(implementation = HistoryAnswer.Line.class))
      })
  @GetMapping(
      path = "/api/customers/{id}/history",
      produces = {MediaType.APPLICATION_JSON_VALUE, Answers.NDJSON})
  @Nullable ResponseEntity<byte[]> history(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable List<String> family,
      @RequestParam(defaultValue = "effective") String order,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(defaultValue = "false") boolean merged,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    sight.require(id);
    List<String> families = families(family);
    Order by = order(order);
    Set<UUID> also = merged ? merged(id, knownAt, sight) : Set.of();
    if (Answers.wantsNdjson(request)) {
      history.stream(
          new Question(id, also, families, by, from, to, knownAt, null),
          clock.instant(),
          position -> Answers.begin(response, position),
          response.getOutputStream());
      return null;
    }
    int size = Answers.limit(limit, PAGE);
    String list = "history " + List.of(id, order) + families + from + to + knownAt + merged;
    List<String> last = cursor == null ? List.of() : cursors.read(list, cursor);
    // All pages of a list are of what was known when the first was given.
    Question question =
        last.isEmpty()
            ? new Question(id, also, families, by, from, to, knownAt, null)
            : new Question(
                id,
                also,
                families,
                by,
                from,
                to,
                Instant.parse(last.getLast()),
                new Place(Instant.parse(last.getFirst()), Long.parseLong(last.get(1))));
    Page page = history.page(question, size);
    Instant known = History.known(question, page, clock.instant());
    String next =
        page.entries().size() < size ? null : next(list, page.entries().getLast().place(by), known);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(json(id, known, page, next));
  }

  /// Those merged into it by then that the caller sees, which is on record as their look at each.
  private Set<UUID> merged(CustomerId id, @Nullable Instant knownAt, Sight sight) {
    Instant known = knownAt == null ? clock.instant() : knownAt;
    Set<UUID> merged = sight.openOf(MergedEntries.of(database, id.value(), known, known));
    sight.listed(merged);
    return merged;
  }

  private String next(String list, Place last, Instant known) {
    return cursors.write(
        list, List.of(last.at().toString(), Long.toString(last.position()), known.toString()));
  }

  private static byte[] json(CustomerId id, Instant known, Page page, @Nullable String next) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    try (JsonGenerator json = ContractJson.plain().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringProperty("id", id.toString());
      json.writeStringProperty("knownAt", known.toString());
      json.writeNumberProperty("position", page.position());
      json.writeArrayPropertyStart("events");
      page.entries().forEach(entry -> json.writeRawValue(entry.line().json()));
      json.writeEndArray();
      if (next != null) {
        json.writeStringProperty("next", next);
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static @Nullable List<String> families(@Nullable List<String> asked) {
    if (asked == null) {
      return null;
    }
    if (asked.isEmpty() || !FAMILIES.containsAll(asked)) {
      throw new Problem(
          400, "family-unknown", "family must be one of " + String.join(", ", FAMILIES) + ".");
    }
    return asked;
  }

  private static Order order(String asked) {
    return switch (asked) {
      case "effective" -> Order.EFFECTIVE;
      case "recorded" -> Order.RECORDED;
      default -> throw new Problem(400, "order-unknown", "order must be effective or recorded.");
    };
  }
}
