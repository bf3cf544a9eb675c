package custody.command.customer;

import custody.command.Aside;
import custody.command.Command;
import custody.command.Context;
import custody.command.CustomerCommand;
import custody.command.Decider;
import custody.command.Decision;
import custody.command.Identity;
import custody.command.Standing;
import custody.contract.CustomerEvent;
import custody.contract.CustomerId;
import custody.contract.Recorded;
import custody.store.Holding;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The customer as the shell sees it.
///
/// @param uniqueFields the fields that no two customers may share
public record CustomerDecider(Set<String> uniqueFields) implements Decider<Customer> {
  private static final Aside<Customer> ASIDE = new CustomerAside();

  public CustomerDecider {
    uniqueFields = Set.copyOf(uniqueFields);
  }

  @Override
  public Customer initial() {
    return Customer.NONE;
  }

  @Override
  public Customer evolve(Customer state, Recorded recorded) {
    return state.evolve(recorded, (CustomerEvent) recorded.event());
  }

  @Override
  public Aside<Customer> aside() {
    return ASIDE;
  }

  @Override
  public Decision decide(Customer state, Command command, Context context) {
    return state.decide((CustomerCommand) command, context);
  }

  @Override
  public Standing standing(Customer state, Command command, Instant now) {
    return state.standing(now);
  }

  @Override
  public Set<Identity> identities(Customer state, Instant now) {
    return state.profile().identities(uniqueFields, now);
  }

  @Override
  public Set<Holding> holdings(Customer state, UUID stream, Instant now) {
    return state.ownership().holdings(new CustomerId(stream), now);
  }

  @Override
  public Optional<String> name(Customer state, Instant now) {
    return state.profile().name(now);
  }
}
