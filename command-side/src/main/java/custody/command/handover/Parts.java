package custody.command.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverEvent.Allotted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Cuts an assignment into parts of bounded size.
final class Parts {
  private Parts() {}

  /// @throws IllegalArgumentException if a customer goes two ways
  static List<Allotted> of(List<Allotment> assignment) {
    Set<CustomerId> seen = new HashSet<>();
    List<Allotted> parts = new ArrayList<>();
    List<Allotment> part = new ArrayList<>();
    int room = HandoverEvent.MOST_OF_A_PART;
    for (Allotment allotment : assignment) {
      List<CustomerId> customers = allotment.customers();
      if (!customers.stream().allMatch(seen::add)) {
        throw new IllegalArgumentException("a customer goes one way only");
      }
      for (int from = 0; from < customers.size(); ) {
        int to = Math.min(customers.size(), from + room);
        part.add(
            new Allotment(
                allotment.from(), allotment.to(), allotment.rule(), customers.subList(from, to)));
        room -= to - from;
        from = to;
        if (room == 0) {
          parts.add(new Allotted(parts.size() + 1, part));
          part = new ArrayList<>();
          room = HandoverEvent.MOST_OF_A_PART;
        }
      }
    }
    if (!part.isEmpty()) {
      parts.add(new Allotted(parts.size() + 1, part));
    }
    return parts;
  }
}
