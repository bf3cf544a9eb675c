package custody.query.customers;

import custody.query.projection.TableCopy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows to write: new ones by COPY, changed ones by one statement per table.
final class Rows {
  private static final String CHANGE =
      """
      UPDATE view_customers.customer c SET registered_at = r.registered_at, updated_at = r.updated_at,
        next_change_at = r.next_change_at, kind = r.kind, name = r.name,
        name_key = decode(r.name_key, 'hex'), grade = r.grade, colour = r.colour,
        grade_key = r.grade_key, external_ids = r.external_ids, fields = r.fields
      FROM unnest(?, ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?, ?, ?, ?, ?, ?,
          ?::jsonb[], ?::jsonb[])
        r (id, registered_at, updated_at, next_change_at, kind, name, name_key, grade,
          colour, grade_key, external_ids, fields)
      WHERE c.id = r.id
      """;

  /// Most changes leave alone what a customer is found by. If one does not, the wide index follows
  /// beside the batches ({@link Indexing}). OFFSET 0, because a plan for an empty table would go
  /// through all who stand there now.
  private static final String CHANGE_FOUND_BY =
      """
      INSERT INTO view_customers.found_by_lately AS l
        (customer, written, words, sounds, name_words, name_sounds)
      SELECT r.customer, pg_current_xact_id(), r.words, r.sounds, r.name_words, r.name_sounds
      FROM unnest(?, ?, ?, ?, ?) r (customer, words, sounds, name_words, name_sounds)
      LEFT JOIN view_customers.found_by f ON f.customer = r.customer
      LEFT JOIN LATERAL (
        SELECT b.customer FROM view_customers.found_by_lately b
        WHERE b.customer = r.customer OFFSET 0) b ON true
      WHERE b.customer IS NOT NULL OR (f.words, f.sounds, f.name_words, f.name_sounds)
        <> (r.words, r.sounds, r.name_words, r.name_sounds)
      ON CONFLICT (customer) DO UPDATE SET written = excluded.written, words = excluded.words,
        sounds = excluded.sounds, name_words = excluded.name_words,
        name_sounds = excluded.name_sounds
      """;

  private final TableCopy customers =
      new TableCopy(
          "view_customers.customer",
          "id",
          "registered_at",
          "updated_at",
          "next_change_at",
          "kind",
          "name",
          "name_key",
          "grade",
          "colour",
          "grade_key",
          "external_ids",
          "fields");
  private final TableCopy foundBy =
      new TableCopy(
          "view_customers.found_by",
          "customer",
          "tokens",
          "words",
          "sounds",
          "name_words",
          "name_sounds");
  private final List<Row> changed = new ArrayList<>();
  private final List<Row> foundOtherwise = new ArrayList<>();
  private final List<Instant> updatedAt = new ArrayList<>();

  /// A new one.
  void add(Row row, Instant updated) {
    customers.row(
        row.id(),
        row.registeredAt(),
        updated,
        row.nextChangeAt(),
        row.kind(),
        row.name(),
        "\\x" + row.nameKey(),
        row.grade(),
        row.colour(),
        row.gradeKey(),
        row.externalIds(),
        row.fields());
    foundBy.row(
        row.id(),
        row.index().tokens(),
        row.index().words(),
        row.index().sounds(),
        row.byName().words(),
        row.byName().sounds());
  }

  /// @param foundAsBefore whether what it is found by stands there already
  void change(Row row, Instant updated, boolean foundAsBefore) {
    changed.add(row);
    updatedAt.add(updated);
    if (!foundAsBefore) {
      foundOtherwise.add(row);
    }
  }

  void write(Connection db) throws SQLException {
    customers.write(db);
    foundBy.write(db);
    if (changed.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        db.prepareStatement(foundOtherwise.isEmpty() ? CHANGE : CHANGE + ";" + CHANGE_FOUND_BY)) {
      update.setArray(1, db.createArrayOf("uuid", changed.stream().map(Row::id).toArray()));
      texts(update, 2, changed, Row::registeredAt);
      update.setArray(
          3,
          db.createArrayOf(
              "text", updatedAt.stream().map(Instant::toString).toArray(String[]::new)));
      texts(update, 4, changed, Row::nextChangeAt);
      texts(update, 5, changed, Row::kind);
      texts(update, 6, changed, Row::name);
      texts(update, 7, changed, Row::nameKey);
      texts(update, 8, changed, Row::grade);
      texts(update, 9, changed, Row::colour);
      texts(update, 10, changed, Row::gradeKey);
      texts(update, 11, changed, Row::externalIds);
      texts(update, 12, changed, Row::fields);
      if (!foundOtherwise.isEmpty()) {
        update.setArray(
            13, db.createArrayOf("uuid", foundOtherwise.stream().map(Row::id).toArray()));
        texts(update, 14, foundOtherwise, row -> row.index().words());
        texts(update, 15, foundOtherwise, row -> row.index().sounds());
        texts(update, 16, foundOtherwise, row -> row.byName().words());
        texts(update, 17, foundOtherwise, row -> row.byName().sounds());
      }
      update.executeUpdate();
    }
  }

  private interface Column {
    @Nullable Object of(Row row);
  }

  /// Only what is an array of strings by its type too goes over in binary, nothing escaped.
  private static void texts(PreparedStatement statement, int index, List<Row> rows, Column column)
      throws SQLException {
    @Nullable String[] values =
        rows.stream()
            .map(column::of)
            .map(value -> value == null ? null : value.toString())
            .toArray(String[]::new);
    statement.setArray(index, statement.getConnection().createArrayOf("text", values));
  }
}
