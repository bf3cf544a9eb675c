package custody.service.agenda;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// The company's days. A day begins where its zone says, which is not always midnight, and has 23
/// to 25 hours where clocks are put forward and back.
public record Days(ZoneId zone) {
  public LocalDate of(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  public Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /// The first day that begins at this instant or after it.
  public LocalDate firstFrom(Instant at) {
    LocalDate day = of(at);
    return start(day).equals(at) ? day : day.plusDays(1);
  }
}
