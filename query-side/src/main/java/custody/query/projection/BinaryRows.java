package custody.query.projection;

import custody.contract.Id;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows in the binary format of COPY, which spares both sides what text costs: times, ids, numbers
/// and arrays need not be written out here and read there. It is strict: a value has exactly the
/// form of its column's type.
final class BinaryRows {
  private static final byte[] HEADER = header();

  /// PostgreSQL counts from 2000 on.
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);

  private static final long EPOCH_SECOND = EPOCH.toEpochDay() * 86_400;
  private static final long INFINITY = Long.MAX_VALUE;
  private static final int NULL = -1;
  private static final int OID_OF_INT4 = 23;

  private final List<String> types;
  private byte[] bytes = new byte[8 * 1024];
  private int size;

  /// @param types of the columns, by PostgreSQL's own names for them
  BinaryRows(List<String> types) {
    this.types = List.copyOf(types);
    put(HEADER);
  }

  /// What is to be sent, up to {@link #size}, and valid until the next change.
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  /// After sending.
  void clear() {
    size = 0;
  }

  void row(@Nullable Object... values) {
    int2(values.length);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        int4(NULL);
        continue;
      }
      int begin = size;
      int4(0);
      value(types.get(i), value);
      int end = size;
      size = begin;
      int4(end - begin - Integer.BYTES);
      size = end;
    }
  }

  /// There are no more rows.
  void end() {
    int2(-1);
  }

  private void value(String type, Object value) {
    switch (type) {
      case "uuid" -> uuid(value instanceof Id id ? id.value() : (UUID) value);
      case "timestamptz" -> int8(value.equals("infinity") ? INFINITY : micros((Instant) value));
      case "int8" -> int8(((Number) value).longValue());
      case "int4" -> int4(((Number) value).intValue());
      case "int2" -> int2(((Number) value).intValue());
      case "bool" -> put((boolean) value ? (byte) 1 : 0);
      case "date" -> int4(Math.toIntExact(EPOCH.until((LocalDate) value, ChronoUnit.DAYS)));
      case "text", "json" -> text(value);
      case "jsonb" -> {
        put((byte) 1); // the format's version
        text(value);
      }
      case "bytea" -> put(HexFormat.of().parseHex((String) value, 2, ((String) value).length()));
      case "_int4" -> numbers((List<?>) value);
      default -> throw new IllegalArgumentException("a column of type " + type);
    }
  }

  /// Rounded as PostgreSQL rounds what it reads as text, so that it makes no difference which way a
  /// row goes.
  private static long micros(Instant at) {
    return Math.addExact(
        Math.multiplyExact(at.getEpochSecond() - EPOCH_SECOND, 1_000_000L),
        at.getNano() % 1000 == 0
            ? at.getNano() / 1000
            : (long) Math.rint(at.getNano() / 1e9 * 1e6));
  }

  private void numbers(List<?> numbers) {
    int4(numbers.isEmpty() ? 0 : 1); // dimensions
    int4(0); // nothing is null
    int4(OID_OF_INT4);
    if (!numbers.isEmpty()) {
      int4(numbers.size());
      int4(1); // the first index
    }
    for (Object number : numbers) {
      int4(Integer.BYTES);
      int4((int) number);
    }
  }

  private void text(Object value) {
    put(value.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void uuid(UUID id) {
    int8(id.getMostSignificantBits());
    int8(id.getLeastSignificantBits());
  }

  private void int8(long number) {
    int4((int) (number >>> 32));
    int4((int) number);
  }

  private void int4(int number) {
    room(Integer.BYTES);
    bytes[size] = (byte) (number >>> 24);
    bytes[size + 1] = (byte) (number >>> 16);
    bytes[size + 2] = (byte) (number >>> 8);
    bytes[size + 3] = (byte) number;
    size += Integer.BYTES;
  }

  private void int2(int number) {
    room(Short.BYTES);
    bytes[size] = (byte) (number >>> 8);
    bytes[size + 1] = (byte) number;
    size += Short.BYTES;
  }

  private void put(byte one) {
    room(1);
    bytes[size++] = one;
  }

  private void put(byte[] some) {
    room(some.length);
    System.arraycopy(some, 0, bytes, size, some.length);
    size += some.length;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  private static byte[] header() {
    byte[] signature = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    return Arrays.copyOf(signature, signature.length + 2 * Integer.BYTES); // no flags, nothing more
  }
}
