package custody.query.projection;

import custody.contract.Recorded;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// Reads the events of streams, for a view that does not keep what its rows were folded from: it
/// goes back to them when something is dated back or voided. There may be later ones than a batch
/// has brought.
@FunctionalInterface
public interface StreamReader {
  /// @return of each stream all, in sequence order; their positions may be none of the log's
  List<Recorded> read(Collection<UUID> streams);
}
