package custody.command.imports.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/// One sheet of a workbook. The packed file and its table of texts are held in memory, within
/// [Limits]; rows are read as a stream.
public final class XlsxTable implements Table {
  private final ReadableWorkbook workbook;
  private final Stream<org.dhatim.fastexcel.reader.Row> stream;
  private final Iterator<org.dhatim.fastexcel.reader.Row> rows;
  private final List<String> header;
  private final Limits limits;
  private long number;
  private boolean ended;

  private XlsxTable(
      ReadableWorkbook workbook,
      Stream<org.dhatim.fastexcel.reader.Row> stream,
      int skipRows,
      Limits limits) {
    this.workbook = workbook;
    this.stream = stream;
    this.limits = limits;
    this.rows = stream.iterator();
    List<Cell> first = List.of();
    while (rows.hasNext() && Rows.isBlank(first)) {
      org.dhatim.fastexcel.reader.Row row = rows.next();
      if (row.getRowNum() > skipRows) {
        first = texts(row);
      }
    }
    this.header = Rows.header(first, limits);
  }

  /// Reads the stream to its end and closes it.
  ///
  /// @param sheet the sheet's name; null = the first
  /// @param skipRows rows above the header
  /// @throws FileRefusedException if the file is no workbook, too large, or has no such sheet
  public static XlsxTable open(
      InputStream file, @Nullable String sheet, int skipRows, Limits limits) {
    ReadableWorkbook workbook = null;
    try (file) {
      byte[] bytes = ZipGuard.read(file, limits);
      ZipGuard.check(bytes, limits);
      workbook =
          new ReadableWorkbook(new ByteArrayInputStream(bytes), new ReadingOptions(true, true));
      Sheet found =
          sheet == null ? workbook.getFirstSheet() : workbook.findSheet(sheet).orElse(null);
      if (found == null) {
        throw new FileRefusedException(
            "sheet-missing", "The workbook has no sheet of the name in format.sheet.");
      }
      return new XlsxTable(workbook, found.openStream(), skipRows, limits);
    } catch (IOException | ExcelReaderException e) {
      closeQuietly(workbook);
      throw new FileRefusedException(
          "xlsx-unreadable", "The file is no XLSX workbook, or a damaged one.");
    } catch (FileRefusedException e) {
      closeQuietly(workbook);
      throw e;
    }
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public @Nullable Row next() {
    try {
      while (!ended && rows.hasNext()) {
        org.dhatim.fastexcel.reader.Row row = rows.next();
        number = row.getRowNum();
        Row read = read(row);
        if (read != null) {
          return read;
        }
      }
      return null;
    } catch (ExcelReaderException | UncheckedIOException e) {
      ended = true;
      return new Row(
          number + 1,
          List.of(),
          new RowProblem(
              "rest-unreadable",
              "From here to its end the sheet is damaged. Rows before this one are imported."));
    }
  }

  private @Nullable Row read(org.dhatim.fastexcel.reader.Row row) {
    List<Cell> cells = new ArrayList<>(header.size());
    RowProblem problem = null;
    for (int column = 0; column < Math.min(row.getCellCount(), limits.columns()); column++) {
      org.dhatim.fastexcel.reader.Cell cell = row.getOptionalCell(column).orElse(null);
      Cell read = cell == null ? Cell.EMPTY : cell(cell);
      if (read == null) {
        problem =
            new RowProblem(
                "cell-unreadable",
                "Column %d holds an error or a formula without a saved result."
                    .formatted(column + 1));
        read = Cell.EMPTY;
      } else if (read.text().length() > limits.cellChars()) {
        problem =
            new RowProblem(
                "cell-too-long",
                "Column %d has more than %d characters.".formatted(column + 1, limits.cellChars()));
        read = Cell.EMPTY;
      }
      cells.add(read);
    }
    if (problem == null && Rows.isBlank(cells)) {
      return null;
    }
    while (cells.size() < header.size()) {
      cells.add(Cell.EMPTY);
    }
    return problem == null
        ? Rows.check(number, cells, header.size())
        : new Row(number, cells, problem);
  }

  private static List<Cell> texts(org.dhatim.fastexcel.reader.Row row) {
    List<Cell> cells = new ArrayList<>();
    for (int column = 0; column < row.getCellCount(); column++) {
      cells.add(Cell.of(row.getCellText(column)));
    }
    return cells;
  }

  /// Null if there is nothing to read in it.
  private static @Nullable Cell cell(org.dhatim.fastexcel.reader.Cell cell) {
    CellType type = cell.getType();
    String raw = cell.getRawValue();
    return switch (type) {
      case EMPTY -> Cell.EMPTY;
      case STRING -> Cell.of(cell.getText());
      case BOOLEAN -> Cell.of(Boolean.TRUE.equals(cell.getValue()) ? "true" : "false");
      case ERROR -> null;
      case NUMBER -> number(cell, raw);
      case FORMULA ->
          raw == null || raw.isEmpty() || raw.startsWith("#") ? null : formula(cell, raw);
    };
  }

  private static @Nullable Cell formula(org.dhatim.fastexcel.reader.Cell cell, String raw) {
    try {
      return isDate(cell) ? date(new BigDecimal(raw)) : Cell.of(plain(new BigDecimal(raw)));
    } catch (NumberFormatException e) {
      return Cell.of(raw);
    }
  }

  private static @Nullable Cell number(
      org.dhatim.fastexcel.reader.Cell cell, @Nullable String raw) {
    try {
      if (isDate(cell)) {
        LocalDateTime moment = cell.asDate();
        return new Cell(moment.toString(), moment);
      }
      return Cell.of(plain(cell.asNumber()));
    } catch (RuntimeException e) { // the library's answer to a number that is none, or no date
      return raw == null ? null : Cell.of(raw);
    }
  }

  private static Cell date(BigDecimal serial) {
    long days = serial.longValue();
    long seconds =
        serial
            .subtract(BigDecimal.valueOf(days))
            .multiply(BigDecimal.valueOf(86_400))
            .setScale(0, java.math.RoundingMode.HALF_UP)
            .longValue();
    LocalDateTime moment = LocalDateTime.of(1899, 12, 30, 0, 0).plusDays(days).plusSeconds(seconds);
    return new Cell(moment.toString(), moment);
  }

  /// Binary fractions such as 0.30000000000000004 show what the sheet shows, at 15 digits.
  private static String plain(BigDecimal number) {
    BigDecimal rounded =
        number.precision() > 15 && number.scale() > 0
            ? number.round(new java.math.MathContext(15))
            : number;
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private static boolean isDate(org.dhatim.fastexcel.reader.Cell cell) {
    Integer id = cell.getDataFormatId();
    if (id != null
        && ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58))) {
      return id != 48 && id != 49;
    }
    String format = cell.getDataFormatString();
    if (format == null) {
      return false;
    }
    String bare =
        format
            .toLowerCase(Locale.ROOT)
            .replaceAll("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]|_.|\\*.", "")
            .replace("general", "");
    return bare.matches(".*[ymdhs年月日时].*");
  }

  private static void closeQuietly(@Nullable ReadableWorkbook workbook) {
    if (workbook != null) {
      try {
        workbook.close();
      } catch (IOException e) {
        // Only memory is behind it.
      }
    }
  }

  @Override
  public void close() {
    stream.close();
    closeQuietly(workbook);
  }
}
