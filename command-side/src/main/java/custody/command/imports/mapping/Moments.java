package custody.command.imports.mapping;

import custody.command.imports.source.Cell;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates and times as other systems write them.
final class Moments {
  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 2200;
  private static final List<Locale> LOCALES = List.of(Locale.ENGLISH, Locale.CHINESE);

  /// The pattern of a date as a workbook counts it.
  static final String SERIAL = "excel-serial";

  private static final LocalDateTime SERIAL_ZERO = LocalDateTime.of(1899, 12, 30, 0, 0);
  private static final Pattern SERIAL_NUMBER = Pattern.compile("\\d{1,7}([.]\\d{1,15})?");

  private final List<DateTimeFormatter> formatters;
  private final boolean serial;
  private final @Nullable ZoneId zone;

  /// @param patterns empty = ISO 8601; months and halves of the day in English or Chinese
  /// @param zone of what names no offset
  Moments(List<String> patterns, @Nullable ZoneId zone) {
    this.formatters =
        patterns.isEmpty()
            ? List.of(
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.withResolverStyle(ResolverStyle.STRICT),
                DateTimeFormatter.ISO_LOCAL_DATE_TIME.withResolverStyle(ResolverStyle.STRICT),
                formatter("yyyy-MM-dd HH:mm[:ss]", Locale.ENGLISH),
                DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.STRICT))
            : patterns.stream()
                .filter(pattern -> !pattern.equals(SERIAL))
                .flatMap(pattern -> LOCALES.stream().map(locale -> formatter(pattern, locale)))
                .toList();
    this.serial = patterns.contains(SERIAL);
    this.zone = zone;
  }

  /// @throws IllegalArgumentException if it is no pattern
  static void check(String pattern) {
    if (!pattern.equals(SERIAL)) {
      formatter(pattern, Locale.ENGLISH);
    }
  }

  private static DateTimeFormatter formatter(String pattern, Locale locale) {
    // Strict reading knows the year as u; people write y.
    StringBuilder strict = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      strict.append(c == 'y' && !quoted ? 'u' : c);
    }
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(strict.toString())
        .toFormatter(locale)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /// A day; empty if it is none.
  Optional<LocalDate> day(Cell cell) {
    LocalDateTime moment = cell.moment();
    if (moment != null) {
      return Optional.of(moment.toLocalDate()).filter(Moments::plausible);
    }
    return parse(cell.text()).map(parsed -> LocalDate.from(parsed)).filter(Moments::plausible);
  }

  /// A moment; a day means its beginning. Empty if it is none, or names no offset and there is no
  /// zone.
  Optional<Instant> moment(Cell cell) {
    LocalDateTime local = cell.moment();
    if (local != null) {
      return inZone(local);
    }
    return parse(cell.text())
        .flatMap(
            parsed ->
                switch (parsed) {
                  case OffsetDateTime offset ->
                      Optional.of(offset.toInstant().truncatedTo(ChronoUnit.MICROS))
                          .filter(_ -> plausible(offset.toLocalDate()));
                  case LocalDateTime time -> inZone(time);
                  case LocalDate day -> inZone(day.atTime(LocalTime.MIN));
                  default -> Optional.empty();
                });
  }

  private Optional<TemporalAccessor> parse(String written) {
    // Digits and signs of full width are plain ones.
    String text = Normalizer.normalize(written, Normalizer.Form.NFKC);
    if (serial && SERIAL_NUMBER.matcher(text).matches()) {
      return Optional.of(
          SERIAL_ZERO.plusSeconds(
              new BigDecimal(text)
                  .multiply(BigDecimal.valueOf(86_400))
                  .setScale(0, RoundingMode.HALF_UP)
                  .longValue()));
    }
    for (DateTimeFormatter formatter : formatters) {
      try {
        return Optional.of(
            formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
      } catch (DateTimeException e) {
        // the next pattern may fit
      }
    }
    return Optional.empty();
  }

  private Optional<Instant> inZone(LocalDateTime local) {
    ZoneId in = zone;
    return in == null || !plausible(local.toLocalDate())
        ? Optional.empty()
        : Optional.of(local.atZone(in).toInstant().truncatedTo(ChronoUnit.MICROS));
  }

  private static boolean plausible(LocalDate day) {
    return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
  }
}
