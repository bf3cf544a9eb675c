package custody.service.agenda;

import custody.contract.CustomerId;
import custody.contract.RuleId;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something in a person's inbox.
///
/// @param id the same as long as it is the same to be done; safe in an address
/// @param on the day: by when, or when it happens; null if no day was said
/// @param when how near that is
/// @param customer null if it is about the rep's territory
/// @param name the customer's, if it is known
/// @param text what was promised, or what is to be remembered
/// @param detail a date's kind, or why a customer is taken back
/// @param rule the rule that says so, if one does
/// @param ruleVersion of that rule
public record Entry(
    String id,
    Kind kind,
    @Nullable LocalDate on,
    When when,
    @Nullable CustomerId customer,
    @Nullable String name,
    @Nullable String text,
    @Nullable String detail,
    @Nullable RuleId rule,
    @Nullable Long ruleVersion) {

  public enum Kind {
    NEXT_STEP,
    DATE,
    CADENCE,
    FIRST_CONTACT,
    RECYCLING,
    TENURE,
    COVER_END;

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
  /// @param of whose it is: the customer, or the rep for a territory
  /// @param what the follow-up, date or cover it is about, or the rule
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
