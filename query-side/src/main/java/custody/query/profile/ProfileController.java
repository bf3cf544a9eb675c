package custody.query.profile;

import custody.contract.CustomerId;
import custody.query.Answers;
import custody.query.history.Memory.Look;
import custody.query.sight.Masking;
import custody.query.sight.Sight;
import custody.service.Problem;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/// What we know of a customer.
@RestController
class ProfileController {
  private final DataSource source;
  private final JdbcTemplate database;
  private final States states;
  private final Clock clock;
  private final FieldCatalog catalog;
  private final Masking masking;

  ProfileController(
      DataSource database, States states, Clock clock, FieldCatalog catalog, Masking masking) {
    this.states = states;
    this.masking = masking;
    this.catalog = catalog;
    this.source = database;
    this.database = new JdbcTemplate(database);
    this.clock = clock;
  }

  /// The profile as it was at `asOf`, as we knew it at `knownAt`; both now unless given.
  @Operation(summary = "A customer's profile at any two times")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ProfileAnswer.class)))
  @GetMapping(path = "/api/customers/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> profile(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    boolean open = sight.requireSeen(id, atLeast, () -> version(id));
    State state = states.read(id.value(), asOf, knownAt);
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (asOf == null && knownAt == null) {
      answer.eTag("\"" + state.version() + "\"");
    }
    return answer.body(Profile.json(state, open ? Masking.NONE : masking));
  }

  /// Every version of every field, as known at `knownAt`.
  ///
  /// @param field only this field (`phone`) or part of the profile (`contacts`)
  @Operation(summary = "Every version of every field: value, since when, by whom, why")
  @GetMapping(path = "/api/customers/{id}/mirror", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] mirror(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant knownAt,
      @RequestParam(required = false) @Nullable String field,
      @RequestParam(required = false) @Nullable Long atLeast,
      Sight sight) {
    sight.require(id, atLeast, () -> version(id));
    Mirror mirror = mirror(id, knownAt);
    return json((field == null ? mirror : mirror.only(field))::write);
  }

  /// How much of the profile was filled, over time.
  @Operation(summary = "How complete the profile was over time")
  @GetMapping("/api/customers/{id}/completeness")
  Completeness completeness(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant knownAt,
      Sight sight) {
    sight.requireSeen(id);
    return Completeness.of(
        mirror(id, knownAt),
        catalog.fields(FieldCatalog.Of.CUSTOMER).stream()
            .map(FieldDefinition::name)
            .collect(Collectors.toSet()));
  }

  /// What changed between two moments: in the business, in what we knew, or both.
  ///
  /// @param from the one moment
  /// @param to the other; now unless given
  /// @param fromKnownAt as known then; everything known now unless given
  /// @param toKnownAt likewise
  @Operation(summary = "What changed between any two moments")
  @GetMapping(path = "/api/customers/{id}/diff", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] diff(
      @PathVariable CustomerId id,
      @RequestParam Instant from,
      @RequestParam(required = false) @Nullable Instant to,
      @RequestParam(required = false) @Nullable Instant fromKnownAt,
      @RequestParam(required = false) @Nullable Instant toKnownAt,
      Sight sight) {
    sight.require(id);
    return Answers.snapshot(
        source,
        db -> {
          JdbcTemplate same = new JdbcTemplate(new SingleConnectionDataSource(db, true));
          Look<Chronicle> look = Chronicle.read(same, id.value());
          Instant now = clock.instant();
          State before = look.whole().at(now, from, fromKnownAt, look.position());
          State after = look.whole().at(now, to, toKnownAt, look.position());
          return json(Diff.between(same, before, after)::write);
        });
  }

  private Mirror mirror(CustomerId id, @Nullable Instant knownAt) {
    return Mirror.read(database, clock.instant(), id.value(), knownAt)
        .orElseThrow(Problem::customerNotFound);
  }

  private static byte[] json(Consumer<JsonGenerator> content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = ContractJson.plain().createGenerator(out)) {
      content.accept(json);
    }
    return out.toByteArray();
  }

  private long version(CustomerId id) {
    Long version =
        database.query(
            "SELECT sequence + 1 FROM view_history.event WHERE customer = ?"
                + " ORDER BY position DESC LIMIT 1",
            row -> row.next() ? row.getLong(1) : 0L,
            id.value());
    return version == null ? 0 : version;
  }
}
