package custody.command.imports;

import custody.command.erasure.Erasable;
import custody.contract.ErasureEvent.Subject;

/// Files and rows of imports as an erasure sees them. While one is running, the person may stand in
/// its file; once none is, only rejected rows are left of them.
record ErasedRows(ImportStore tables) implements Erasable {
  @Override
  public String store() {
    return "import-rejects";
  }

  @Override
  public boolean isBusy() {
    return tables.isAnyRunning();
  }

  @Override
  public long erase(Subject subject) {
    return tables.dropRejects();
  }
}
