package custody.query.history;

import custody.query.RawJson;
import custody.query.history.Memory.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Some of a history's entries, in its order.
///
/// @param lastRecorded when we last heard of the customer
/// @param position the view shows everything up to there
/// @param last the row of the customer's last event: as long as that is the same, nothing of the
///     customer was added, erased or rebuilt
/// @param changes of all of the customer's events, by position; empty if nothing more is to be
///     read; null = those behind this page are not known
record Page(
    Instant lastRecorded,
    long position,
    Row last,
    @Nullable Map<Long, RawJson> changes,
    List<Entry> entries) {}
