package custody.service.looks;

import custody.contract.RepId;

/// Knows who is about to leave.
public interface Leavers {
  /// From the event on that announces it, whenever the last day is.
  boolean isLeaving(RepId rep);
}
