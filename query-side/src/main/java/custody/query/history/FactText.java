package custody.query.history;

import custody.contract.CustomerEvent;
import custody.query.RawJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// What an event says of single things, as its row keeps it: a line per fact, with tabs between
/// part, item, field and value, in the order of the first three. Control characters are escaped as
/// JSON does; no value is nothing from here on.
///
/// A row per fact instead, with a key of its own, was a fifth of all rows that a rebuild writes,
/// and half of those that a history is read from.
public final class FactText {
  private static final char BETWEEN = '\t';
  private static final char END = '\n';

  private static final Comparator<Fact> ORDER =
      Comparator.comparing(Fact::part).thenComparing(Fact::item).thenComparing(Fact::field);

  private final byte[] utf8;

  private record Fact(String part, String item, String field, @Nullable String value) {}

  private FactText(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// Takes what is said of one thing.
  public interface Reader {
    /// @param value JSON; null = nothing from here on
    void fact(String part, String item, String field, @Nullable RawJson value);
  }

  /// @return null if it says nothing of any
  static @Nullable String of(CustomerEvent event) {
    List<Fact> facts = new ArrayList<>();
    Facts.of(
        event,
        (part, item, field, value) ->
            facts.add(new Fact(part, escaped(item), escaped(field), value)));
    if (facts.isEmpty()) {
      return null;
    }
    facts.sort(ORDER);
    StringBuilder text = new StringBuilder();
    for (Fact fact : facts) {
      text.append(fact.part).append(BETWEEN).append(fact.item).append(BETWEEN).append(fact.field);
      text.append(BETWEEN).append(fact.value == null ? "" : fact.value).append(END);
    }
    return text.toString();
  }

  /// Null for SQL's null.
  public static @Nullable FactText read(ResultSet row, int column) throws SQLException {
    byte[] utf8 = row.getBytes(column);
    return utf8 == null ? null : new FactText(utf8);
  }

  /// Each fact, an item itself before its fields.
  public void forEach(Reader reader) {
    int at = 0;
    while (at < utf8.length) {
      int item = behind(at, BETWEEN);
      int field = behind(item, BETWEEN);
      int value = behind(field, BETWEEN);
      int next = behind(value, END);
      reader.fact(
          text(at, item - 1),
          text(item, field - 1),
          text(field, value - 1),
          value == next - 1 ? null : new RawJson(Arrays.copyOfRange(utf8, value, next - 1)));
      at = next;
    }
  }

  private int behind(int from, char end) {
    int at = from;
    while (utf8[at] != end) {
      at++;
    }
    return at + 1;
  }

  private String text(int from, int to) {
    if (from == to) {
      return "";
    }
    String text = new String(utf8, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf('\\') < 0 ? text : RawJson.of('"' + text + '"').tree().stringValue();
  }

  /// Nearly all are ids and names of fields, in which there is nothing to escape.
  private static String escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
      }
    }
    return text;
  }
}
