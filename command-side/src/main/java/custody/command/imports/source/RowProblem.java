package custody.command.imports.source;

/// Why a row cannot be used.
///
/// @param code stable, kebab-case
/// @param detail what to do, without any of the row's data
public record RowProblem(String code, String detail) {}
