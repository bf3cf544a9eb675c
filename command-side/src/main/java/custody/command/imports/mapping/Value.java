package custody.command.imports.mapping;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where one value comes from: a column, a constant, or a text with columns in it.
///
/// @param template `{column}` stands for that column's text
/// @param values what the file writes, to what it means; empty = as it stands
/// @param whenEmpty what an empty cell means
/// @param use the value for an empty cell, if `whenEmpty` says so
/// @param whenInvalid what becomes of a value that is not as expected
/// @param dates patterns of this value's own; empty = the mapping's
/// @param currency makes a number an amount of money
/// @param times what a number is multiplied by, such as 1000000 for a column in millions
/// @param grouping the sign between groups of digits; null = none
/// @param decimal the sign before decimals
public record Value(
    @Nullable String column,
    @Nullable String constant,
    @Nullable String template,
    Map<String, String> values,
    WhenEmpty whenEmpty,
    @Nullable String use,
    WhenInvalid whenInvalid,
    List<String> dates,
    @Nullable String currency,
    @Nullable BigDecimal times,
    @Nullable Character grouping,
    char decimal) {

  /// An empty cell.
  public enum WhenEmpty {
    /// Says nothing: the value is left out.
    SKIP,
    REJECT,
    USE,
    /// Only for moments: the time of the import, with a warning.
    IMPORT_TIME
  }

  /// A value that cannot be used.
  public enum WhenInvalid {
    REJECT,
    /// The value is left out, with a warning.
    SKIP
  }

  public Value {
    values = Map.copyOf(values);
    dates = List.copyOf(dates);
  }
}
