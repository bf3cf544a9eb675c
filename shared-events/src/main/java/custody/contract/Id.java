package custody.contract;

import java.util.UUID;

/// A typed identifier; written as the plain UUID. We create UUIDv7 ({@link UuidV7}), so ids sort by
/// the time they were made.
public sealed interface Id
    permits CustomerId,
        RepId,
        HandoverId,
        RuleId,
        ContactId,
        DateId,
        FollowUpId,
        CoverId,
        CollaboratorId,
        StewardId,
        ExemptionId,
        ComplaintId,
        CallId,
        ErasureId {
  UUID value();
}
