package custody.command.imports.mapping;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the columns of one file mean. Nothing is guessed that does not stand here.
///
/// @param system the source system's name; keys are unique within it
/// @param zone in which moments without offset are meant
/// @param dates patterns of dates and times; empty = ISO 8601
/// @param targets empty for NDJSON, whose lines say themselves what they mean
public record Mapping(
    String system, Format format, @Nullable ZoneId zone, List<String> dates, List<Target> targets) {

  /// How the file is written; null = found out from the file.
  ///
  /// @param skipRows rows above the header
  /// @param empty texts that mean an empty cell
  /// @param fillDown columns whose empty cells mean what stands above them, as in merged cells
  public record Format(
      @Nullable Type type,
      @Nullable Charset charset,
      @Nullable Character delimiter,
      char quote,
      @Nullable String sheet,
      int skipRows,
      Set<String> empty,
      Set<String> fillDown) {}

  public enum Type {
    CSV,
    XLSX,
    NDJSON
  }

  /// What rows can become.
  public enum Kind {
    CUSTOMERS,
    CONTACTS,
    REPS,
    FOLLOW_UPS,
    OWNERSHIP_PERIODS,
    ASSORTMENT;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// Points at a customer or rep.
  ///
  /// @param columns whose texts together are the key, as in the target that made it
  /// @param system the source system the key is from
  /// @param by as in {@link Fact.StreamKey}
  public record Reference(
      List<String> columns, String system, String by, Value.WhenEmpty whenEmpty) {}

  /// One thing that every row becomes, or every row of some condition.
  ///
  /// @param key the columns that tell records apart
  /// @param personalKey true if the key must not be readable in the store, such as a name
  /// @param when a column and the texts it must have one of; null = every row
  /// @param rep who holds a new customer or owns it in the period, or made the contact
  /// @param pool where a new customer is, or is in the period
  /// @param effectiveAt since when it is true; null = the time of the import
  /// @param then the pool in which the customer is when a period ends
  public record Target(
      Kind kind,
      List<String> key,
      boolean personalKey,
      @Nullable Condition when,
      @Nullable Reference customer,
      @Nullable Reference rep,
      @Nullable Value pool,
      @Nullable Value effectiveAt,
      @Nullable Value until,
      @Nullable String then,
      @Nullable Value author,
      @Nullable String reason,
      boolean acceptLikelyDuplicates,
      Map<String, Value> columns) {}

  /// @param in the texts of which the column must have one; null = any but empty
  public record Condition(String column, @Nullable Set<String> in) {}
}
