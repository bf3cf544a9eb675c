package custody.command.access;

import custody.access.Accounts.Service;
import custody.service.Caller;
import custody.service.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/service-accounts")
@Tag(name = "service accounts")
final class ServiceAccountsController {
  private static final Duration USUAL = Duration.ofDays(90);
  private static final Duration OVERLAP = Duration.ofDays(1);

  private final ServiceAccounts accounts;
  private final Clock clock;

  ServiceAccountsController(ServiceAccounts accounts, Clock clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /// @param teams whose customers it gets to; * = every team
  /// @param expiresAt left out = in 90 days
  record Creation(
      @Pattern(regexp = UsersController.NAME, message = UsersController.NAME_EXPECTED) String name,
      @Size(min = 1, max = 4) Set<Scope> scopes,
      @Size(max = 100) Set<@Size(max = 100) String> teams,
      @Nullable Instant expiresAt) {}

  /// @param secret shown this once
  record Secret(
      String name, String secret, Instant expiresAt, List<Scope> scopes, List<String> teams) {
    static Secret of(ServiceAccounts.Created created) {
      Service account = created.account();
      return new Secret(
          account.name(),
          created.secret(),
          account.expiresAt(),
          account.scopes().stream().sorted().toList(),
          account.teams().stream().sorted().toList());
    }
  }

  @PostMapping
  @Operation(
      summary = "Create a service account",
      description =
          "Answers with its secret, once. With name and secret a program gets tokens from POST"
              + " /oauth2/token (grant_type client_credentials).")
  ResponseEntity<Secret> create(@Valid @RequestBody Creation body, Caller caller) {
    Secret secret =
        Secret.of(
            accounts.create(
                caller.actor(),
                body.name(),
                body.scopes(),
                body.teams(),
                body.expiresAt() == null ? clock.instant().plus(USUAL) : body.expiresAt()));
    return ResponseEntity.created(URI.create("/api/service-accounts/" + secret.name()))
        .body(secret);
  }

  /// @param expiresAt left out = in 90 days
  /// @param formerUntil until when the secret before works on; left out = for a day
  record Renewal(@Nullable Instant expiresAt, @Nullable Instant formerUntil) {}

  @PostMapping("/{name}/secret")
  @Operation(summary = "Replace a service account's secret")
  Secret renew(
      @PathVariable String name,
      @Valid @RequestBody(required = false) @Nullable Renewal body,
      Caller caller) {
    Instant now = clock.instant();
    Instant expiresAt = body == null ? null : body.expiresAt();
    Instant formerUntil = body == null ? null : body.formerUntil();
    return Secret.of(
        accounts.renew(
            caller.actor(),
            name,
            expiresAt == null ? now.plus(USUAL) : expiresAt,
            formerUntil == null ? now.plus(OVERLAP) : formerUntil));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Revoke a service account",
      description = "At once and for good, its tokens included. The name stays taken.")
  void revoke(@PathVariable String name, Caller caller) {
    accounts.revoke(caller.actor(), name);
  }
}
