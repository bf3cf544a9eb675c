package custody.contract;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What we know of a customer: fields, contacts, important dates, classification, assortment, and
/// whether it is the same as another one.
public sealed interface ProfileEvent extends CustomerEvent {

  /// The first event of every customer. It names the first holder too, so that from registration on
  /// there is never an instant without one.
  record Registered(Kind kind, Changes fields, List<ExternalId> externalIds, Holder holder)
      implements ProfileEvent {
    public Registered {
      externalIds = List.copyOf(externalIds);
    }
  }

  /// What sort of customer it is.
  enum Kind {
    COMPANY,
    OUTLET,
    PERSON
  }

  /// The key a source system knows the customer by; unique per source system.
  record ExternalId(String system, String id) {}

  /// Entered twice: this is the same customer as another one, under whose id it goes on. What was
  /// recorded of it stays here.
  record Merged(CustomerId into) implements ProfileEvent {}

  /// It is a customer of its own after all.
  record MergeReverted() implements ProfileEvent {}

  record Amended(Changes fields) implements ProfileEvent {}

  /// @param grade importance, such as A, B, C, as configured
  /// @param colour CSS hex colour (`#d92d20`) shown with the grade
  record Classified(String grade, String colour) implements ProfileEvent {}

  /// @param fields name, role, phone, mail and what else is configured for contacts
  record ContactAdded(ContactId contact, Changes fields) implements ProfileEvent {}

  record ContactAmended(ContactId contact, Changes fields) implements ProfileEvent {}

  record ContactRemoved(ContactId contact) implements ProfileEvent {}

  /// An important date is set, or set anew under the same id.
  record DateSet(DateId date, ImportantDate details) implements ProfileEvent {}

  record DateRemoved(DateId date) implements ProfileEvent {}

  /// @param kind such as birthday, anniversary, contract-end
  /// @param label what to remember, for people
  /// @param date the day in the calendar named; for a lunar date the solar day of its first
  ///     occurrence
  /// @param yearly true if it comes back every year
  /// @param remindDaysBefore days of notice, 0 to 366
  /// @param contact whose date it is, if a contact's
  record ImportantDate(
      String kind,
      @Nullable Personal<String> label,
      Personal<LocalDate> date,
      Calendar calendar,
      boolean yearly,
      int remindDaysBefore,
      @Nullable ContactId contact) {}

  /// In which calendar a date comes back.
  enum Calendar {
    SOLAR,
    LUNAR
  }

  /// What an outlet sells of ours; replaces the earlier report for the same product.
  ///
  /// @param monthlyVolume units a month
  /// @param stock units in stock
  record AssortmentReported(
      String product, @Nullable BigDecimal monthlyVolume, @Nullable BigDecimal stock)
      implements ProfileEvent {}
}
