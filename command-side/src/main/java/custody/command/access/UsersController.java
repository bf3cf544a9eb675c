package custody.command.access;

import custody.access.AccessProperties;
import custody.access.Accounts.User;
import custody.command.http.Incoming;
import custody.contract.RepId;
import custody.service.Caller;
import custody.service.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

@RestController
@RequestMapping("/api/users")
@Tag(name = "users")
final class UsersController {
  static final String NAME = "[a-z0-9][a-z0-9._-]{0,99}";
  static final String NAME_EXPECTED =
      "a name of small letters, digits, dots, dashes and underscores, which never changes";

  private final Users users;
  private final Links links;
  private final AccessProperties properties;

  UsersController(Users users, Links links, AccessProperties properties) {
    this.users = users;
    this.links = links;
    this.properties = properties;
  }

  /// @param name of the account, never of a person: it stays readable in history for ever
  /// @param teams that a manager answers for; * = every team
  /// @param rep the rep this person is; exactly if one of the roles is rep
  record Creation(
      @Pattern(regexp = NAME, message = NAME_EXPECTED) String name,
      @Size(min = 1, max = 5) Set<Role> roles,
      @Size(max = 100) @Nullable Set<@Size(max = 100) String> teams,
      @Nullable RepId rep) {}

  record Change(
      @Size(max = 5) Set<Role> roles,
      @Size(max = 100) @Nullable Set<@Size(max = 100) String> teams,
      @Nullable RepId rep,
      boolean active) {}

  record Kept(
      String name,
      List<Role> roles,
      List<String> teams,
      @Nullable RepId rep,
      boolean active,
      long version) {
    static Kept of(User user) {
      return new Kept(
          user.name(),
          user.roles().stream().sorted().toList(),
          user.teams().stream().sorted().toList(),
          user.rep(),
          user.active(),
          user.version());
    }
  }

  /// @param link to be handed to the person by a way that others cannot read
  record Invitation(String name, String link, Instant expiresAt) {}

  @PostMapping
  @Operation(
      summary = "Create a user",
      description = "Answers with a link by which the person sets a password, once.")
  ResponseEntity<Invitation> create(
      @Valid @RequestBody Creation body, Caller caller, HttpServletRequest request) {
    User user =
        users.create(caller.actor(), body.name(), wish(body.roles(), body.teams(), body.rep()));
    return ResponseEntity.created(URI.create("/api/users/" + user.name()))
        .eTag(Long.toString(user.version()))
        .body(invitation(user, request));
  }

  @PutMapping("/{name}")
  @Operation(
      summary = "Change what a user is and may do",
      description = "Ends the user's sessions.")
  ResponseEntity<Kept> change(
      @PathVariable String name, @Valid @RequestBody Change body, Incoming incoming) {
    return kept(
        users.change(
            incoming.caller().actor(),
            name,
            wish(body.roles(), body.teams(), body.rep()),
            body.active(),
            incoming.expectedVersion()));
  }

  @DeleteMapping("/{name}")
  @Operation(
      summary = "Close a user's account",
      description = "At once, sessions included. The name stays taken.")
  ResponseEntity<Kept> close(@PathVariable String name, Incoming incoming) {
    User user = users.existing(name);
    return kept(
        users.change(
            incoming.caller().actor(),
            name,
            new Users.Wish(user.roles(), user.teams(), user.rep()),
            false,
            incoming.expectedVersion()));
  }

  @PostMapping("/{name}/link")
  @Operation(
      summary = "Make a new link by which a user sets a password",
      description = "Links made before are void. The old password works until the new one is set.")
  Invitation link(@PathVariable String name, HttpServletRequest request, Caller caller) {
    return invitation(users.existing(name), request);
  }

  private Invitation invitation(User user, HttpServletRequest request) {
    Links.Link link = links.make(user.name());
    String at =
        properties.publicUrl() == null
            ? ServletUriComponentsBuilder.fromContextPath(request).toUriString()
            : properties.publicUrl().toString().replaceFirst("/$", "");
    return new Invitation(user.name(), at + link.path(), link.expiresAt());
  }

  private static Users.Wish wish(
      Set<Role> roles, @Nullable Set<String> teams, @Nullable RepId rep) {
    return new Users.Wish(roles, teams == null ? Set.of() : teams, rep);
  }

  private static ResponseEntity<Kept> kept(User user) {
    return ResponseEntity.ok().eTag(Long.toString(user.version())).body(Kept.of(user));
  }
}
