package custody.command.imports.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Alone: what others keep in this process would be counted as what is kept of a file.
@Isolated
class CsvTableTest {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String CHINESE =
      "客户,电话,备注\n北京东方贸易有限公司,13800000000,已联系\n上海新华商店,13900000000,下周拜访\n";

  @Test
  void utf8IsReadWithAndWithoutItsMark() {
    assertThat(read(CHINESE.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(read(("\uFEFF" + CHINESE).getBytes(StandardCharsets.UTF_8)))
        .startsWith(List.of("客户", "电话", "备注"), List.of("北京东方贸易有限公司", "13800000000", "已联系"));
  }

  @Test
  void gb18030IsFoundOut() {
    assertThat(read(CHINESE.getBytes(GB18030)))
        .isEqualTo(read(CHINESE.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void utf16IsReadByItsMark() {
    assertThat(read(("\uFEFF" + CHINESE).getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo(read(CHINESE.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void latinTextIsNotTakenForChinese() {
    byte[] latin =
        "name;ort\nMüller & Söhne;Köln\nJosé Núñez;León\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(latin))
        .isInstanceOfSatisfying(
            FileRefusedException.class,
            refused -> assertThat(refused.code()).isEqualTo("charset-unclear"));
    assertThat(read(latin, StandardCharsets.ISO_8859_1, null))
        .contains(List.of("Müller & Söhne", "Köln"));
  }

  @Test
  void delimitersAreFoundOut() {
    for (char delimiter : new char[] {',', ';', '\t', '|'}) {
      String text = "a#b#c\n\"x,;\t|\"#1,5#z\n\n2#3#4\n".replace('#', delimiter);
      if (delimiter == ',') {
        text = text.replace("1,5", "15");
      }
      assertThat(read(text))
          .as("delimiter %s", delimiter)
          .hasSize(3)
          .allMatch(row -> row.size() == 3)
          .contains(List.of("2", "3", "4"));
    }
  }

  @Test
  void oneColumnNeedsNoDelimiter() {
    assertThat(read("name\nAcme\nBeta\n"))
        .containsExactly(List.of("name"), List.of("Acme"), List.of("Beta"));
  }

  @Test
  void quotedCellsHoldLineBreaksAndQuotes() {
    assertThat(read("a,b\r\n\"one\r\ntwo\",\"say \"\"hi\"\"\"\r\n3,4"))
        .containsExactly(List.of("a", "b"), List.of("one\ntwo", "say \"hi\""), List.of("3", "4"));
  }

  @Test
  void badRowsAreReportedAndDoNotStopTheRest() {
    byte[] file =
        "a,b\n1,2\n1\n1,2,3\n1,2,\n\0,2\n\"x\"y,2\nlast,2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(problems(file))
        .containsExactly(
            "2 ok", "3 ragged-row", "4 ragged-row", "5 ok", "6 nul-character", "7 ok", "8 ok");
  }

  @Test
  void brokenBytesCostTheirRowOnly() {
    byte[] file = ("名称,备注\n" + "客户一,好\n".repeat(40) + "X,好\n").getBytes(StandardCharsets.UTF_8);
    file[file.length - 6] = (byte) 0xC3; // the X: the first half of a character without its second
    assertThat(problems(file)).hasSize(41).endsWith("41 ok", "42 broken-text");
  }

  @Test
  void aQuoteThatIsNeverClosedIsReportedOnce() {
    byte[] file = ("a,b\n1,2\n\"3,4\n" + "5,6\n".repeat(50_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(problems(file)).containsExactly("2 ok", "3 rest-unreadable");
  }

  @Test
  void formulasAreText() {
    assertThat(read("a,b\n=1+1,@SUM(A1)\n")).contains(List.of("=1+1", "@SUM(A1)"));
  }

  @Test
  void whatTellsASpreadsheetThatThisIsATextIsNoPartOfIt() {
    assertThat(read("a,b,c\n=\"007\",'0571-1,'=1\n\"=\"\"008\"\"\",'t Hart,'\n"))
        .contains(List.of("007", "0571-1", "=1"), List.of("008", "'t Hart", "'"));
  }

  @Test
  void emptyFilesAreRefused() {
    for (String text : new String[] {"", "\n\n", " , ,\n"}) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOfSatisfying(
              FileRefusedException.class,
              refused -> assertThat(refused.code()).isEqualTo("file-empty"));
    }
  }

  @Test
  void aMillionRowsAreReadInBoundedMemory() {
    int rows = 1_000_000;
    InputStream generated =
        new Generated("id,name,note\n", "4711,Some customer of ours,a note\n", rows);
    try (CsvTable table =
        CsvTable.open(
            generated, new TextShape(StandardCharsets.UTF_8, 0, ',', '"'), 0, Limits.DEFAULT)) {
      long before = used();
      long most = 0;
      int count = 0;
      for (Row row = table.next(); row != null; row = table.next()) {
        if (++count % 250_000 == 0) {
          most = Math.max(most, used());
        }
      }
      assertThat(count).isEqualTo(rows);
      assertThat(most - before).isLessThan(16L << 20);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /// A long file that is nowhere as a whole.
  private static final class Generated extends InputStream {
    private final byte[] line;
    private byte[] now;
    private int at;
    private int left;

    Generated(String header, String line, int lines) {
      this.now = header.getBytes(StandardCharsets.UTF_8);
      this.line = line.getBytes(StandardCharsets.UTF_8);
      this.left = lines;
    }

    @Override
    public int read() {
      if (at == now.length) {
        if (left-- <= 0) {
          return -1;
        }
        now = line;
        at = 0;
      }
      return now[at++];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int first = read();
      if (first < 0) {
        return -1;
      }
      buffer[offset] = (byte) first;
      int rest = Math.min(length - 1, now.length - at);
      System.arraycopy(now, at, buffer, offset + 1, rest);
      at += rest;
      return 1 + rest;
    }
  }

  private static List<List<String>> read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<List<String>> read(byte[] file) {
    return read(file, null, null);
  }

  private static List<List<String>> read(
      byte[] file, @Nullable Charset charset, @Nullable Character delimiter) {
    List<List<String>> all = new ArrayList<>();
    try (CsvTable table = open(file, charset, delimiter)) {
      all.add(table.header());
      for (Row row = table.next(); row != null; row = table.next()) {
        all.add(row.cells().stream().map(Cell::text).toList());
      }
    }
    return all;
  }

  private static List<String> problems(byte[] file) {
    List<String> all = new ArrayList<>();
    try (CsvTable table = open(file, null, null)) {
      for (Row row = table.next(); row != null; row = table.next()) {
        RowProblem problem = row.problem();
        all.add(row.number() + " " + (problem == null ? "ok" : problem.code()));
      }
    }
    return all;
  }

  private static CsvTable open(
      byte[] file, @Nullable Charset charset, @Nullable Character delimiter) {
    return CsvTable.open(
        new ByteArrayInputStream(file),
        TextShape.of(file, true, charset, delimiter, '"'),
        0,
        Limits.DEFAULT);
  }
}
