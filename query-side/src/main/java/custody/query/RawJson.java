package custody.query;

import custody.wire.ContractJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.databind.JsonNode;

/// JSON as PostgreSQL sends it, in UTF-8. It is passed on as it came: to make a text of it, and
/// bytes of that again, was a third of what a long history takes.
public final class RawJson implements SerializableString {
  private final byte[] utf8;

  /// @param utf8 from now on nobody else's
  public RawJson(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// What is put together here.
  public static RawJson of(JsonNode json) {
    return of(json.toString());
  }

  public static RawJson of(String json) {
    return new RawJson(json.getBytes(StandardCharsets.UTF_8));
  }

  /// Null for null.
  public static @Nullable RawJson ofNullable(@Nullable String json) {
    return json == null ? null : of(json);
  }

  /// Null for SQL's null.
  ///
  /// @param column of type `json`, which comes as text
  public static @Nullable RawJson read(ResultSet row, int column) throws SQLException {
    byte[] utf8 = row.getBytes(column);
    return utf8 == null ? null : new RawJson(utf8);
  }

  /// In bytes.
  public int size() {
    return utf8.length;
  }

  public JsonNode tree() {
    return ContractJson.plain().readTree(utf8);
  }

  /// As a property of the object that is being written; nothing is written for null.
  public static void write(JsonGenerator json, String name, @Nullable RawJson value) {
    if (value != null) {
      json.writeName(name);
      json.writeRawValue(value);
    }
  }

  @Override
  public byte[] asUnquotedUTF8() {
    return utf8;
  }

  @Override
  public int appendUnquotedUTF8(byte[] buffer, int offset) {
    if (utf8.length > buffer.length - offset) {
      return -1; // as the interface wants it
    }
    System.arraycopy(utf8, 0, buffer, offset, utf8.length);
    return utf8.length;
  }

  @Override
  public int writeUnquotedUTF8(OutputStream out) throws IOException {
    out.write(utf8);
    return utf8.length;
  }

  @Override
  public int putUnquotedUTF8(ByteBuffer out) {
    if (out.remaining() < utf8.length) {
      return -1;
    }
    out.put(utf8);
    return utf8.length;
  }

  @Override
  public int appendUnquoted(char[] buffer, int offset) {
    String text = getValue();
    if (text.length() > buffer.length - offset) {
      return -1;
    }
    text.getChars(0, text.length(), buffer, offset);
    return text.length();
  }

  @Override
  public String getValue() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public int charLength() {
    return getValue().length();
  }

  @Override
  public char[] asQuotedChars() {
    throw noText();
  }

  @Override
  public byte[] asQuotedUTF8() {
    throw noText();
  }

  @Override
  public int appendQuotedUTF8(byte[] buffer, int offset) {
    throw noText();
  }

  @Override
  public int appendQuoted(char[] buffer, int offset) {
    throw noText();
  }

  @Override
  public int writeQuotedUTF8(OutputStream out) {
    throw noText();
  }

  @Override
  public int putQuotedUTF8(ByteBuffer out) {
    throw noText();
  }

  private static UnsupportedOperationException noText() {
    return new UnsupportedOperationException("a value is no text to be quoted");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawJson it && Arrays.equals(utf8, it.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return getValue();
  }
}
