package custody.command;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of a request that was accepted.
///
/// @param id the stream
/// @param version the stream's version afterwards
/// @param events the ids of what was recorded, in order; empty if there was nothing to change
/// @param created the customer, rep or part (contact, date, follow-up) that came into being
public record Receipt(UUID id, long version, List<UUID> events, @Nullable UUID created) {
  public Receipt {
    events = List.copyOf(events);
  }
}
