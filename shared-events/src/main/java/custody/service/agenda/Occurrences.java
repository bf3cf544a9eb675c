package custody.service.agenda;

import static com.ibm.icu.util.Calendar.DAY_OF_MONTH;
import static com.ibm.icu.util.Calendar.EXTENDED_YEAR;
import static com.ibm.icu.util.Calendar.IS_LEAP_MONTH;
import static com.ibm.icu.util.Calendar.MONTH;

import com.github.benmanes.caffeine.cache.LoadingCache;
import com.ibm.icu.util.ChineseCalendar;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import custody.contract.ProfileEvent.Calendar;
import custody.service.Caches;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// When an important date comes back.
///
/// In the solar calendar on the same day of the same month; what began on the 29th of February
/// comes on the 28th in other years. In the Chinese calendar on the same day of the same month;
/// what began in a leap month comes in the leap month where that year has it, else in the month
/// itself, and what began on the 30th comes on the 29th where the month has no more.
public final class Occurrences {
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");
  private static final long DAY_MILLIS = 86_400_000;

  // The calendar is astronomy: a conversion takes as long as a thousand comparisons.
  private static final LoadingCache<LocalDate, Lunar> LUNAR =
      Caches.builder().maximumSize(50_000).build(Lunar::of);
  private static final LoadingCache<Lunar, LocalDate> FIRSTS =
      Caches.builder().maximumSize(10_000).build(Lunar::solar);

  private Occurrences() {}

  /// The first occurrence on the day or after it; null if there is none any more.
  ///
  /// @param date the day it began, in the solar calendar
  public static @Nullable LocalDate next(
      LocalDate date, Calendar calendar, boolean yearly, LocalDate from) {
    if (!yearly || !date.isBefore(from)) {
      return date.isBefore(from) ? null : date;
    }
    return switch (calendar) {
      case SOLAR -> solar(date, from);
      case LUNAR -> lunar(date, from);
    };
  }

  private static LocalDate solar(LocalDate date, LocalDate from) {
    LocalDate inYear = date.plusYears(from.getYear() - (long) date.getYear());
    return inYear.isBefore(from) ? date.plusYears(from.getYear() + 1L - date.getYear()) : inYear;
  }

  private static LocalDate lunar(LocalDate date, LocalDate from) {
    Lunar began = LUNAR.get(date);
    int year = LUNAR.get(from).year();
    LocalDate occurrence = inYear(new Lunar(year, began.month(), began.leap(), began.day()));
    return occurrence.isBefore(from)
        ? inYear(new Lunar(year + 1, began.month(), began.leap(), began.day()))
        : occurrence;
  }

  private static LocalDate inYear(Lunar wanted) {
    LocalDate first = FIRSTS.get(new Lunar(wanted.year(), wanted.month(), wanted.leap(), 1));
    if (wanted.leap() && !LUNAR.get(first).leap()) {
      first = FIRSTS.get(new Lunar(wanted.year(), wanted.month(), false, 1));
    }
    // A month has 29 or 30 days.
    LocalDate day = first.plusDays(wanted.day() - 1L);
    return LUNAR.get(day).day() == wanted.day() ? day : first.plusDays(28);
  }

  /// @param month from 0
  record Lunar(int year, int month, boolean leap, int day) {
    static Lunar of(LocalDate day) {
      ChineseCalendar calendar = new ChineseCalendar(UTC, ULocale.ROOT);
      calendar.setTimeInMillis(day.toEpochDay() * DAY_MILLIS);
      return new Lunar(
          calendar.get(EXTENDED_YEAR),
          calendar.get(MONTH),
          calendar.get(IS_LEAP_MONTH) == 1,
          calendar.get(DAY_OF_MONTH));
    }

    LocalDate solar() {
      ChineseCalendar calendar = new ChineseCalendar(UTC, ULocale.ROOT);
      calendar.clear();
      calendar.set(EXTENDED_YEAR, year);
      calendar.set(MONTH, month);
      calendar.set(IS_LEAP_MONTH, leap ? 1 : 0);
      calendar.set(DAY_OF_MONTH, day);
      return LocalDate.ofEpochDay(Math.floorDiv(calendar.getTimeInMillis(), DAY_MILLIS));
    }
  }
}
