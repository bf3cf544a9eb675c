package custody.service;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Times and days as the API writes them: RFC 3339 with offset, days as YYYY-MM-DD, both in the
/// years 1800 to 2200; times to the microsecond.
public final class Times {
  public static final String EXPECTED_INSTANT =
      "a time with offset such as 2026-01-31T09:30:00+08:00, in the years 1800 to 2200";
  public static final String EXPECTED_DAY = "a day such as 2026-01-31, in the years 1800 to 2200";

  private static final Instant FIRST = Instant.parse("1800-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2201-01-01T00:00:00Z");
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ISO_OFFSET_DATE_TIME.withResolverStyle(ResolverStyle.STRICT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.STRICT);
  // A + that was not written as %2B arrives as a space.
  private static final Pattern LOST_PLUS = Pattern.compile(" (?=\\d\\d:\\d\\d$)");

  private Times() {}

  /// The clock of the service: UTC, ticking in the store's microseconds.
  public static Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
  }

  /// @throws IllegalArgumentException with {@link #EXPECTED_INSTANT}
  public static Instant instant(String text) {
    try {
      String upper = text.toUpperCase(Locale.ROOT);
      String whole = upper.indexOf(' ') < 0 ? upper : LOST_PLUS.matcher(upper).replaceFirst("+");
      Instant at = OffsetDateTime.parse(whole, INSTANT).toInstant().truncatedTo(ChronoUnit.MICROS);
      if (!at.isBefore(FIRST) && at.isBefore(LAST)) {
        return at;
      }
    } catch (DateTimeException e) {
      // answered below
    }
    throw new IllegalArgumentException(EXPECTED_INSTANT);
  }

  /// @throws IllegalArgumentException with {@link #EXPECTED_DAY}
  public static LocalDate day(String text) {
    try {
      LocalDate day = LocalDate.parse(text, DAY);
      if (day.getYear() >= 1800 && day.getYear() <= 2200) {
        return day;
      }
    } catch (DateTimeException e) {
      // answered below
    }
    throw new IllegalArgumentException(EXPECTED_DAY);
  }

  /// A query's moment.
  ///
  /// @param asOf what was true then
  /// @param knownAt as we knew it then
  public record Moment(Instant asOf, Instant knownAt) {
    /// What is left out means now.
    public static Moment of(@Nullable Instant asOf, @Nullable Instant knownAt, Clock clock) {
      Instant now = clock.instant();
      return new Moment(asOf == null ? now : asOf, knownAt == null ? now : knownAt);
    }
  }
}
