package custody.service.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.ProfileEvent.Calendar;
import custody.contract.Seed;
import custody.service.agenda.Occurrences.Lunar;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OccurrencesTest {
  @ParameterizedTest
  @CsvSource({
    // New Year
    "2024-02-10, 2024-02-11, 2025-01-29",
    "2024-02-10, 2026-01-01, 2026-02-17",
    "2024-02-10, 2033-02-01, 2034-02-19",
    // Mid-autumn
    "2024-09-17, 2025-01-01, 2025-10-06",
    "2024-09-17, 2026-01-01, 2026-09-25",
    // The fourth of leap month two, in a year without one
    "2023-03-25, 2024-01-01, 2024-03-13",
    // The first of month six, in a year with a leap month six
    "2024-07-06, 2025-01-01, 2025-06-25",
    // The first of leap month eleven of 2033 keeps to the month itself the year after
    "2033-12-22, 2034-01-01, 2034-12-11",
    // New Year's Eve is the 30th, or the 29th where the month has no more
    "2023-01-21, 2023-02-01, 2024-02-09",
    "2023-01-21, 2024-03-01, 2025-01-28",
  })
  void lunarDatesComeBackInTheChineseCalendar(LocalDate date, LocalDate from, LocalDate next) {
    assertThat(Occurrences.next(date, Calendar.LUNAR, true, from)).isEqualTo(next);
  }

  @Test
  void aLeapMonthComesBackAsOneWhereTheYearHasIt() {
    // Leap month four of 2001 and of 2012.
    assertThat(
            Occurrences.next(
                LocalDate.of(2001, 5, 23), Calendar.LUNAR, true, LocalDate.of(2012, 5, 1)))
        .isEqualTo(LocalDate.of(2012, 5, 21));
  }

  @ParameterizedTest
  @CsvSource({
    "2020-02-29, 2021-01-01, 2021-02-28",
    "2020-02-29, 2021-03-01, 2022-02-28",
    "2020-02-29, 2023-03-01, 2024-02-29",
    "2020-12-31, 2021-12-31, 2021-12-31",
    "2020-01-31, 2021-02-01, 2022-01-31"
  })
  void solarDatesComeBackOnTheirDay(LocalDate date, LocalDate from, LocalDate next) {
    assertThat(Occurrences.next(date, Calendar.SOLAR, true, from)).isEqualTo(next);
  }

  @Test
  void whatComesOnceIsOverAfterIt() {
    LocalDate day = LocalDate.of(2026, 5, 1);
    assertThat(Occurrences.next(day, Calendar.SOLAR, false, day)).isEqualTo(day);
    assertThat(Occurrences.next(day, Calendar.LUNAR, false, day.plusDays(1))).isNull();
  }

  @Test
  void lunarDatesAreWhereTurningTheLeavesOfTheCalendarFindsThem() {
    long seed = Seed.get();
    Random random = new Random(seed);
    for (int run = 0; run < 15; run++) {
      LocalDate date = LocalDate.of(1940, 1, 1).plusDays(random.nextInt(365 * 80));
      LocalDate from = date.plusDays(1 + random.nextInt(365 * 40));
      assertThat(Occurrences.next(date, Calendar.LUNAR, true, from))
          .as("seed %d, %s from %s", seed, date, from)
          .isEqualTo(leafed(date, from));
    }
  }

  private static LocalDate leafed(LocalDate date, LocalDate from) {
    Lunar began = Lunar.of(date);
    LocalDate newYear = from;
    while (!(Lunar.of(newYear).month() == 0 && Lunar.of(newYear).day() == 1)) {
      newYear = newYear.minusDays(1);
    }
    while (true) {
      LocalDate found = inYear(began, newYear);
      if (!found.isBefore(from)) {
        return found;
      }
      newYear = newYear.plusDays(340);
      while (!(Lunar.of(newYear).month() == 0 && Lunar.of(newYear).day() == 1)) {
        newYear = newYear.plusDays(1);
      }
    }
  }

  private static LocalDate inYear(Lunar began, LocalDate newYear) {
    LocalDate plain = newYear;
    LocalDate leap = null;
    int year = Lunar.of(newYear).year();
    for (LocalDate day = newYear; Lunar.of(day).year() == year; day = day.plusDays(1)) {
      Lunar lunar = Lunar.of(day);
      if (lunar.month() == began.month() && lunar.day() <= began.day()) {
        if (!lunar.leap()) {
          plain = day;
        } else if (began.leap()) {
          leap = day;
        }
      }
    }
    return leap == null ? plain : leap;
  }
}
