package custody.service.http;

import java.util.UUID;
import java.util.regex.Pattern;

/// UUIDs as they are written; Java's own reader also takes `1-1-1-1-1`.
final class Ids {
  static final String EXPECTED = "an id such as 0198f0c2-6d2e-7c1a-9b7e-3f5a2c4d6e8f";
  private static final Pattern WRITTEN =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  static boolean isUuid(String text) {
    return WRITTEN.matcher(text).matches();
  }

  /// @throws IllegalArgumentException with {@link #EXPECTED}
  static UUID uuid(String text) {
    if (!isUuid(text)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return UUID.fromString(text);
  }
}
