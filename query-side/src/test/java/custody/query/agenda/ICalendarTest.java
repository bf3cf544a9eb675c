package custody.query.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import custody.service.agenda.Entry;
import custody.service.agenda.Entry.Kind;
import custody.service.agenda.Entry.When;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ICalendarTest {
  private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");

  private static Entry entry(LocalDate on, String text) {
    return new Entry(
        "date~a~b~" + on,
        Kind.DATE,
        on,
        When.SOON,
        null,
        null,
        null,
        "好味道餐厅",
        text,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void aCalendarProgramReadsWhatWasMeant() {
    String text = "生日; 送蛋糕, 并致电\\问候\n第二行 ".repeat(5) + "🎂";
    String written =
        new custody.query.agenda.ICalendar(NOW)
            .write(List.of(entry(LocalDate.of(2026, 12, 31), text)));

    ICalendar read = Biweekly.parse(written).first();
    assertThat(read.validate(ICalVersion.V2_0).isEmpty()).isTrue();
    VEvent event = read.getEvents().getFirst();
    assertThat(event.getSummary().getValue()).isEqualTo("重要日期 Date · 好味道餐厅 · " + text);
    assertThat(event.getUid().getValue()).isEqualTo("date~a~b~2026-12-31@custody");
    assertThat(event.getDateStart().getValue().hasTime()).isFalse();
    assertThat(event.getDateStart().getValue().getRawComponents().toString())
        .startsWith("20261231");
    assertThat(event.getDateEnd().getValue().getRawComponents().toString()).startsWith("20270101");
  }

  @Test
  void noLineIsLongerThanTheStandardAllows() {
    String written =
        new custody.query.agenda.ICalendar(NOW)
            .write(List.of(entry(LocalDate.of(2026, 1, 1), "长".repeat(300))));
    assertThat(written).endsWith("END:VCALENDAR\r\n");
    assertThat(written.split("\r\n"))
        .allSatisfy(
            line -> assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75));
  }

  @Test
  void whatHasNoDayIsNoAppointment() {
    Entry some =
        new Entry(
            "x",
            Kind.NEXT_STEP,
            null,
            When.SOME_DAY,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    assertThat(new custody.query.agenda.ICalendar(NOW).write(List.of(some)))
        .doesNotContain("VEVENT");
  }
}
