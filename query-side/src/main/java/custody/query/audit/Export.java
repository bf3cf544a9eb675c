package custody.query.audit;

import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// An answer made to be kept as evidence: a ZIP of the rows as CSV, of a manifest that says what
/// was asked, what the answer reflects and the digest of the rows, and of these digests as
/// `sha256sum` reads them. The service writes all of it from one reading, so that no file can say
/// what the answer did not. One that broke off has no manifest.
///
/// The manifest is canonical JSON (RFC 8785): whoever signs it signs the rows.
final class Export implements Table {
  private static final String MANIFEST = "manifest.json";
  private static final DateTimeFormatter NAMED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Canonical for what a manifest holds: texts, whole numbers, lists, sorted maps.
  private static final JsonMapper CANONICAL =
      JsonMapper.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

  private final Request request;
  private final Map<String, ?> reflects;
  private final ZipOutputStream zip;
  private final String name;
  private final Digesting file;
  private final Csv csv;
  private long rows;

  /// Who asked what.
  ///
  /// @param parameters as they were given
  /// @param reasonGiven whether the caller said why they look: an auditor who did not is not shown
  ///     the reasons in the rows
  /// @param correlationId by which the access log has the request
  record Request(
      String question,
      SortedMap<String, String> parameters,
      String askedBy,
      Instant askedAt,
      boolean reasonGiven,
      UUID correlationId) {}

  /// @param reflects both times and the position
  Export(
      Request request, List<String> columns, Map<String, ?> reflects, HttpServletResponse response)
      throws IOException {
    this.request = request;
    this.reflects = reflects;
    response.setContentType("application/zip");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"custody-%s-%s.zip\""
            .formatted(request.question(), NAMED.format(request.askedAt())));
    zip = new ZipOutputStream(response.getOutputStream(), StandardCharsets.UTF_8);
    name = request.question() + ".csv";
    file = begin(name);
    csv = new Csv(columns, file);
  }

  @Override
  public void row(List<? extends @Nullable Object> values) throws IOException {
    csv.row(values);
    rows++;
  }

  @Override
  public void end() throws IOException {
    csv.close();
    String sums = sum(file, name);
    byte[] manifest = manifest().getBytes(StandardCharsets.UTF_8);
    Digesting out = begin(MANIFEST);
    out.write(manifest);
    sums += sum(out, MANIFEST);
    begin("SHA256SUMS").write(sums.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private Digesting begin(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.ofInstant(request.askedAt(), ZoneOffset.UTC));
    zip.putNextEntry(entry);
    return new Digesting(zip);
  }

  private static String sum(Digesting file, String name) {
    return file.sha256() + "  " + name + "\n";
  }

  private String manifest() {
    SortedMap<String, Object> reflected = new TreeMap<>();
    reflects.forEach(
        (name, value) -> reflected.put(name, value instanceof Long ? value : value.toString()));
    SortedMap<String, Object> manifest = new TreeMap<>();
    manifest.put("format", "custody-audit-export/1");
    manifest.put(
        "question",
        new TreeMap<>(Map.of("name", request.question(), "parameters", request.parameters())));
    manifest.put("reflects", reflected);
    manifest.put("askedBy", request.askedBy());
    manifest.put("askedAt", request.askedAt().toString());
    manifest.put("reasonGiven", request.reasonGiven());
    manifest.put("correlationId", request.correlationId().toString());
    manifest.put("software", new TreeMap<>(Map.of("name", "custody", "version", version())));
    manifest.put(
        "files",
        List.of(
            new TreeMap<>(
                Map.of("name", name, "bytes", file.bytes, "rows", rows, "sha256", file.sha256()))));
    return CANONICAL.writeValueAsString(manifest);
  }

  /// As the jar says; there is none when the classes lie open.
  private static String version() {
    return Objects.requireNonNullElse(
        Export.class.getPackage().getImplementationVersion(), "development");
  }

  /// Knows what went through it, and does not close the archive with a file.
  private static final class Digesting extends FilterOutputStream {
    private final MessageDigest digest = sha256Digest();
    private long bytes;
    private @Nullable String sha256;

    Digesting(OutputStream out) {
      super(out);
    }

    private static MessageDigest sha256Digest() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e); // every JDK has it
      }
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      digest.update((byte) b);
      bytes++;
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
      out.write(from, start, length);
      digest.update(from, start, length);
      bytes += length;
    }

    @Override
    public void close() throws IOException {
      flush();
    }

    /// Once everything was written.
    String sha256() {
      if (sha256 == null) {
        sha256 = HexFormat.of().formatHex(digest.digest());
      }
      return sha256;
    }
  }
}
