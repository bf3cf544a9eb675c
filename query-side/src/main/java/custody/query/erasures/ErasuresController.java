package custody.query.erasures;

import custody.contract.ErasureId;
import custody.query.sight.Sight;
import custody.service.Problem;
import custody.service.rights.Right;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Erasure cases: what was asked, who decided, and the proof of what was done.
@RestController
class ErasuresController {
  private static final String SELECT = "SELECT * FROM view_erasures.erasure ";
  private static final int MOST = 200;

  private final JdbcClient database;

  ErasuresController(JdbcClient database) {
    this.database = database;
  }

  /// @param subject customer, contact or rep
  /// @param customer the customer, unless it is about a rep
  /// @param state requested, refused, approved (being carried out) or completed
  /// @param reappliedAt when the erased was found in an older backup and erased again
  /// @param removed so far, by store: records removed or blanked
  /// @param proof once it is completed
  record Case(
      UUID id,
      long version,
      String subject,
      @Nullable UUID customer,
      @Nullable UUID contact,
      @Nullable UUID rep,
      String basis,
      String state,
      Asked requested,
      @Nullable Asked decided,
      @Nullable Instant reappliedAt,
      Map<String, Long> removed,
      @Nullable Proof proof) {}

  record Asked(String by, Instant at, @Nullable JsonNode reason) {}

  /// @param event the event of the customer or rep that says so
  /// @param keys the data keys destroyed: whose, which, when
  record Proof(Instant completedAt, UUID event, JsonNode keys) {}

  record Cases(List<Case> erasures) {}

  @Operation(summary = "Erasure cases, the latest first")
  @GetMapping("/api/erasures")
  Cases erasures(
      Sight sight,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable UUID customer) {
    entitled(sight);
    return new Cases(
        database
            .sql(
                SELECT
                    + """
                    WHERE (:state::text IS NULL OR state = :state)
                      AND (:customer::uuid IS NULL OR stream = :customer)
                    ORDER BY requested_at DESC, id DESC LIMIT :most
                    """)
            .param("state", state)
            .param("customer", customer)
            .param("most", MOST)
            .query((row, _) -> read(row, Map.of()))
            .list());
  }

  @Operation(
      summary = "An erasure case with the proof of what was done",
      description =
          "Which keys were destroyed when, how many records were removed from which store, who"
              + " asked and who approved. It holds no personal data.")
  @GetMapping("/api/erasures/{erasure}")
  Case erasure(@PathVariable ErasureId erasure, Sight sight) {
    entitled(sight);
    Map<String, Long> soFar = new TreeMap<>();
    database
        .sql("SELECT store, removed FROM custody.erasure_step WHERE erasure = ?")
        .param(erasure.value())
        .query((row, _) -> soFar.put(row.getString(1), row.getLong(2)))
        .list();
    return database
        .sql(SELECT + "WHERE id = ?")
        .param(erasure.value())
        .query((row, _) -> read(row, soFar))
        .optional()
        .orElseThrow(
            () ->
                new Problem(
                    404, "erasure-not-found", "There is no such erasure case; check the id."));
  }

  private static void entitled(Sight sight) {
    if (!sight.may(Right.READ_ACCESS_LOG)) {
      sight.require(Right.ERASE);
    }
  }

  private static Case read(ResultSet row, Map<String, Long> soFar) throws SQLException {
    UUID stream = row.getObject("stream", UUID.class);
    String kind = row.getString("kind");
    String decidedBy = row.getString("decided_by");
    Instant completedAt = instant(row, "completed_at");
    JsonNode removed = json(row, "removed");
    Map<String, Long> counted = new TreeMap<>(soFar);
    if (removed != null) {
      counted.clear();
      removed.properties().forEach(it -> counted.put(it.getKey(), it.getValue().longValue()));
    }
    return new Case(
        row.getObject("id", UUID.class),
        row.getLong("version"),
        kind,
        kind.equals("rep") ? null : stream,
        row.getObject("contact", UUID.class),
        kind.equals("rep") ? stream : null,
        row.getString("basis"),
        row.getString("state"),
        new Asked(
            row.getString("requested_by"),
            row.getObject("requested_at", OffsetDateTime.class).toInstant(),
            json(row, "reason")),
        decidedBy == null
            ? null
            : new Asked(
                decidedBy,
                row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                json(row, "decision")),
        instant(row, "reapplied_at"),
        counted,
        completedAt == null
            ? null
            : new Proof(
                completedAt,
                row.getObject("event", UUID.class),
                ContractJson.plain().readTree(row.getString("keys"))));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static @Nullable JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : ContractJson.plain().readTree(text);
  }
}
