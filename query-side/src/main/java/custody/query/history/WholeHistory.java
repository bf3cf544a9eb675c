package custody.query.history;

import custody.query.history.History.Order;
import custody.query.history.History.Question;
import custody.query.history.Memory.Row;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All of a customer's history, as known now.
///
/// @param lastRecorded when we last heard of the customer
/// @param latest the latest time at which any of it was recorded: clocks may be put back
/// @param entries in effective order
record WholeHistory(Row last, Instant lastRecorded, Instant latest, List<Entry> entries)
    implements Memory.Whole {
  /// Of an entry in memory beside its JSON, in bytes.
  private static final int ENTRY = 200;

  /// @param limit of the page
  /// @return empty if the page may not be all
  static Optional<WholeHistory> of(Question question, Page page, int limit) {
    if (!question.isForAll() || page.entries().size() >= limit) {
      return Optional.empty();
    }
    Instant latest =
        page.entries().stream().map(Entry::recordedAt).max(Comparator.naturalOrder()).orElseThrow();
    return Optional.of(new WholeHistory(page.last(), page.lastRecorded(), latest, page.entries()));
  }

  /// Whether nothing known now was unknown then.
  boolean tells(Question question) {
    return question.merged().isEmpty()
        && (question.knownAt() == null || !question.knownAt().isBefore(latest));
  }

  /// @param position the view shows everything up to there
  Page page(Question question, int limit, long position) {
    Stream<Entry> told = entries.stream().filter(question::isFor);
    if (question.order() != Order.EFFECTIVE) {
      told = told.sorted(Comparator.comparing(entry -> entry.place(question.order())));
    }
    return new Page(lastRecorded, position, last, Map.of(), told.limit(limit).toList());
  }

  /// In bytes.
  long size() {
    long size = 0;
    for (Entry entry : entries) {
      size += ENTRY + entry.line().size();
    }
    return size;
  }
}
