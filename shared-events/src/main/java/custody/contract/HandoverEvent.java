package custody.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What can happen to one handover case. One case is one stream.
///
/// However many customers a case moves, no event of it names more than {@link #MOST_OF_A_PART}: the
/// frozen plan is cut into parts, and what became of them is recorded part by part. That each of
/// them moved is an event of its own on the customer, whose envelope names the case as correlation
/// and the start of its execution as cause.
public sealed interface HandoverEvent extends Event {
  /// The most customers of one part.
  int MOST_OF_A_PART = 500;

  /// Why customers change hands.
  enum Cause {
    /// A rep leaves the company.
    LEAVING,
    /// A rep gives up customers or a territory in turn.
    ROTATION,
    /// A rep is away for long.
    LONG_LEAVE,
    /// A territory is cut anew.
    TERRITORY
  }

  /// @param from whose customers they are
  /// @param lastDay the last day on which `from` answers for them, in the company's zone
  record Opened(Cause cause, List<RepId> from, @Nullable LocalDate lastDay)
      implements HandoverEvent {
    public Opened {
      from = List.copyOf(from);
    }
  }

  /// How the customers are to be split. It says nothing of single customers, exceptions apart: who
  /// goes where is worked out, looked at, and frozen by the approval.
  ///
  /// @param plan counts the plans of the case, from 1
  record Planned(int plan, HandoverPlan rules) implements HandoverEvent {}

  /// A second person approves what was worked out. The parts follow it, in the same append.
  ///
  /// @param digest of the assignment that was looked at, SHA-256 in hex
  /// @param unplaced how many customers nobody fitted, who stay where they are
  record Approved(int plan, String digest, int customers, int unplaced, int parts)
      implements HandoverEvent {}

  /// A part of the frozen plan.
  ///
  /// @param part from 1
  record Allotted(int part, List<Allotment> allotments) implements HandoverEvent {
    public Allotted {
      allotments = List.copyOf(allotments);
    }
  }

  /// Customers that go the same way for the same reason.
  ///
  /// @param rule the rule of the plan that decided: 1 = the first split, 0 = an exception, -1 = the
  ///     rest
  record Allotment(RepId from, Holder to, int rule, List<CustomerId> customers) {
    public static final int EXCEPTION = 0;
    public static final int REST = -1;

    public Allotment {
      customers = List.copyOf(customers);
    }
  }

  /// The customers are to move. Its effective time is when: all of them move at that moment, and
  /// nothing is done before it.
  ///
  /// @param operation under which its progress can be read
  record Started(UUID operation) implements HandoverEvent {}

  record Paused() implements HandoverEvent {}

  record Resumed() implements HandoverEvent {}

  /// What has not moved by then stays where it is.
  record Cancelled() implements HandoverEvent {}

  /// Customers of a part that have moved.
  record CustomersMoved(int part, List<CustomerId> customers) implements HandoverEvent {
    public CustomersMoved {
      customers = List.copyOf(customers);
    }
  }

  /// Customers of a part that were left alone.
  record CustomersFailed(int part, List<LeftAlone> customers) implements HandoverEvent {
    public CustomersFailed {
      customers = List.copyOf(customers);
    }
  }

  /// @param code why, such as `moved-meanwhile`
  record LeftAlone(CustomerId customer, String code) {}

  /// Every part has been dealt with.
  record Completed(int moved, int failed) implements HandoverEvent {}

  /// Those not touched since are to go back.
  ///
  /// @param operation under which its progress can be read
  record UndoStarted(UUID operation) implements HandoverEvent {}

  /// Customers of a part that have gone back.
  record CustomersReturned(int part, List<CustomerId> customers) implements HandoverEvent {
    public CustomersReturned {
      customers = List.copyOf(customers);
    }
  }

  /// Customers of a part that stayed with their receivers, because something has happened since.
  record CustomersKept(int part, List<LeftAlone> customers) implements HandoverEvent {
    public CustomersKept {
      customers = List.copyOf(customers);
    }
  }

  record Undone(int returned, int kept) implements HandoverEvent {}

  /// Nothing more is to happen; its report goes on telling what becomes of the customers.
  record Closed() implements HandoverEvent {}
}
