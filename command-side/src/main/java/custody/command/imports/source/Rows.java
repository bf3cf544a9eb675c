package custody.command.imports.source;

import java.util.ArrayList;
import java.util.List;

/// What the readers of tables do alike.
final class Rows {
  private static final char REPLACEMENT = '\uFFFD';

  private Rows() {}

  /// Holds the cells against the header: as many as that, and text that is text.
  static Row check(long number, List<Cell> cells, int columns) {
    List<Cell> fitted = new ArrayList<>(cells);
    while (fitted.size() > columns && fitted.getLast().isEmpty()) {
      fitted.removeLast();
    }
    if (fitted.size() != columns) {
      return new Row(
          number,
          cells,
          new RowProblem(
              "ragged-row",
              "The row has %d cells, the header %d. Look for a missing or unquoted separator."
                  .formatted(cells.size(), columns)));
    }
    for (int column = 0; column < columns; column++) {
      String text = fitted.get(column).text();
      if (text.indexOf('\0') >= 0) {
        return new Row(
            number,
            fitted,
            new RowProblem("nul-character", "Column %d holds a NUL.".formatted(column + 1)));
      }
      if (text.indexOf(REPLACEMENT) >= 0) {
        return new Row(
            number,
            fitted,
            new RowProblem(
                "broken-text",
                "Column %d holds bytes that are no text in the file's charset."
                    .formatted(column + 1)));
      }
    }
    return new Row(number, fitted, null);
  }

  /// @throws FileRefusedException if the header cannot be used
  static List<String> header(List<Cell> cells, Limits limits) {
    List<String> names = new ArrayList<>(cells.stream().map(Cell::text).toList());
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    if (names.isEmpty()) {
      throw new FileRefusedException("file-empty", "The file has no header row.");
    }
    if (names.size() > limits.columns()) {
      throw new FileRefusedException(
          "too-many-columns", "The file has more than %d columns.".formatted(limits.columns()));
    }
    for (String name : names) {
      if (name.indexOf('\0') >= 0 || name.indexOf(REPLACEMENT) >= 0) {
        throw new FileRefusedException(
            "header-unreadable",
            "The header is no text in this charset. Declare format.charset in the mapping.");
      }
    }
    return List.copyOf(names);
  }

  static boolean isBlank(List<Cell> cells) {
    return cells.stream().allMatch(Cell::isEmpty);
  }
}
