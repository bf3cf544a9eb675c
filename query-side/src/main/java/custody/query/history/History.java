package custody.query.history;

import custody.contract.CustomerId;
import custody.service.Problem;
import custody.store.SubjectKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// One customer's events in order, each with what it changed; those of entries merged into it too
/// if asked for.
///
/// Whole histories told lately are kept in memory.
@Component
public final class History implements SubjectKeys.Remembering {
  /// Of a stream, that are read at once.
  private static final int CHUNK = 1000;

  /// Of the heap that may be kept, as a divisor.
  private static final int SHARE = 32;

  private final DataSource database;
  private final Memory<WholeHistory> memory;

  public History(DataSource database, SubjectKeys keys) {
    this.database = database;
    memory = new Memory<>(database, SHARE, WholeHistory::size);
    keys.tell(this);
  }

  /// In which order, and by which time `from` and `to` are meant.
  public enum Order {
    EFFECTIVE("effective_at"),
    RECORDED("recorded_at");

    final String column;

    Order(String column) {
      this.column = column;
    }

    Instant of(EventInfo info) {
      return this == EFFECTIVE ? info.effectiveAt() : info.recordedAt();
    }
  }

  /// @param merged entries that are the same customer, whose events are told too
  /// @param families null = all
  /// @param from inclusive, UTC; null = from the beginning
  /// @param to exclusive, UTC; null = to the end
  /// @param knownAt as known then; null = everything known now
  /// @param after where the page begins, exclusive; null = at the beginning
  public record Question(
      CustomerId customer,
      Set<UUID> merged,
      @Nullable List<String> families,
      Order order,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Instant knownAt,
      @Nullable Place after) {

    UUID[] customers() {
      return Stream.concat(Stream.of(customer.value()), merged.stream()).toArray(UUID[]::new);
    }

    /// Whether this is what it is about, if it is the customer's.
    boolean isFor(Entry entry) {
      Instant at = entry.at(order);
      return (families == null || families.contains(entry.family()))
          && (from == null || !at.isBefore(from))
          && (to == null || at.isBefore(to))
          && (after == null || entry.place(order).compareTo(after) > 0);
    }

    /// Whether it is about everything the customer's own that is known now, from the beginning.
    boolean isForAll() {
      return isFromTheBeginning() && merged.isEmpty() && to == null && knownAt == null;
    }

    /// Whether whatever was effective before something it is about is what it is about, too.
    boolean isFromTheBeginning() {
      return families == null && order == Order.EFFECTIVE && from == null && after == null;
    }

    /// The same of what was known at that moment, behind that place.
    private Question goOn(Instant known, Place place) {
      return new Question(customer, merged, families, order, from, to, known, place);
    }
  }

  /// @param at effective or recorded time, as the order says
  public record Place(Instant at, long position) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::at).thenComparingLong(Place::position);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /// @throws Problem `customer-not-found`
  Page page(Question question, int limit) {
    UUID customer = question.customer().value();
    return memory
        .look(customer)
        .filter(look -> look.whole().tells(question))
        .map(look -> look.whole().page(question, limit, look.position()))
        .orElseGet(
            () -> {
              Page page = PageQuery.read(database, memory.shown(), question, limit, null);
              WholeHistory.of(question, page, limit).ifPresent(it -> memory.keep(customer, it));
              return page;
            });
  }

  /// Everything asked for, one JSON object per line, in portions: whatever is recorded meanwhile
  /// was not known when it began.
  ///
  /// @param now the moment up to which is known what is known
  /// @param begin told the position of the last event the view has, before anything is written
  /// @throws Problem `customer-not-found`
  /// @throws UncheckedIOException if the caller went away
  public void stream(Question question, Instant now, LongConsumer begin, OutputStream out) {
    // One more than is told says whether there are more.
    Page page = page(question, CHUNK + 1);
    begin.accept(page.position());
    Instant known = known(question, page, now);
    while (true) {
      List<Entry> told = page.entries().subList(0, Math.min(CHUNK, page.entries().size()));
      write(told, out);
      if (told.size() == page.entries().size()) {
        return;
      }
      page = next(question.goOn(known, told.getLast().place(question.order())), page);
    }
  }

  private static void write(List<Entry> entries, OutputStream out) {
    try {
      Line.write(entries.stream().map(Entry::line).iterator(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What all events changed is read with the first page, or else with the second one, and again
  /// only if it may be something else by now; of entries merged into it nothing says so.
  private Page next(Question question, Page before) {
    if (question.merged().isEmpty()) {
      Page page = PageQuery.read(database, memory.shown(), question, CHUNK + 1, before.changes());
      if (page.last().equals(before.last())) {
        return page;
      }
    }
    return page(question, CHUNK + 1);
  }

  @Override
  public void forget(UUID stream) {
    memory.forget(stream);
  }

  @Override
  public void forgetAll() {
    memory.forgetAll();
  }

  /// What "now" means in an answer: another process' clock may be ahead.
  static Instant known(Question question, Page page, Instant now) {
    if (question.knownAt() != null) {
      return question.knownAt();
    }
    return page.lastRecorded().isAfter(now) ? page.lastRecorded() : now;
  }
}
