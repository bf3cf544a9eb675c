package custody.query.history;

import custody.contract.CustomerId;
import custody.query.sight.Sight;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Which other entries are the same customer.
@RestController
class MergedController {
  private final DataSource database;
  private final Clock clock;

  MergedController(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// @param merged their ids, those only that the caller sees
  record Answer(CustomerId id, Instant asOf, Instant knownAt, Set<UUID> merged) {}

  @Operation(summary = "The entries merged into this one, at any two times")
  @GetMapping("/api/customers/{id}/merged")
  Answer merged(
      @PathVariable CustomerId id,
      @RequestParam(required = false) @Nullable Instant asOf,
      @RequestParam(required = false) @Nullable Instant knownAt,
      Sight sight) {
    sight.requireSeen(id);
    Instant now = clock.instant();
    Instant at = asOf == null ? now : asOf;
    Instant known = knownAt == null ? now : knownAt;
    Set<UUID> merged = sight.seenOf(MergedEntries.of(database, id.value(), at, known));
    sight.listed(merged);
    return new Answer(id, at, known, merged);
  }
}
