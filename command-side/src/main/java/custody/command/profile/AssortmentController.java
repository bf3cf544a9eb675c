package custody.command.profile;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.command.profile.AssortmentCommand.ReportAssortment;
import custody.contract.CustomerId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/customers/{customer}/assortment")
@Tag(name = "assortment")
final class AssortmentController {
  private final Commands commands;

  AssortmentController(Commands commands) {
    this.commands = commands;
  }

  /// @param monthlyVolume units a month
  /// @param stock units in stock
  record Report(
      @Size(max = 200) String product,
      @PositiveOrZero @Digits(integer = 15, fraction = 4) @Nullable BigDecimal monthlyVolume,
      @PositiveOrZero @Digits(integer = 15, fraction = 4) @Nullable BigDecimal stock,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping
  @Operation(
      summary = "Report what the customer sells of a product",
      description = "Replaces the earlier report for the same product.")
  ResponseEntity<Receipt> report(
      @PathVariable CustomerId customer, @Valid @RequestBody Report body, Incoming incoming) {
    ReportAssortment asked =
        new ReportAssortment(customer, body.product(), body.monthlyVolume(), body.stock());
    return Answer.done(incoming.send(commands, body.reason(), body.effectiveAt(), asked));
  }
}
