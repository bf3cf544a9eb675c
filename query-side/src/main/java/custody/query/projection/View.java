package custody.query.projection;

import custody.contract.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// One set of tables derived from the events: a fold, written once and used live, in a rebuild and
/// by the oracle tests. A Spring bean of this type is projected from the next start on.
///
/// The tables live in a PostgreSQL schema of their own, `view_<name>`. Their DDL stands in the
/// resource `<name>.sql` beside the implementing class, with unqualified names; `public` is on the
/// search path behind the schema, for extensions. Everything else names them `view_<name>.<table>`:
/// for queries that is always the complete copy, also while another one is being built, and what a
/// view writes goes into the copy meant. What stands below a line `-- once filled` (indexes that
/// only questions need) is made after a rebuild has written the rows.
public interface View {

  /// Lower-case letters and `_`, unique.
  String name();

  /// Of the tables and of what {@link #apply} writes into them. Another number than the stored one
  /// makes the engine rebuild the view at start.
  int version();

  /// True if what a stream's events do to the tables does not depend on other streams' events. A
  /// rebuild may then bring stream after stream, each in sequence order, instead of all in
  /// position order, so that nothing is folded twice.
  default boolean streamByStream() {
    return false;
  }

  /// False if {@link #apply} has nothing to do with such an event. A batch of nothing else is not
  /// brought: most events concern few views, and each call costs who waits for the batch a round
  /// trip.
  default boolean concerns(Recorded recorded) {
    return true;
  }

  /// Applies events that follow those applied before: of all streams and in position order, or as
  /// {@link #streamByStream} allows.
  ///
  /// Called with a handful of events when live and with thousands in a rebuild, so it writes once
  /// per batch and table ({@link TableCopy}, or one statement over `unnest`), never once per event.
  /// The batches' borders mean nothing: however the same events are cut, the tables end up equal,
  /// at the latest once what the view does beside the batches is done.
  ///
  /// @param db within a transaction that the engine commits together with the position; it prepares
  ///     statements on `view_<name>.<table>` for the copy that is written. Never commit, roll back
  ///     or close it.
  /// @throws SQLException which rolls the whole batch back; it is tried again later
  void apply(List<Recorded> batch, Connection db) throws SQLException;

  /// Takes out what stands here in plain of one stream's personal data, because keys of it were
  /// destroyed: rows are blanked, or deleted and made again from events that read as erased. Called
  /// behind the batch that says so, in its transaction; repeating it changes nothing. A view that
  /// has no personal data does nothing and returns 0.
  ///
  /// @param stream a customer, or whatever else has keys of its own
  /// @param history the stream's events up to the batch's end, as they read now
  /// @return how many rows were deleted or blanked
  long erase(UUID stream, List<Recorded> history, Connection db) throws SQLException;
}
