package custody.command.imports.mapping;

/// What is to be said of one row.
///
/// @param target what the row was to become; `row` if it could not be read at all
/// @param code stable, kebab-case
/// @param detail what to do, without any of the row's data
public record RowReport(long row, String target, Outcome outcome, String code, String detail) {
  public enum Outcome {
    CREATE,
    AMEND,
    UNCHANGED,
    WARNING,
    REJECT
  }
}
