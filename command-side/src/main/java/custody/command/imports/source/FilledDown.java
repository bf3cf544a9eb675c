package custody.command.imports.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A table in some columns of which an empty cell means what stands above it: workbooks keep the
/// text of merged cells in the first of them only.
public final class FilledDown implements Table {
  private final Table table;
  private final Set<Integer> columns;
  private final Map<Integer, Cell> above = new HashMap<>();

  private FilledDown(Table table, Set<Integer> columns) {
    this.table = table;
    this.columns = columns;
  }

  /// @param names of the columns; those the table does not have are left out
  public static Table of(Table table, Set<String> names) {
    Set<Integer> columns = new TreeSet<>();
    for (int i = 0; i < table.header().size(); i++) {
      if (names.contains(table.header().get(i))) {
        columns.add(i);
      }
    }
    return columns.isEmpty() ? table : new FilledDown(table, columns);
  }

  @Override
  public List<String> header() {
    return table.header();
  }

  @Override
  public @Nullable Row next() {
    Row row = table.next();
    if (row == null || row.cells().size() < table.header().size()) {
      return row;
    }
    List<Cell> cells = new ArrayList<>(row.cells());
    for (int column : columns) {
      if (!cells.get(column).isEmpty()) {
        above.put(column, cells.get(column));
      } else {
        cells.set(column, above.getOrDefault(column, Cell.EMPTY));
      }
    }
    return new Row(row.number(), cells, row.problem());
  }

  @Override
  public void close() {
    table.close();
  }
}
