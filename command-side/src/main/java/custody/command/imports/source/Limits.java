package custody.command.imports.source;

/// What one file may cost. Everything beyond is refused before it is held in memory.
///
/// @param columns the most columns
/// @param cellChars the most characters of one cell
/// @param lineBytes the most bytes of one NDJSON line
/// @param xlsxBytes the most bytes of an XLSX file; it is held in memory while it is read
/// @param xlsxUnpackedBytes the most bytes of everything in an XLSX file, unpacked
/// @param xlsxSharedTextBytes the most bytes of its table of texts, which is held in memory
/// @param xlsxRatio how many times larger than packed an entry may be
public record Limits(
    int columns,
    int cellChars,
    int lineBytes,
    long xlsxBytes,
    long xlsxUnpackedBytes,
    long xlsxSharedTextBytes,
    int xlsxRatio) {
  public static final Limits DEFAULT =
      new Limits(1000, 100_000, 1 << 20, 64L << 20, 2L << 30, 256L << 20, 300);
}
