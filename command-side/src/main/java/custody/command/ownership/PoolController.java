package custody.command.ownership;

import custody.command.Commands;
import custody.command.http.Incoming;
import custody.command.ownership.OwnershipCommand.Assign;
import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.service.Problem;
import custody.store.Lookups;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "ownership")
final class PoolController {
  /// Refusals that are about the rep, so that another one may get the customer.
  private static final Set<String> ABOUT_THE_REP =
      Set.of("rep-not-active", "rep-leaving", "unknown-rep");

  private final Commands commands;
  private final Lookups lookups;
  private final Clock clock;

  PoolController(Commands commands, Lookups lookups, Clock clock) {
    this.commands = commands;
    this.lookups = lookups;
    this.clock = clock;
  }

  /// @param customers of a pool, whoever has waited longest first
  /// @param to the reps who share them
  record Sharing(
      @Size(min = 1, max = 1000) List<CustomerId> customers,
      @Size(min = 1, max = 200) List<RepId> to,
      @Size(max = 1000) @Nullable String reason) {}

  /// @param assigned who got whom, in the order asked for
  /// @param refused whom nobody got, and why
  record Shared(List<Assigned> assigned, List<Refused> refused) {}

  record Assigned(CustomerId customer, RepId rep) {}

  /// @param code as in problems
  record Refused(CustomerId customer, String code, String detail) {}

  @PostMapping("/api/pools/assignments")
  @Operation(
      summary = "Share customers of pools among reps",
      description =
          "One after the other in the order given, each to whoever has the fewest customers by"
              + " then; of those who have as many, to the one named first. Who is no longer in a"
              + " pool is refused and told, the others are assigned.")
  Shared share(@Valid @RequestBody Sharing body, Incoming incoming) {
    SequencedMap<RepId, Long> held = new LinkedHashMap<>();
    body.to().forEach(rep -> held.put(rep, lookups.load(rep.value(), clock.instant(), 0).held()));
    FairShare share = new FairShare(held);
    // A key is for one customer's events; whoever repeats this finds them assigned.
    Incoming each = new Incoming(incoming.caller(), null, null);
    List<Assigned> assigned = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (CustomerId customer : body.customers()) {
      assign(customer, share, each, body.reason(), assigned, refused);
    }
    return new Shared(assigned, refused);
  }

  private void assign(
      CustomerId customer,
      FairShare share,
      Incoming incoming,
      @Nullable String reason,
      List<Assigned> assigned,
      List<Refused> refused) {
    while (true) {
      RepId rep = share.next();
      if (rep == null) {
        refused.add(
            new Refused(customer, "rep-not-active", "None of the reps can get customers now."));
        return;
      }
      try {
        incoming.send(commands, reason, null, new Assign(customer, rep));
        share.got(rep);
        assigned.add(new Assigned(customer, rep));
        return;
      } catch (Problem e) {
        if (!ABOUT_THE_REP.contains(e.code())) {
          refused.add(new Refused(customer, e.code(), e.detail()));
          return;
        }
        share.leaveOut(rep);
      }
    }
  }
}
