package custody.command.handover;

import custody.command.handover.Handover.Status;
import custody.contract.CustomerId;
import custody.contract.HandoverEvent;
import custody.contract.HandoverEvent.Allotted;
import custody.contract.HandoverEvent.Approved;
import custody.contract.HandoverEvent.CustomersMoved;
import custody.contract.HandoverEvent.Opened;
import custody.contract.HandoverEvent.Started;
import custody.contract.HandoverEvent.UndoStarted;
import custody.contract.Recorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A case as its execution needs it: with the customers, which decisions do without.
///
/// @param version of the stream that was read
/// @param opened the event that says why
/// @param started the order to move; null = none yet
/// @param undo the order to give back; null = none
/// @param parts of the frozen plan, by number
/// @param moved the customers that have moved, by part
record Case(
    Handover state,
    long version,
    @Nullable Recorded opened,
    @Nullable Recorded started,
    @Nullable Recorded undo,
    Map<Integer, Allotted> parts,
    Map<Integer, List<CustomerId>> moved) {
  private static final HandoverDecider FOLD = new HandoverDecider(java.time.Duration.ZERO);
  private static final Case NONE = new Case(Handover.NONE, 0, null, null, null, Map.of(), Map.of());

  Case {
    parts = Map.copyOf(parts);
    moved = Map.copyOf(moved);
  }

  static Case of(List<Recorded> stream) {
    return NONE.with(stream);
  }

  /// The same with what has happened since.
  Case with(List<Recorded> since) {
    Handover state = this.state;
    Recorded opened = this.opened;
    Recorded started = this.started;
    Recorded undo = this.undo;
    Map<Integer, Allotted> parts = new HashMap<>(this.parts);
    Map<Integer, List<CustomerId>> moved = new HashMap<>(this.moved);
    for (Recorded recorded : since) {
      state = FOLD.evolve(state, recorded);
      switch ((HandoverEvent) recorded.event()) {
        case Opened _ -> opened = recorded;
        case Approved _ -> parts.clear();
        case Allotted it -> parts.put(it.part(), it);
        case Started _ -> started = recorded;
        case UndoStarted _ -> undo = recorded;
        case CustomersMoved it -> moved.merge(it.part(), it.customers(), Case::both);
        default -> {} // of no matter to the execution
      }
    }
    return new Case(state, version + since.size(), opened, started, undo, parts, moved);
  }

  private static List<CustomerId> both(List<CustomerId> some, List<CustomerId> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /// Parts that are still to be moved, in order; none if the customers are not to move now.
  List<Integer> toMove() {
    return state.status() == Status.RUNNING
        ? parts.keySet().stream()
            .filter(part -> !state.moving().parts().contains(part))
            .sorted()
            .toList()
        : List.of();
  }

  /// Parts that are still to be given back, in order.
  List<Integer> toReturn() {
    return state.status() == Status.UNDOING
        ? state.moving().touched().stream()
            .filter(part -> !state.returning().parts().contains(part))
            .sorted()
            .toList()
        : List.of();
  }
}
