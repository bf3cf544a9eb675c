package custody.query.customers;

import custody.service.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// In which order those found are listed, and where the next page of them begins.
record Order(Sort by, boolean reverse) {
  enum Sort {
    NAME("name_key"),
    UPDATED("updated_at"),
    REGISTERED("registered_at"),
    GRADE("grade_key");

    private final String column;

    Sort(String column) {
      this.column = column;
    }
  }

  /// Such as `name`, or `-updated` for the reverse.
  ///
  /// @param text null = those first of whom we learned something last
  /// @throws Problem `sort-unknown`
  static Order of(@Nullable String text) {
    if (text == null) {
      return new Order(Sort.UPDATED, true);
    }
    boolean reverse = text.startsWith("-");
    for (Sort sort : Sort.values()) {
      if (sort.name().toLowerCase(Locale.ROOT).equals(reverse ? text.substring(1) : text)) {
        return new Order(sort, reverse);
      }
    }
    throw new Problem(
        400,
        "sort-unknown",
        "sort must be one of name, updated, registered, grade; with - in front for the reverse.");
  }

  /// The column of `customer`; there is an index of it and the id.
  String column() {
    return by.column;
  }

  /// @param key the column, or what it is called
  /// @param id the customer's
  String by(String key, String id) {
    String direction = reverse ? " DESC" : "";
    return " ORDER BY " + key + direction + ", " + id + direction;
  }

  /// What is not before the page, to be added to a condition.
  ///
  /// @param last {@link #key} and id of the last one of the page before; empty = there is none
  Sql behind(List<String> last, String key, String id) {
    Sql behind = new Sql();
    if (last.isEmpty()) {
      return behind;
    }
    String text = last.getFirst();
    Object value =
        switch (by) {
          case NAME -> HexFormat.of().parseHex(text);
          case UPDATED, REGISTERED -> Instant.parse(text);
          case GRADE -> text;
        };
    return behind.add(
        " AND (" + key + ", " + id + ")" + (reverse ? " < " : " > ") + "(?, ?)",
        value,
        UUID.fromString(last.get(1)));
  }

  /// @param column of the row, which holds what is sorted by
  String key(ResultSet row, int column) throws SQLException {
    return switch (by) {
      case NAME -> HexFormat.of().formatHex(row.getBytes(column));
      case UPDATED, REGISTERED ->
          row.getObject(column, OffsetDateTime.class).toInstant().toString();
      case GRADE -> row.getString(column);
    };
  }
}
