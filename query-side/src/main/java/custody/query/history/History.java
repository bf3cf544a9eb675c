package custody.query.history;

import custody.contract.CustomerId;
import custody.service.Problem;
import custody.wire.ContractJson;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// One customer's events in order, each with what it changed; those of entries merged into it too
/// if asked for.
public final class History {
  /// Of a stream, that are read at once.
  private static final int CHUNK = 1000;

  private History() {}

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
  static Page page(DataSource database, Question question, int limit) {
    return new PageQuery(question, limit, null).read(database);
  }

  /// Everything asked for, one JSON object per line, in portions: whatever is recorded meanwhile
  /// was not known when it began.
  ///
  /// @param now the moment up to which is known what is known
  /// @param begin told the position of the last event the view has, before anything is written
  /// @throws Problem `customer-not-found`
  public static void stream(
      DataSource database, Question question, Instant now, LongConsumer begin, OutputStream out) {
    // One more than is told says whether there are more.
    Page page = page(database, question, CHUNK + 1);
    begin.accept(page.position());
    Instant known = known(question, page, now);
    try (JsonGenerator json =
        ContractJson.plain().writer().withRootValueSeparator("").createGenerator(out)) {
      while (true) {
        List<Entry> told = page.entries().subList(0, Math.min(CHUNK, page.entries().size()));
        for (Entry entry : told) {
          entry.write(json);
          json.writeRaw('\n');
        }
        if (told.size() == page.entries().size()) {
          return;
        }
        page = next(database, question.goOn(known, told.getLast().place()), page);
      }
    }
  }

  /// What all events changed is read with the first page, and again only if it may be something
  /// else by now; of entries merged into it nothing says so.
  private static Page next(DataSource database, Question question, Page before) {
    if (question.merged().isEmpty()) {
      Page page = new PageQuery(question, CHUNK + 1, before.changes()).read(database);
      if (page.state().equals(before.state())) {
        return page;
      }
    }
    return page(database, question, CHUNK + 1);
  }

  /// What "now" means in an answer: another process' clock may be ahead.
  static Instant known(Question question, Page page, Instant now) {
    if (question.knownAt() != null) {
      return question.knownAt();
    }
    return page.lastRecorded().isAfter(now) ? page.lastRecorded() : now;
  }
}
