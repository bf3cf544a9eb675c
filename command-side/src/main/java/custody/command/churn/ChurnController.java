package custody.command.churn;

import custody.command.Commands;
import custody.command.Receipt;
import custody.command.churn.ChurnCommand.RecordChurn;
import custody.command.churn.ChurnCommand.WinBack;
import custody.command.http.Answer;
import custody.command.http.Incoming;
import custody.contract.ChurnEvent.Money;
import custody.contract.CustomerId;
import custody.contract.Personal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Pattern;
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
@RequestMapping("/api/customers/{customer}")
@Tag(name = "churn")
final class ChurnController {
  private final Commands commands;

  ChurnController(Commands commands) {
    this.commands = commands;
  }

  /// @param reason a code such as price, competitor, closed, service
  /// @param note in words
  /// @param yearlyCost the yearly sales that are lost
  /// @param effectiveAt since when; null = now
  record Lost(
      @Pattern(regexp = "[\\p{L}\\p{N} ._-]{1,100}", message = "a code such as competitor")
          String reason,
      @Size(max = 20_000) @Nullable String note,
      @Valid @Nullable Cost yearlyCost,
      @Nullable Instant effectiveAt) {}

  /// @param currency ISO 4217 code
  record Cost(
      @DecimalMin("0") @Digits(integer = 15, fraction = 2) BigDecimal amount,
      @Pattern(regexp = "[A-Z]{3}", message = "a currency code such as CNY") String currency) {}

  @PostMapping("/churn")
  @Operation(
      summary = "Record that a customer is lost, why and what it costs a year",
      description = "It counts for whoever owned the customer at that time.")
  ResponseEntity<Receipt> lost(
      @PathVariable CustomerId customer, @Valid @RequestBody Lost body, Incoming incoming) {
    Cost cost = body.yearlyCost();
    RecordChurn asked =
        new RecordChurn(
            customer,
            body.reason(),
            personal(body.note()),
            cost == null ? null : new Money(cost.amount(), cost.currency()));
    return Answer.done(incoming.send(commands, null, body.effectiveAt(), asked));
  }

  /// @param note in words
  record Back(
      @Size(max = 20_000) @Nullable String note,
      @Nullable Instant effectiveAt,
      @Size(max = 1000) @Nullable String reason) {}

  @PostMapping("/won-back")
  @Operation(summary = "Record that a lost customer is won back")
  ResponseEntity<Receipt> wonBack(
      @PathVariable CustomerId customer,
      @Valid @RequestBody(required = false) @Nullable Back body,
      Incoming incoming) {
    Back said = body == null ? new Back(null, null, null) : body;
    return Answer.done(
        incoming.send(
            commands,
            said.reason(),
            said.effectiveAt(),
            new WinBack(customer, personal(said.note()))));
  }

  private static @Nullable Personal<String> personal(@Nullable String text) {
    return text == null ? null : Personal.of(text);
  }
}
