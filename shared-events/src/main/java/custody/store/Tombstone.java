package custody.store;

import custody.contract.Actor;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent.Subject;
import custody.contract.ErasureId;
import java.time.Instant;

/// That somebody was erased, by ids only.
///
/// @param erasedAt keys made before were destroyed, later ones are none of its business; UTC
public record Tombstone(
    ErasureId erasure,
    Subject subject,
    Instant erasedAt,
    ErasureBasis basis,
    Actor requestedBy,
    Actor approvedBy) {}
