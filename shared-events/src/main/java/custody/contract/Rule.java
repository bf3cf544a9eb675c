package custody.contract;

import custody.contract.FollowUpEvent.Medium;
import java.time.DayOfWeek;
import java.time.Period;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the company demands of its reps. All days are days in the company's zone.
///
/// Lists are sorted and without repetition; one that is empty or left out means any.
public sealed interface Rule {

  /// How often customers must be contacted.
  ///
  /// @param grades of the customers it is about
  /// @param media how, for a contact to count
  record Cadence(List<String> grades, Rhythm rhythm, List<Medium> media) implements Rule {
    public Cadence(@Nullable List<String> grades, Rhythm rhythm, @Nullable List<Medium> media) {
      this.grades = sorted(grades);
      this.rhythm = rhythm;
      this.media = sorted(media);
    }
  }

  sealed interface Rhythm {
    /// On these days of each week; 1-4-7 is Monday, Thursday, Sunday.
    record Weekdays(List<DayOfWeek> days) implements Rhythm {
      public Weekdays {
        days = sorted(days);
      }
    }

    /// Again within so many days of the last contact.
    record EveryDays(int days) implements Rhythm {}
  }

  /// How long a rep may hold something; 111 is one year in a territory.
  ///
  /// @param grades of the customers it is about; of no meaning for territories
  /// @param max from the day it began
  /// @param warnDays how long before it is over that is shown
  record Tenure(Held held, List<String> grades, Period max, int warnDays) implements Rule {
    public Tenure(Held held, @Nullable List<String> grades, Period max, int warnDays) {
      this.held = held;
      this.grades = sorted(grades);
      this.max = max;
      this.warnDays = warnDays;
    }
  }

  enum Held {
    TERRITORY,
    CUSTOMER
  }

  /// When a customer goes back to a pool: after the first of what is given has passed. Each counts
  /// whole days without, from the last one with, or from the owner's first day if that is later.
  ///
  /// @param grades of the customers it is about
  /// @param noFollowUpDays without any contact
  /// @param noDealDays without a contact whose outcome is a deal
  /// @param newWithinDays without any contact since the owner registered it or got it from a pool
  /// @param deals the outcomes of follow-ups that are deals
  /// @param warnDays how long before it happens that is shown
  /// @param pool where it goes
  record Recycling(
      List<String> grades,
      @Nullable Integer noFollowUpDays,
      @Nullable Integer noDealDays,
      @Nullable Integer newWithinDays,
      List<String> deals,
      int warnDays,
      String pool)
      implements Rule {
    public Recycling(
        @Nullable List<String> grades,
        @Nullable Integer noFollowUpDays,
        @Nullable Integer noDealDays,
        @Nullable Integer newWithinDays,
        @Nullable List<String> deals,
        int warnDays,
        String pool) {
      this.grades = sorted(grades);
      this.noFollowUpDays = noFollowUpDays;
      this.noDealDays = noDealDays;
      this.newWithinDays = newWithinDays;
      this.deals = sorted(deals);
      this.warnDays = warnDays;
      this.pool = pool;
    }
  }

  /// A new owner must make the first contact within so many days.
  ///
  /// @param grades of the customers it is about
  /// @param media how, for a contact to count
  record FirstContact(List<String> grades, int withinDays, List<Medium> media) implements Rule {
    public FirstContact(
        @Nullable List<String> grades, int withinDays, @Nullable List<Medium> media) {
      this.grades = sorted(grades);
      this.withinDays = withinDays;
      this.media = sorted(media);
    }
  }

  /// What pools ask of a rep who claims. Where several are about a pool, each must be kept; where
  /// one is, nothing else limits claims there.
  ///
  /// @param pools it is about
  /// @param claimsPerDay a rep who has claimed as many customers that day, from whatever pool,
  ///     claims no more; null = no limit
  /// @param mostHeld a rep who has as many customers claims no more; null = no limit
  /// @param banDays how long a rep may not claim a customer again whom they gave back or lost; null
  ///     = not at all
  record PoolLimits(
      List<String> pools,
      @Nullable Integer claimsPerDay,
      @Nullable Integer mostHeld,
      @Nullable Integer banDays)
      implements Rule {
    public PoolLimits(
        @Nullable List<String> pools,
        @Nullable Integer claimsPerDay,
        @Nullable Integer mostHeld,
        @Nullable Integer banDays) {
      this.pools = sorted(pools);
      this.claimsPerDay = claimsPerDay;
      this.mostHeld = mostHeld;
      this.banDays = banDays;
    }

    public boolean isAbout(String pool) {
      return pools.isEmpty() || pools.contains(pool);
    }
  }

  private static <T extends Comparable<? super T>> List<T> sorted(@Nullable Collection<T> values) {
    return values == null ? List.of() : values.stream().distinct().sorted().toList();
  }
}
