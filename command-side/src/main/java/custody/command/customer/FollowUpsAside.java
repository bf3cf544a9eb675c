package custody.command.customer;

import custody.command.Aside;
import custody.command.Command;
import custody.command.followup.FollowUpCommand;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.Recorded;
import custody.wire.EventType;
import java.util.List;
import java.util.Set;

/// A customer's follow-ups: most of its events, and only commands about them ask what they say.
final class FollowUpsAside implements Aside<Customer> {
  private static final Set<String> FAMILIES = Set.of(EventType.of(FollowUpRecorded.class).family());

  @Override
  public Set<String> families() {
    return FAMILIES;
  }

  @Override
  public boolean lacks(Customer state, Command command) {
    return command instanceof FollowUpCommand it && state.followUps().lack(it);
  }

  @Override
  public Customer without(Customer state) {
    return state.withoutFollowUps();
  }

  @Override
  public Customer with(Customer state, List<Recorded> events) {
    return state.withFollowUps(events);
  }
}
