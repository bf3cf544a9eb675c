package custody.query.history;

import custody.query.Answers;
import custody.wire.ContractJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// One customer's events in order, each with what it changed.
final class History {
  // What a field was before: said by the fact before it in effective order, of the same contact for
  // as long as that was there; voided events neither change anything nor come before.
  private static final String SQL =
      """
      WITH changed AS (
        SELECT position, string_agg(
          '{"part":' || to_json(part)
            || CASE WHEN item = '' THEN '' ELSE ',"item":' || to_json(item) END
            || CASE WHEN field = '' THEN '' ELSE ',"field":' || to_json(field) END
            || coalesce(',"before":' || before, '') || coalesce(',"after":' || value, '') || '}',
          ',' ORDER BY part, item, field) AS changes
        FROM (
          SELECT position, part, item, field, value::text AS value, lag(value::text) OVER (
            PARTITION BY part, item, field, times ORDER BY effective_at, position) AS before
          FROM (
            SELECT f.*, CASE WHEN field = '' THEN 0 ELSE count(*) FILTER (WHERE field = '') OVER (
              PARTITION BY part, item ORDER BY effective_at, position) END AS times
            FROM view_history.fact f
            WHERE customer = ? AND recorded_at <= ? AND (voided_at IS NULL OR voided_at > ?)
              AND part NOT IN ('kind', 'externalIds', 'followUps', 'ended')
          ) counted
        ) compared
        WHERE value IS DISTINCT FROM before
        GROUP BY position
      )
      SELECT e.position, e.sequence, e.payload, %s, %s, ch.changes
      FROM view_history.event e
      LEFT JOIN view_history.event c ON (c.customer, c.position) = (e.customer, e.voided_by)
        AND c.recorded_at <= ?
      LEFT JOIN changed ch ON ch.position = e.position
      WHERE e.customer = ? AND e.recorded_at <= ?
        AND (?::text[] IS NULL OR split_part(e.name, '.', 1) = ANY (?))
      """
          .formatted(EventInfo.columns("e"), EventInfo.columns("c"));

  private History() {}

  /// In which order, and by which time `from` and `to` are meant.
  enum Order {
    EFFECTIVE("effective_at"),
    RECORDED("recorded_at");

    private final String column;

    Order(String column) {
      this.column = column;
    }
  }

  /// @param families null = all
  /// @param from inclusive, UTC; null = from the beginning
  /// @param to exclusive, UTC; null = to the end
  /// @param knownAt as known then
  /// @param after where the page begins, exclusive; null = at the beginning
  record Question(
      UUID customer,
      @Nullable List<String> families,
      Order order,
      @Nullable Instant from,
      @Nullable Instant to,
      Instant knownAt,
      @Nullable Place after) {}

  /// @param at effective or recorded time, as the order says
  record Place(Instant at, long position) {}

  /// @param json the event as answered
  record Item(Place place, String json) {}

  /// @return null if the customer is unknown
  static @Nullable Instant lastRecorded(Connection db, UUID customer) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT recorded_at FROM view_history.event WHERE customer = ?"
                + " ORDER BY position DESC LIMIT 1")) {
      query.setObject(1, customer);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : null;
      }
    }
  }

  static List<Item> page(Connection db, Question question, int limit) throws SQLException {
    List<Item> items = new ArrayList<>();
    try (PreparedStatement query = db.prepareStatement(sql(question) + " LIMIT " + limit)) {
      bind(db, query, question);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          items.add(item(row, question));
        }
      }
    }
    return items;
  }

  /// Everything asked for, one JSON object per line.
  static void stream(Connection db, Question question, OutputStream out)
      throws SQLException, IOException {
    try (PreparedStatement query = Answers.streaming(db, sql(question))) {
      bind(db, query, question);
      try (ResultSet row = Answers.rows(query)) {
        while (row.next()) {
          out.write(item(row, question).json().getBytes(StandardCharsets.UTF_8));
          out.write('\n');
        }
      }
    }
  }

  private static String sql(Question question) {
    String time = "e." + question.order().column;
    return SQL
        + (question.from() == null ? "" : " AND " + time + " >= ?")
        + (question.to() == null ? "" : " AND " + time + " < ?")
        + (question.after() == null ? "" : " AND (" + time + ", e.position) > (?, ?)")
        + " ORDER BY "
        + time
        + ", e.position";
  }

  private static void bind(Connection db, PreparedStatement query, Question question)
      throws SQLException {
    OffsetDateTime knownAt = question.knownAt().atOffset(ZoneOffset.UTC);
    List<String> families = question.families();
    List<@Nullable Object> values = new ArrayList<>();
    values.add(question.customer());
    values.add(knownAt);
    values.add(knownAt);
    values.add(knownAt);
    values.add(question.customer());
    values.add(knownAt);
    values.add(families == null ? null : db.createArrayOf("text", families.toArray()));
    values.add(families == null ? null : db.createArrayOf("text", families.toArray()));
    if (question.from() != null) {
      values.add(question.from().atOffset(ZoneOffset.UTC));
    }
    if (question.to() != null) {
      values.add(question.to().atOffset(ZoneOffset.UTC));
    }
    if (question.after() != null) {
      values.add(question.after().at().atOffset(ZoneOffset.UTC));
      values.add(question.after().position());
    }
    for (int i = 0; i < values.size(); i++) {
      query.setObject(i + 1, values.get(i));
    }
  }

  private static Item item(ResultSet row, Question question) throws SQLException {
    long position = row.getLong(1);
    EventInfo info = Objects.requireNonNull(EventInfo.read(row, 4));
    EventInfo correction = EventInfo.read(row, 4 + EventInfo.WIDTH);
    String changes = row.getString(4 + 2 * EventInfo.WIDTH);
    StringWriter out = new StringWriter(512);
    try (JsonGenerator json = ContractJson.plain().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringProperty("customer", question.customer().toString());
      info.write(json);
      json.writeNumberProperty("version", row.getLong(2) + 1);
      EventInfo.raw(json, "payload", row.getString(3));
      if (changes != null) {
        EventInfo.raw(json, "changes", "[" + changes + "]");
      }
      if (correction != null) {
        json.writeObjectPropertyStart("voidedBy");
        correction.write(json);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    Instant at =
        switch (question.order()) {
          case EFFECTIVE -> info.effectiveAt();
          case RECORDED -> info.recordedAt();
        };
    return new Item(new Place(at, position), out.toString());
  }
}
