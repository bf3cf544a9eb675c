package custody.query.history;

import custody.contract.CustomerId;
import custody.query.Answers;
import custody.query.Answers.Select;
import custody.service.Problem;
import custody.wire.ContractJson;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private static final String MOMENT =
      """
      SELECT recorded_at,
        (SELECT coalesce(max(position), 0) FROM custody.view_position WHERE view = 'history'),
        position || '/' || xmin
      FROM view_history.event WHERE customer = ? ORDER BY position DESC LIMIT 1
      """;

  private static final String FACTS =
      """
      SELECT position, effective_at, part, item, field, value
      FROM view_history.fact
      WHERE customer = ? AND recorded_at <= ? AND (voided_at IS NULL OR voided_at > ?)
        AND part NOT IN ('kind', 'externalIds', 'followUps', 'ended')
      ORDER BY effective_at, position
      """;

  /// OFFSET keeps the planner from joining all of a customer's events with each other: what it
  /// takes for few may be thousands.
  private static final String EVENTS =
      """
      SELECT e.position, e.sequence, e.payload, %s, %s, e.customer
      FROM view_history.event e
      LEFT JOIN LATERAL (
        SELECT * FROM view_history.event v
        WHERE e.voided_by IS NOT NULL AND v.customer = e.customer AND v.position = e.voided_by
          AND v.recorded_at <= ?
        OFFSET 0
      ) c ON true
      WHERE e.recorded_at <= ? AND e.customer
      """
          .formatted(EventInfo.columns("e"), EventInfo.columns("c"));

  private History() {}

  /// In which order, and by which time `from` and `to` are meant.
  public enum Order {
    EFFECTIVE("effective_at"),
    RECORDED("recorded_at");

    private final String column;

    Order(String column) {
      this.column = column;
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

    private List<UUID> customers() {
      return Stream.concat(Stream.of(customer.value()), merged.stream()).toList();
    }

    /// The same of what was known at that moment, behind that place.
    private Question goOn(Instant known, Place place) {
      return new Question(customer, merged, families, order, from, to, known, place);
    }
  }

  /// @param at effective or recorded time, as the order says
  public record Place(Instant at, long position) {}

  /// @param version of the customer with this event
  /// @param changes JSON, an array; null = none
  record Item(
      Place place,
      UUID customer,
      EventInfo info,
      long version,
      RawJson payload,
      @Nullable RawJson changes,
      @Nullable EventInfo voidedBy) {

    void write(JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty("customer", customer.toString());
      info.write(json);
      json.writeNumberProperty("version", version);
      json.writeName("payload");
      json.writeRawValue(payload);
      if (changes != null) {
        json.writeName("changes");
        json.writeRawValue(changes);
      }
      if (voidedBy != null) {
        json.writeObjectPropertyStart("voidedBy");
        voidedBy.write(json);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
  }

  /// @param lastRecorded when we last heard of the customer
  /// @param position of the last event the view has
  /// @param state the row of the customer's last event, and the transaction that wrote it: as long
  ///     as that is the same, nothing of the customer was added, erased or rebuilt
  /// @param changes of all of the customer's events, by position
  record Page(
      Instant lastRecorded,
      long position,
      String state,
      Map<Long, RawJson> changes,
      List<Item> items) {}

  /// @throws Problem `customer-not-found`
  static Page page(DataSource database, Question question, int limit) {
    List<Select> facts = new ArrayList<>();
    // What changed is told of each entry by itself.
    question.customers().forEach(customer -> facts.add(facts(customer, question)));
    return page(database, question, limit, facts, new HashMap<>());
  }

  private static Page page(
      DataSource database,
      Question question,
      int limit,
      List<Select> facts,
      Map<Long, RawJson> changes) {
    List<Page> page = new ArrayList<>(1);
    List<Select> selects = new ArrayList<>();
    selects.add(Select.of(MOMENT, question.customer().value()));
    selects.addAll(facts);
    selects.add(events(question, limit));
    Answers.together(
        database,
        selects,
        (select, rows) -> {
          if (select == 0) {
            page.add(moment(rows, changes));
          } else if (select < selects.size() - 1) {
            changes.putAll(Changed.of(rows));
          } else {
            while (rows.next()) {
              page.getFirst().items().add(item(rows, question, changes));
            }
          }
        });
    return page.getFirst();
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
        List<Item> told = page.items().subList(0, Math.min(CHUNK, page.items().size()));
        for (Item item : told) {
          item.write(json);
          json.writeRaw('\n');
        }
        if (told.size() == page.items().size()) {
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
      Page page = page(database, question, CHUNK + 1, List.of(), before.changes());
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

  private static Page moment(ResultSet row, Map<Long, RawJson> changes) throws SQLException {
    if (!row.next()) {
      throw new Problem(
          404, "customer-not-found", "There is no customer with this id. Check the id.");
    }
    return new Page(
        Objects.requireNonNull(Answers.instant(row, 1)),
        row.getLong(2),
        row.getString(3),
        changes,
        new ArrayList<>());
  }

  private static Select facts(UUID customer, Question question) {
    Object known = Answers.orInfinity(question.knownAt());
    return Select.of(FACTS, customer, known, known);
  }

  private static Select events(Question question, int limit) {
    String time = "e." + question.order().column;
    Object known = Answers.orInfinity(question.knownAt());
    StringBuilder sql = new StringBuilder(EVENTS);
    List<Object> values = new ArrayList<>(List.of(known, known));
    if (question.merged().isEmpty()) {
      sql.append(" = ?"); // by an index that has the order too
      values.add(question.customer().value());
    } else {
      sql.append(" = ANY (?)");
      values.add(question.customers().toArray(UUID[]::new));
    }
    if (question.families() != null) {
      sql.append(" AND split_part(e.name, '.', 1) = ANY (?)");
      values.add(question.families().toArray(String[]::new));
    }
    if (question.from() != null) {
      sql.append(" AND ").append(time).append(" >= ?");
      values.add(question.from());
    }
    if (question.to() != null) {
      sql.append(" AND ").append(time).append(" < ?");
      values.add(question.to());
    }
    if (question.after() != null) {
      sql.append(" AND (").append(time).append(", e.position) > (?, ?)");
      values.add(question.after().at());
      values.add(question.after().position());
    }
    sql.append(" ORDER BY ").append(time).append(", e.position LIMIT ").append(limit);
    return new Select(sql.toString(), values);
  }

  private static Item item(ResultSet row, Question question, Map<Long, RawJson> changes)
      throws SQLException {
    long position = row.getLong(1);
    EventInfo info = Objects.requireNonNull(EventInfo.read(row, 4));
    Instant at =
        switch (question.order()) {
          case EFFECTIVE -> info.effectiveAt();
          case RECORDED -> info.recordedAt();
        };
    return new Item(
        new Place(at, position),
        row.getObject(4 + 2 * EventInfo.WIDTH, UUID.class),
        info,
        row.getLong(2) + 1,
        Objects.requireNonNull(RawJson.read(row, 3)),
        changes.get(position),
        EventInfo.read(row, 4 + EventInfo.WIDTH));
  }
}
