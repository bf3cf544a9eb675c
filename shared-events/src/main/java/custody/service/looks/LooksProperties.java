package custody.service.looks;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The access log.
///
/// @param monthsKept whole months that are kept before they are deleted, at least 6; none = for
///     ever
/// @param monthsAhead months whose partition is made ahead of time
@ConfigurationProperties("custody.access-log")
public record LooksProperties(@Nullable Integer monthsKept, @DefaultValue("3") int monthsAhead) {
  public LooksProperties {
    if (monthsKept != null && monthsKept < 6) {
      throw new IllegalArgumentException(
          "custody.access-log.months-kept: the access log is kept for at least 6 months");
    }
  }
}
