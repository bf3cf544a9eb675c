package custody.query.agenda;

import custody.query.agenda.Part.Fact;
import custody.query.agenda.Part.Row;
import custody.query.agenda.Part.Version;
import custody.query.projection.TableCopy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows of things' versions, a table per part. What is added is written at once, at the end.
final class VersionRows {
  private final Connection db;
  private final Map<Part, TableCopy> added = new EnumMap<>(Part.class);

  VersionRows(Connection db) {
    this.db = db;
  }

  void add(Thing thing, List<Version> versions) {
    for (Version version : versions) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(thing.stream());
      row.add(thing.item());
      row.add(version.from());
      row.add(version.to() == null ? "infinity" : version.to());
      row.addAll(version.row().values());
      added.computeIfAbsent(thing.part(), VersionRows::table).row(row.toArray());
    }
  }

  private static TableCopy table(Part part) {
    List<String> columns = new ArrayList<>(List.of("stream", "item", "valid_from", "valid_to"));
    columns.addAll(part.columns());
    return new TableCopy(part.table, columns.toArray(String[]::new));
  }

  /// Ends the versions that hold without end at the first of what was learned later, and adds those
  /// that follow. Where none holds, or it began no earlier, nothing is done.
  ///
  /// @param later in effective order
  /// @return the things that went on
  Set<Thing> goOn(Map<Thing, List<Fact>> later) throws SQLException {
    Set<Thing> wentOn = new HashSet<>();
    for (Map.Entry<Part, List<Thing>> part : byPart(later.keySet()).entrySet()) {
      String columns = String.join(", r.", part.getKey().columns());
      try (PreparedStatement update =
          db.prepareStatement(
              """
              UPDATE %s r SET valid_to = m.at
              FROM unnest(?, ?, ?::timestamptz[]) m (stream, item, at)
              WHERE r.stream = m.stream AND r.item = m.item AND r.valid_to = 'infinity'
                AND r.valid_from < m.at
              RETURNING r.stream, r.item, r.%s
              """
                  .formatted(part.getKey().table, columns))) {
        bind(update, part.getValue());
        update.setArray(
            3,
            db.createArrayOf(
                "text",
                part.getValue().stream()
                    .map(it -> facts(later, it).getFirst().effectiveAt().toString())
                    .toArray()));
        try (ResultSet row = update.executeQuery()) {
          while (row.next()) {
            Thing thing = new Thing(row.getObject(1, UUID.class), part.getKey(), row.getString(2));
            wentOn.add(thing);
            add(thing, part.getKey().versionsAfter(last(row), facts(later, thing)));
          }
        }
      }
    }
    return wentOn;
  }

  private static List<Fact> facts(Map<Thing, List<Fact>> later, Thing thing) {
    return later.getOrDefault(thing, List.of());
  }

  private static Row last(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int column = 3; column <= row.getMetaData().getColumnCount(); column++) {
      values.add(
          row.getObject(column) == null
              ? null
              : switch (row.getMetaData().getColumnTypeName(column)) {
                case "timestamptz" -> row.getObject(column, OffsetDateTime.class).toInstant();
                case "date" -> row.getObject(column, LocalDate.class);
                default -> row.getObject(column);
              });
    }
    return new Row(values);
  }

  /// Those of the things of which there is no version, of no time.
  Set<Thing> without(Collection<Thing> things) throws SQLException {
    Set<Thing> without = new HashSet<>(things);
    for (Map.Entry<Part, List<Thing>> part : byPart(things).entrySet()) {
      try (PreparedStatement query =
          db.prepareStatement(
              """
              SELECT r.stream, r.item FROM unnest(?, ?) t (stream, item)
              JOIN %s r ON r.stream = t.stream AND r.item = t.item
              """
                  .formatted(part.getKey().table))) {
        bind(query, part.getValue());
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            without.remove(
                new Thing(row.getObject(1, UUID.class), part.getKey(), row.getString(2)));
          }
        }
      }
    }
    return without;
  }

  /// All versions of these things.
  void delete(Collection<Thing> things) throws SQLException {
    for (Map.Entry<Part, List<Thing>> part : byPart(things).entrySet()) {
      try (PreparedStatement delete =
          db.prepareStatement(
              """
              DELETE FROM %s r USING unnest(?, ?) t (stream, item)
              WHERE r.stream = t.stream AND r.item = t.item
              """
                  .formatted(part.getKey().table))) {
        bind(delete, part.getValue());
        delete.executeUpdate();
      }
    }
  }

  void write() throws SQLException {
    for (TableCopy rows : added.values()) {
      rows.write(db);
    }
  }

  private static Map<Part, List<Thing>> byPart(Collection<Thing> things) {
    return things.stream()
        .collect(
            Collectors.groupingBy(
                Thing::part, () -> new EnumMap<>(Part.class), Collectors.toList()));
  }

  private void bind(PreparedStatement statement, List<Thing> things) throws SQLException {
    statement.setArray(1, db.createArrayOf("uuid", things.stream().map(Thing::stream).toArray()));
    statement.setArray(2, db.createArrayOf("text", things.stream().map(Thing::item).toArray()));
  }
}
