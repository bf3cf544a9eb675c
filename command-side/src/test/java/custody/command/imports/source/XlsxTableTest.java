package custody.command.imports.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class XlsxTableTest {
  @Test
  void textsNumbersDatesAndTruthAreReadAsTheyAreMeant() throws IOException {
    byte[] file =
        workbook(
            sheet -> {
              sheet.value(0, 0, "客户");
              sheet.value(0, 1, "amount");
              sheet.value(0, 2, "date");
              sheet.value(0, 3, "moment");
              sheet.value(0, 4, "yes");
              sheet.value(1, 0, "上海");
              sheet.value(1, 1, 0.1 + 0.2);
              sheet.value(1, 2, LocalDate.of(2017, 3, 1));
              sheet.style(1, 2).format("yyyy-MM-dd").set();
              sheet.value(1, 3, LocalDateTime.of(2017, 3, 1, 9, 30));
              sheet.style(1, 3).format("d/m/yy h:mm").set();
              sheet.value(1, 4, true);
              sheet.value(3, 0, "北京");
              sheet.value(3, 1, 13_800_000_000L);
            });
    try (XlsxTable table = open(file, null)) {
      assertThat(table.header()).containsExactly("客户", "amount", "date", "moment", "yes");
      Row first = Objects.requireNonNull(table.next());
      assertThat(first.cells())
          .containsExactly(
              Cell.of("上海"),
              Cell.of("0.3"),
              new Cell("2017-03-01T00:00", LocalDateTime.of(2017, 3, 1, 0, 0)),
              new Cell("2017-03-01T09:30", LocalDateTime.of(2017, 3, 1, 9, 30)),
              Cell.of("true"));
      Row second = Objects.requireNonNull(table.next());
      assertThat(second.number()).isEqualTo(4);
      assertThat(second.cells())
          .containsExactly(
              Cell.of("北京"), Cell.of("13800000000"), Cell.EMPTY, Cell.EMPTY, Cell.EMPTY);
      assertThat(table.next()).isNull();
    }
  }

  @Test
  void aFormulaWithoutSavedResultIsReported() throws IOException {
    byte[] file =
        workbook(
            sheet -> {
              sheet.value(0, 0, "a");
              sheet.formula(1, 0, "1+1");
              sheet.value(2, 0, "fine");
            });
    assertThat(problems(file)).containsExactly("2 cell-unreadable", "3 ok");
  }

  @Test
  void aFormulasSavedResultIsTaken() throws IOException {
    byte[] file =
        replacing(
            workbook(
                sheet -> {
                  sheet.value(0, 0, "a");
                  sheet.formula(1, 0, "1+1");
                }),
            "<f>1+1</f>",
            "<f>1+1</f><v>2</v>");
    try (XlsxTable table = open(file, null)) {
      Row row = Objects.requireNonNull(table.next());
      assertThat(row.cells()).containsExactly(Cell.of("2"));
    }
  }

  @Test
  void theSheetIsFoundByName() throws IOException {
    byte[] file = workbook(sheet -> sheet.value(0, 0, "a"));
    try (XlsxTable table = open(file, "Data")) {
      assertThat(table.header()).containsExactly("a");
    }
    assertThatThrownBy(() -> open(file, "Other").close()).satisfies(refusedAs("sheet-missing"));
  }

  @Test
  void whatIsNoWorkbookIsRefused() throws IOException {
    for (byte[] file :
        List.of(
            new byte[0],
            "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8),
            zip("readme.txt", 10, (byte) 'x'),
            java.util.Arrays.copyOf(workbook(sheet -> sheet.value(0, 0, "a")), 300))) {
      assertThatThrownBy(() -> open(file, null).close()).satisfies(refusedAs("xlsx-unreadable"));
    }
  }

  @Test
  void zipBombsAreRefusedBeforeTheyUnpackInMemory() throws IOException {
    byte[] bomb = zip("xl/worksheets/sheet1.xml", 600 << 20, (byte) ' ');
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThatThrownBy(() -> open(bomb, null).close()).satisfies(refusedAs("xlsx-too-large"));
    byte[] texts = zip("xl/sharedStrings.xml", 300 << 20, (byte) 'a');
    assertThatThrownBy(() -> open(texts, null).close()).satisfies(refusedAs("xlsx-too-large"));
  }

  @Test
  void entitiesAreRefused() throws IOException {
    byte[] file =
        replacing(
            workbook(sheet -> sheet.value(0, 0, "a")),
            "<worksheet",
            "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet");
    assertThatThrownBy(() -> open(file, null).close()).satisfies(refusedAs("xlsx-refused"));
  }

  private static Consumer<Throwable> refusedAs(String code) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                FileRefusedException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static XlsxTable open(byte[] file, @Nullable String sheet) {
    return XlsxTable.open(new ByteArrayInputStream(file), sheet, 0, Limits.DEFAULT);
  }

  private static List<String> problems(byte[] file) {
    List<String> all = new ArrayList<>();
    try (XlsxTable table = open(file, null)) {
      for (Row row = Objects.requireNonNull(table.next()); row != null; row = table.next()) {
        RowProblem problem = row.problem();
        all.add(row.number() + " " + (problem == null ? "ok" : problem.code()));
      }
    }
    return all;
  }

  private static byte[] workbook(Consumer<Worksheet> filled) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook workbook = new Workbook(out, "test", "1.0")) {
      filled.accept(workbook.newWorksheet("Data"));
    }
    return out.toByteArray();
  }

  private static byte[] zip(String entry, int size, byte fill) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      byte[] block = new byte[1 << 20];
      java.util.Arrays.fill(block, fill);
      for (int left = size; left > 0; left -= block.length) {
        zip.write(block, 0, Math.min(left, block.length));
      }
    }
    return out.toByteArray();
  }

  private static byte[] replacing(byte[] file, String what, String by) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // The JDK's stream cannot read what fastexcel writes.
    try (ZipFile in =
            ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(file)).get();
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipArchiveEntry entry : Collections.list(in.getEntries())) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write(
            new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                .replace(what, by)
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }
}
