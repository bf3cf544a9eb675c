package custody.command.imports.source;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A delimited text file, read as a stream.
public final class CsvTable implements Table {
  private final CloseableIterator<CsvRecord> records;
  private final List<String> header;
  private final Limits limits;
  private long line;
  private boolean ended;

  private CsvTable(CloseableIterator<CsvRecord> records, Limits limits, int skipRows) {
    this.records = records;
    this.limits = limits;
    for (int i = 0; i < skipRows && records.hasNext(); i++) {
      records.next();
    }
    List<Cell> first = List.of();
    while (records.hasNext() && Rows.isBlank(first)) {
      first = cells(records.next());
    }
    this.header = Rows.header(first, limits);
  }

  /// Takes over the stream.
  ///
  /// @param skipRows records above the header
  /// @throws FileRefusedException if there is no header to work with
  public static CsvTable open(InputStream file, TextShape shape, int skipRows, Limits limits) {
    try {
      file.skipNBytes(shape.bomBytes());
      var decoder =
          shape
              .charset()
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE)
              .replaceWith("\uFFFD");
      CloseableIterator<CsvRecord> records =
          lenientlyQuoted(CsvReader.builder())
              .fieldSeparator(shape.delimiter())
              .quoteCharacter(shape.quote())
              .skipEmptyLines(true)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .maxBufferSize(Math.max(limits.cellChars(), 1 << 16))
              .ofCsvRecord(new BufferedReader(new InputStreamReader(file, decoder), 1 << 16))
              .iterator();
      return new CsvTable(records, limits, skipRows);
    } catch (CsvParseException e) {
      throw new FileRefusedException(
          "header-unreadable",
          "The first record does not end. Check format.delimiter and format.quote.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Text after a closing quote belongs to the cell, so that one sloppy row does not end the file.
  @SuppressWarnings("removal") // this release announces no successor
  private static CsvReader.CsvReaderBuilder lenientlyQuoted(CsvReader.CsvReaderBuilder builder) {
    return builder.allowExtraCharsAfterClosingQuote(true);
  }

  @Override
  public List<String> header() {
    return header;
  }

  @Override
  public @Nullable Row next() {
    try {
      while (!ended && records.hasNext()) {
        CsvRecord next = records.next();
        line = next.getStartingLineNumber();
        List<Cell> cells = cells(next);
        if (Rows.isBlank(cells)) {
          continue;
        }
        return checked(cells);
      }
      return null;
    } catch (CsvParseException e) {
      ended = true;
      return new Row(
          line + 1,
          List.of(),
          new RowProblem(
              "rest-unreadable",
              "From here to its end the file could not be read: a quote that is not closed, or a"
                  + " cell of more than %d characters. Rows before this one are imported."
                      .formatted(limits.cellChars())));
    }
  }

  private Row checked(List<Cell> cells) {
    for (Cell cell : cells) {
      if (cell.text().length() > limits.cellChars()) {
        return new Row(
            line,
            List.of(),
            new RowProblem(
                "cell-too-long",
                "A cell has more than %d characters.".formatted(limits.cellChars())));
      }
    }
    return Rows.check(line, cells, header.size());
  }

  private static List<Cell> cells(CsvRecord csv) {
    List<Cell> cells = new ArrayList<>(csv.getFieldCount());
    for (String field : csv.getFields()) {
      cells.add(Cell.of(bare(field)));
    }
    return cells;
  }

  /// Without what tells a spreadsheet that this is a text: `="007"`, or an apostrophe before what
  /// it would take for a number or a formula.
  private static String bare(String field) {
    if (field.length() > 2 && field.startsWith("=\"") && field.endsWith("\"")) {
      return field.substring(2, field.length() - 1);
    }
    boolean marked =
        field.length() > 1
            && field.charAt(0) == '\''
            && (Character.isDigit(field.charAt(1)) || "+-=@".indexOf(field.charAt(1)) >= 0);
    return marked ? field.substring(1) : field;
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
