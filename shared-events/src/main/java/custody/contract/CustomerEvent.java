package custody.contract;

/// What can happen to one customer. One customer is one stream.
public sealed interface CustomerEvent extends Event
    permits ProfileEvent,
        FollowUpEvent,
        OwnershipEvent,
        ResponsibilityEvent,
        RecyclingEvent,
        ComplaintEvent,
        ChurnEvent,
        CallEvent,
        CorrectionEvent,
        PersonalDataEvent {}
