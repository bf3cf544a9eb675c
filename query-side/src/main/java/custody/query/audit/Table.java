package custody.query.audit;

import custody.query.Answers;
import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// An answer of rows and columns, sent row by row in the form asked for.
///
/// Where a spreadsheet would take a text for a formula, it is preceded by an apostrophe: what
/// somebody entered as a reason must not run on the machine of whoever audits it.
interface Table extends AutoCloseable {
  /// The most rows of an XLSX sheet, its header excepted.
  int MOST_XLSX = 1_048_575;

  /// The forms.
  enum Form {
    JSON,
    NDJSON,
    CSV,
    XLSX,
    /// To keep as evidence: see {@link Export}.
    ZIP
  }

  /// @param values in the order of the columns: texts, numbers, or anything whose text will do
  void row(List<? extends @Nullable Object> values) throws IOException;

  /// All rows were written. Closed without it, the answer broke off.
  default void end() throws IOException {}

  @Override
  void close() throws IOException;

  /// Begins the answer.
  ///
  /// @param about what the whole is about, which only JSON and ZIP say: times, position
  static Table begin(
      Form form,
      Export.Request asked,
      List<String> columns,
      Map<String, ?> about,
      HttpServletResponse response)
      throws IOException {
    String name = asked.question();
    response.setHeader("Custody-Position", String.valueOf(about.get("position")));
    if (form == Form.NDJSON || form == Form.CSV || form == Form.XLSX) {
      response.setHeader(
          "Content-Disposition",
          "attachment; filename=\"" + name + "." + form.name().toLowerCase(Locale.ROOT) + "\"");
    }
    return switch (form) {
      case JSON -> {
        response.setContentType("application/json");
        yield new Json(columns, about, response.getOutputStream());
      }
      case NDJSON -> {
        response.setContentType(Answers.NDJSON);
        yield new Lines(columns, response.getOutputStream());
      }
      case CSV -> {
        response.setContentType("text/csv;charset=UTF-8");
        yield new Csv(columns, response.getOutputStream());
      }
      case XLSX -> {
        response.setContentType(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        yield new Xlsx(name, columns, response.getOutputStream());
      }
      case ZIP -> new Export(asked, columns, about, response);
    };
  }

  /// So that a spreadsheet shows it and does not compute it.
  static String harmless(String text) {
    return !text.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static void write(
      JsonGenerator json, List<String> columns, List<? extends @Nullable Object> values) {
    json.writeStartObject();
    for (int i = 0; i < columns.size(); i++) {
      switch (values.get(i)) {
        case null -> {}
        case Long number -> json.writeNumberProperty(columns.get(i), number);
        case Integer number -> json.writeNumberProperty(columns.get(i), number);
        case Object value -> json.writeStringProperty(columns.get(i), value.toString());
      }
    }
    json.writeEndObject();
  }

  /// One object with the rows in it.
  final class Json implements Table {
    private final List<String> columns;
    private final JsonGenerator json;

    Json(List<String> columns, Map<String, ?> about, OutputStream out) {
      this.columns = columns;
      this.json = JsonMapper.shared().createGenerator(out);
      json.writeStartObject();
      about.forEach(
          (name, value) -> {
            if (value instanceof Long number) {
              json.writeNumberProperty(name, number);
            } else {
              json.writeStringProperty(name, value.toString());
            }
          });
      json.writeArrayPropertyStart("rows");
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
      write(json, columns, values);
    }

    @Override
    public void close() {
      json.writeEndArray();
      json.writeEndObject();
      json.close();
    }
  }

  /// An object per line.
  final class Lines implements Table {
    private final List<String> columns;
    private final OutputStream out;

    Lines(List<String> columns, OutputStream out) {
      this.columns = columns;
      this.out = out;
    }

    @Override
    public void row(List<? extends @Nullable Object> values) throws IOException {
      java.io.StringWriter line = new java.io.StringWriter();
      try (JsonGenerator json = JsonMapper.shared().createGenerator(line)) {
        write(json, columns, values);
      }
      out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }

  /// Comma-separated, UTF-8 with a byte order mark, which spreadsheets want.
  final class Csv implements Table {
    private final CsvWriter csv;

    Csv(List<String> columns, OutputStream out) throws IOException {
      out.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
      csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      csv.writeRecord(columns);
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
      List<String> cells = new ArrayList<>();
      for (Object value : values) {
        cells.add(
            switch (value) {
              case null -> "";
              case Number number -> number.toString();
              case Object other -> harmless(other.toString());
            });
      }
      csv.writeRecord(cells);
    }

    @Override
    public void close() throws IOException {
      csv.close();
    }
  }

  /// One sheet.
  final class Xlsx implements Table {
    private final Workbook workbook;
    private final Worksheet sheet;
    private int next;

    Xlsx(String name, List<String> columns, OutputStream out) {
      workbook = new Workbook(out, "Custody", "1.0");
      sheet = workbook.newWorksheet(name);
      for (int column = 0; column < columns.size(); column++) {
        sheet.value(0, column, columns.get(column));
      }
    }

    @Override
    public void row(List<? extends @Nullable Object> values) throws IOException {
      if (next == MOST_XLSX) {
        throw new IOException("more rows than a sheet can hold");
      }
      next++;
      for (int column = 0; column < values.size(); column++) {
        switch (values.get(column)) {
          case null -> {}
          case Number number -> sheet.value(next, column, number);
          case Object other -> sheet.value(next, column, harmless(other.toString()));
        }
      }
      if (next % 1000 == 0) {
        sheet.flush();
      }
    }

    @Override
    public void close() throws IOException {
      workbook.finish();
    }
  }

  /// By the parameter `format`, else by what the client accepts, else JSON.
  ///
  /// @throws custody.service.Problem `format-unknown`
  static Form form(@Nullable String format, @Nullable String accept) {
    if (format != null) {
      for (Form form : Form.values()) {
        if (form.name().equalsIgnoreCase(format)) {
          return form;
        }
      }
      throw new custody.service.Problem(
          400, "format-unknown", "format must be one of json, ndjson, csv, xlsx, zip.");
    }
    String wanted = Objects.requireNonNullElse(accept, "");
    if (wanted.contains(Answers.NDJSON)) {
      return Form.NDJSON;
    }
    if (wanted.contains("text/csv")) {
      return Form.CSV;
    }
    if (wanted.contains("application/zip")) {
      return Form.ZIP;
    }
    return wanted.contains("spreadsheetml") ? Form.XLSX : Form.JSON;
  }
}
