package custody.command;

import custody.service.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Why a request was refused. Nothing changed.
///
/// @param sort what the caller can do about it
/// @param code stable, kebab-case, for programs
/// @param detail says what to do, for people; never personal data
/// @param properties more for programs: strings, numbers, lists and maps of them
public record Rejection(Sort sort, String code, String detail, Map<String, Object> properties) {

  public enum Sort {
    /// What it is about is not there.
    NOT_FOUND,
    /// The caller's role does not allow it.
    FORBIDDEN,
    /// It contradicts what is there.
    CONFLICT,
    /// The caller has not seen the latest version.
    STALE,
    /// It would not be accepted in any state.
    INVALID
  }

  public Rejection {
    properties = Map.copyOf(properties);
  }

  public static Rejection notFound(String code, String detail) {
    return new Rejection(Sort.NOT_FOUND, code, detail, Map.of());
  }

  /// Told as {@link Problem#customerNotFound} tells it of one whom the caller must not see.
  public static Rejection customerNotFound() {
    Problem problem = Problem.customerNotFound();
    return notFound(problem.code(), problem.detail());
  }

  public static Rejection conflict(String code, String detail) {
    return new Rejection(Sort.CONFLICT, code, detail, Map.of());
  }

  public static Rejection invalid(String code, String detail) {
    return new Rejection(Sort.INVALID, code, detail, Map.of());
  }

  public static Rejection stale(long version) {
    return new Rejection(
        Sort.STALE,
        "stale-version",
        "It has changed since you read it. Read it again and repeat the change on what you see.",
        Map.of("currentVersion", version));
  }

  /// The same with these properties, filled into the detail where it says `{name}`.
  public Rejection with(Map<String, Object> properties) {
    String filled = detail;
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      filled = filled.replace("{" + property.getKey() + "}", property.getValue().toString());
    }
    return new Rejection(sort, code, filled, properties);
  }

  /// The customers it names.
  public List<UUID> customers() {
    List<UUID> named = new ArrayList<>();
    if (properties.get("existing") instanceof String existing) {
      named.add(UUID.fromString(existing));
    }
    if (properties.get("candidates") instanceof List<?> candidates) {
      for (Object candidate : candidates) {
        if (candidate instanceof Map<?, ?> it && it.get("id") instanceof String id) {
          named.add(UUID.fromString(id));
        }
      }
    }
    return named;
  }
}
