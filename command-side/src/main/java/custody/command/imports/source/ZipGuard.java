package custody.command.imports.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/// Unpacks an XLSX file once, keeping nothing, before anything else touches it: sizes are counted,
/// since those that the file states about itself may lie.
final class ZipGuard {
  private static final int ENTRIES = 5_000;

  /// Small entries may pack well without being able to do harm.
  private static final long HARMLESS = 1 << 20;

  private ZipGuard() {}

  /// @throws FileRefusedException if the file is no workbook, or one that would not fit
  static void check(byte[] file, Limits limits) {
    if (listed(file) > ENTRIES) {
      throw bomb("more than %d entries".formatted(ENTRIES));
    }
    long total = 0;
    boolean workbook = false;
    byte[] buffer = new byte[1 << 16];
    try (ZipFile zip =
        ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(file)).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        boolean sharedTexts = entry.getName().endsWith("sharedStrings.xml");
        workbook |= entry.getName().equals("xl/workbook.xml");
        long packed = Math.max(1, entry.getCompressedSize());
        long size = 0;
        try (InputStream content = zip.getInputStream(entry)) {
          for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            if (size == 0 && hasDoctype(buffer, read)) {
              throw new FileRefusedException(
                  "xlsx-refused",
                  "The file holds XML with a document type, which no workbook needs.");
            }
            size += read;
            total += read;
            if (total > limits.xlsxUnpackedBytes()) {
              throw bomb("more than %d bytes unpacked".formatted(limits.xlsxUnpackedBytes()));
            }
            if (sharedTexts && size > limits.xlsxSharedTextBytes()) {
              throw bomb("more than %d bytes of texts".formatted(limits.xlsxSharedTextBytes()));
            }
            if (size > HARMLESS && size / packed > limits.xlsxRatio()) {
              throw bomb("an entry that unpacks too far");
            }
          }
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw notXlsx();
    }
    if (!workbook) {
      throw notXlsx();
    }
  }

  /// The entries in the file's directory, counted before anything is built of them.
  private static int listed(byte[] file) {
    int count = 0;
    for (int i = 0; i + 3 < file.length; i++) {
      if (file[i] == 'P' && file[i + 1] == 'K' && file[i + 2] == 1 && file[i + 3] == 2) {
        count++;
      }
    }
    return count;
  }

  private static boolean hasDoctype(byte[] buffer, int length) {
    int head = Math.min(length, 1024);
    // Without NULs UTF-16 reads like ASCII, which is all that matters here.
    String text = new String(buffer, 0, head, StandardCharsets.ISO_8859_1).replace("\0", "");
    return text.contains("<!DOCTYPE");
  }

  private static FileRefusedException bomb(String what) {
    return new FileRefusedException(
        "xlsx-too-large",
        "The file has %s. Split it, or save it as CSV, which is read as a stream.".formatted(what));
  }

  private static FileRefusedException notXlsx() {
    return new FileRefusedException(
        "xlsx-unreadable",
        "The file is no XLSX workbook, or a damaged one. Old .xls files must be saved as .xlsx.");
  }

  /// Reads the whole stream, at most so many bytes.
  static byte[] read(InputStream file, Limits limits) throws IOException {
    byte[] bytes = file.readNBytes((int) Math.min(limits.xlsxBytes() + 1, Integer.MAX_VALUE - 8));
    if (bytes.length > limits.xlsxBytes()) {
      throw bomb("more than %d bytes".formatted(limits.xlsxBytes()));
    }
    return bytes;
  }
}
