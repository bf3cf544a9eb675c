package custody.command.imports.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row below the header.
///
/// @param number counted as people see it: the line of a text file, the row of a sheet, from 1
/// @param cells as many as the header has, if there is no problem; what could be read otherwise
/// @param problem why the row cannot be used at all
public record Row(long number, List<Cell> cells, @Nullable RowProblem problem) {
  public Row {
    cells = List.copyOf(cells);
  }
}
