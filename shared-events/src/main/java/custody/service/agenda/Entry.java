package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.HandoverId;
import custody.contract.RepId;
import custody.contract.RuleId;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something in a person's inbox.
///
/// @param id the same as long as it is the same to be done; safe in an address
/// @param on the day: by when, or when it happens; null if no day was said
/// @param when how near that is
/// @param customer whom it is about; null if it is about a rep or a case
/// @param rep whom it is about, if it is not about a customer
/// @param handover the case, if it is about one
/// @param name the customer's or the rep's, or of those whose customers a case moves; if it is
/// known
/// @param text what was promised, or what is to be remembered
/// @param detail a date's kind, why a customer is taken back, or what an alert is about
/// @param rule the rule that says so, if one does
/// @param ruleVersion of that rule
/// @param count how many things it stands for; null if one
/// @param most how many there may be, if it is an alert
public record Entry(
    String id,
    Kind kind,
    @Nullable LocalDate on,
    When when,
    @Nullable CustomerId customer,
    @Nullable RepId rep,
    @Nullable HandoverId handover,
    @Nullable String name,
    @Nullable String text,
    @Nullable String detail,
    @Nullable RuleId rule,
    @Nullable Long ruleVersion,
    @Nullable Long count,
    @Nullable Long most) {

  /// Where it stands in an inbox, which no other entry does: in the order of days, those without
  /// one last.
  public record Place(@Nullable LocalDate on, Kind kind, String id) implements Comparable<Place> {
    private static final Comparator<Place> IN_ORDER =
        Comparator.<Place, LocalDate>comparing(
                Place::on, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Place::kind)
            .thenComparing(Place::id);

    @Override
    public int compareTo(Place other) {
      return IN_ORDER.compare(this, other);
    }
  }

  public Place place() {
    return new Place(on, kind, id);
  }

  public enum Kind {
    NEXT_STEP,
    DATE,
    CADENCE,
    FIRST_CONTACT,
    RECYCLING,
    TENURE,
    COVER_END,
    /// A handover case that waits for a second person.
    APPROVAL,
    /// To look into: see {@link Alerts}.
    ALERT,
    /// Contacts and next steps of one rep that are overdue.
    TEAM_OVERDUE,
    /// Customers of one rep that rules take back unless something is done.
    TEAM_RECYCLING,
    /// Customers that one rep has, or will soon have had, for too long.
    TEAM_TENURE;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public enum When {
    OVERDUE,
    TODAY,
    SOON,
    SOME_DAY
  }

  /// What an id says, for those who act on it.
  ///
  /// @param of whose it is: the customer, the rep or the case
  /// @param what the follow-up, date, cover or alert it is about, or the rule
  public record Reference(Kind kind, UUID of, UUID what, @Nullable LocalDate on) {

    /// @throws IllegalArgumentException if it is no entry's id
    public static Reference parse(String id) {
      String[] parts = id.split("~", -1);
      if (parts.length < 3 || parts.length > 4) {
        throw new IllegalArgumentException("no entry's id");
      }
      for (Kind kind : Kind.values()) {
        if (kind.word().equals(parts[0])) {
          try {
            return new Reference(
                kind,
                UUID.fromString(parts[1]),
                UUID.fromString(parts[2]),
                parts.length == 4 ? LocalDate.parse(parts[3]) : null);
          } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("no entry's id", e);
          }
        }
      }
      throw new IllegalArgumentException("no entry's id");
    }

    @Override
    public String toString() {
      return kind.word() + "~" + of + "~" + what + (on == null ? "" : "~" + on);
    }
  }
}
