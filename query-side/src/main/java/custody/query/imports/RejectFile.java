package custody.query.imports;

import custody.service.imports.ImportFile;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Rejected rows in the form of the file they came from, each with its row number and reason, to be
/// put right and imported again: the added columns do no harm there. Cells are given back as they
/// came, formulas included, since these are the uploader's own rows.
interface RejectFile extends AutoCloseable {
  String ROW = "custody_row";
  String REASON = "custody_reason";

  /// @param cells of a table; of NDJSON the one line
  void add(long row, List<String> cells, String reason);

  @Override
  void close();

  static String contentType(ImportFile file) {
    return switch (file.type()) {
      case "csv" -> "text/csv;charset=" + file.charset();
      case "xlsx" -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      default -> "application/x-ndjson";
    };
  }

  static RejectFile writing(ImportFile file, OutputStream out) {
    return switch (file.type()) {
      case "csv" -> new Csv(file, out);
      case "xlsx" -> new Xlsx(file, out);
      default -> new Lines(out);
    };
  }

  /// Comma-separated and the like.
  final class Csv implements RejectFile {
    private final CsvWriter csv;
    private final int columns;

    Csv(ImportFile file, OutputStream out) {
      try {
        if (file.bomBytes() > 0) {
          out.write("\uFEFF".getBytes(charset(file)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      csv =
          CsvWriter.builder()
              .fieldSeparator(file.delimiter() == null ? ',' : file.delimiter().charAt(0))
              .build(new OutputStreamWriter(out, charset(file)));
      columns = file.header().size();
      List<String> header = new ArrayList<>(file.header());
      header.add(ROW);
      header.add(REASON);
      csv.writeRecord(header);
    }

    private static Charset charset(ImportFile file) {
      return file.charset() == null ? StandardCharsets.UTF_8 : Charset.forName(file.charset());
    }

    @Override
    public void add(long row, List<String> cells, String reason) {
      List<String> all = new ArrayList<>(cells);
      while (all.size() < columns) {
        all.add("");
      }
      all.add(Long.toString(row));
      all.add(reason);
      csv.writeRecord(all);
    }

    @Override
    public void close() {
      try {
        csv.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// One sheet.
  final class Xlsx implements RejectFile {
    private final Workbook workbook;
    private final Worksheet sheet;
    private final int columns;
    private int next;

    Xlsx(ImportFile file, OutputStream out) {
      workbook = new Workbook(out, "Custody", "1.0");
      sheet = workbook.newWorksheet("rejects");
      columns = file.header().size();
      add(file.header(), ROW, REASON);
    }

    @Override
    public void add(long row, List<String> cells, String reason) {
      add(cells, Long.toString(row), reason);
    }

    private void add(List<String> cells, String row, String reason) {
      int last = Math.max(columns, cells.size());
      for (int column = 0; column < cells.size(); column++) {
        sheet.value(next, column, cells.get(column));
      }
      sheet.value(next, last, row);
      sheet.value(next, last + 1, reason);
      next++;
      try {
        if (next % 1000 == 0) {
          sheet.flush();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        workbook.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// One JSON object per line: the line as it was, if it was JSON, else its text.
  final class Lines implements RejectFile {
    private final Writer out;

    Lines(OutputStream out) {
      this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    }

    @Override
    public void add(long row, List<String> cells, String reason) {
      ObjectNode json = JsonMapper.shared().createObjectNode();
      json.put(ROW, row);
      json.put(REASON, reason);
      String line = cells.isEmpty() ? "" : cells.getFirst();
      try {
        JsonNode parsed = JsonMapper.shared().readTree(line);
        json.set("line", parsed);
      } catch (JacksonException e) {
        json.put("line", line);
      }
      try {
        out.write(json.toString());
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
