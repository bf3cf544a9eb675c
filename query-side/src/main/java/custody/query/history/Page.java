package custody.query.history;

import custody.query.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Some of a history's entries, in its order.
///
/// @param lastRecorded when we last heard of the customer
/// @param position the view shows everything up to there
/// @param state the row of the customer's last event, and the transaction that wrote it: as long as
///     that is the same, nothing of the customer was added, erased or rebuilt
/// @param changes of all of the customer's events, by position
record Page(
    Instant lastRecorded,
    long position,
    String state,
    Map<Long, RawJson> changes,
    List<Entry> entries) {}
