package custody.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that cannot be answered as asked, told the way RFC 9457 tells it. Thrown wherever it
/// is found out; turned into an answer in one place.
///
/// The code is stable and in kebab-case: clients decide by it. The detail says what to do and never
/// repeats personal data. `problems.properties` gives each code its title, `problems_zh.properties`
/// its title and detail in Chinese, into which `{name}` fills in the property of that name.
public final class Problem extends RuntimeException {
  private final int status;
  private final String code;
  private final transient Map<String, Object> properties;
  private final transient Map<String, String> headers;

  /// @param status HTTP status, 400 to 599
  /// @param code stable, kebab-case
  /// @param detail what is wrong and what to do, in English
  public Problem(int status, String code, String detail) {
    this(status, code, detail, Map.of(), Map.of());
  }

  /// @param properties further members of the answer, for machines
  public Problem(int status, String code, String detail, Map<String, ?> properties) {
    this(status, code, detail, properties, Map.of());
  }

  private Problem(
      int status,
      String code,
      String detail,
      Map<String, ?> properties,
      Map<String, String> headers) {
    super(detail, null, false, false); // an answer, not a failure: nobody reads its stack
    this.status = status;
    this.code = code;
    this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /// There is none, or the caller must not know that there is one: both are told alike.
  public static Problem customerNotFound() {
    return new Problem(
        404,
        "customer-not-found",
        "There is no customer with this id, or none was known at that time. Check the id.");
  }

  /// The same with one more member in the answer; null adds none.
  public Problem with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(properties);
    more.put(name, value);
    return new Problem(status, code, detail(), more, headers);
  }

  /// The same with one more HTTP header in the answer.
  public Problem header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, detail(), properties, more);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public Map<String, Object> properties() {
    return properties;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
