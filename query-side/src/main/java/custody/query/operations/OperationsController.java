package custody.query.operations;

import custody.query.Answers;
import custody.service.Caller;
import custody.service.Operations;
import custody.service.Operations.Operation;
import custody.service.Problem;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import custody.wire.ContractJson;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Imports, rebuilds and whatever else was answered with 202.
@RestController
class OperationsController {
  private static final int PAGE = 50;

  private final Operations operations;

  OperationsController(Operations operations) {
    this.operations = operations;
  }

  /// @param state running, done or failed
  /// @param done units of work finished, of `total` if that is known
  /// @param updatedAt the last sign of life
  /// @param detail what it works on and what came of it; depends on the kind
  record Progress(
      UUID id,
      String kind,
      String state,
      long done,
      @Nullable Long total,
      Instant startedAt,
      Instant updatedAt,
      @Nullable Instant endedAt,
      @Nullable JsonNode detail) {}

  record Latest(List<Progress> operations) {}

  /// How far one operation is.
  @io.swagger.v3.oas.annotations.Operation(summary = "How far a long operation is")
  @GetMapping("/api/operations/{id}")
  Progress operation(@PathVariable UUID id, Caller caller) {
    return operations
        .find(id)
        .filter(it -> seesAll(caller) || caller.actor().equals(it.startedBy()))
        .map(OperationsController::progress)
        .orElseThrow(
            () ->
                new Problem(
                    404, "operation-unknown", "There is no operation with this id. Check it."));
  }

  /// The latest operations, newest first.
  @io.swagger.v3.oas.annotations.Operation(summary = "The latest long operations")
  @GetMapping("/api/operations")
  Latest operations(@RequestParam(required = false) @Nullable Integer limit, Caller caller) {
    return new Latest(
        operations
            .latest(Answers.limit(limit, PAGE), seesAll(caller) ? null : caller.actor())
            .stream()
            .map(OperationsController::progress)
            .toList());
  }

  /// Others see what they asked for themselves.
  private static boolean seesAll(Caller caller) {
    return Rules.allow(caller, Right.OPERATE_READ);
  }

  private static Progress progress(Operation it) {
    return new Progress(
        it.id(),
        it.kind(),
        it.state().name().toLowerCase(Locale.ROOT),
        it.done(),
        it.total(),
        it.startedAt(),
        it.updatedAt(),
        it.endedAt(),
        it.detail() == null ? null : ContractJson.plain().readTree(it.detail()));
  }
}
