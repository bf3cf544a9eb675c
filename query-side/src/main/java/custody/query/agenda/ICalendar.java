package custody.query.agenda;

import custody.service.agenda.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries as an iCalendar object (RFC 5545): one event of a whole day each. What is overdue stands
/// on the day it was due; what has no day is left out.
final class ICalendar {
  private static final int LONGEST_LINE = 75;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder out = new StringBuilder();
  private final String stamp;

  ICalendar(Instant now) {
    this.stamp = STAMP.format(now);
  }

  String write(List<Entry> entries) {
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Custody//Inbox//EN");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("X-WR-CALNAME", "Custody");
    line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    for (Entry entry : entries) {
      LocalDate on = entry.on();
      if (on != null) {
        event(entry, on);
      }
    }
    line("END", "VCALENDAR");
    return out.toString();
  }

  private void event(Entry entry, LocalDate on) {
    line("BEGIN", "VEVENT");
    line("UID", escaped(entry.id()) + "@custody");
    line("DTSTAMP", stamp);
    line("DTSTART;VALUE=DATE", on.format(DateTimeFormatter.BASIC_ISO_DATE));
    line("DTEND;VALUE=DATE", on.plusDays(1).format(DateTimeFormatter.BASIC_ISO_DATE));
    line("SUMMARY", escaped(summary(entry)));
    line("CATEGORIES", escaped(title(entry)));
    line("TRANSP", "TRANSPARENT");
    line("END", "VEVENT");
  }

  private static String summary(Entry entry) {
    StringBuilder summary = new StringBuilder(title(entry));
    append(summary, entry.name());
    append(summary, entry.text());
    append(summary, entry.count() == null ? null : entry.count().toString());
    return summary.toString();
  }

  private static void append(StringBuilder summary, @Nullable String part) {
    if (part != null && !part.isBlank()) {
      summary.append(" · ").append(part);
    }
  }

  private static String title(Entry entry) {
    return switch (entry.kind()) {
      case NEXT_STEP -> "下一步 Next step";
      case DATE -> "重要日期 Date";
      case CADENCE -> "跟进 Contact";
      case FIRST_CONTACT -> "首次联系 First contact";
      case RECYCLING -> "回收预警 Recycling";
      case TENURE -> "轮岗 Tenure";
      case COVER_END -> "代管结束 Cover ends";
      case APPROVAL -> "待批交接 Handover to approve";
      case ALERT -> "提醒 Alert";
      case TEAM_OVERDUE -> "团队逾期 Team overdue";
      case TEAM_RECYCLING -> "团队回收预警 Team recycling";
      case TEAM_TENURE -> "团队轮岗 Team tenure";
    };
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replaceAll("\\R", "\\\\n")
        .replaceAll("\\p{Cntrl}", " ");
  }

  /// Folded to lines of 75 bytes, never within a character.
  private void line(String name, String value) {
    String content = name + ":" + value;
    int bytes = 0;
    for (int i = 0; i < content.length(); ) {
      String character = Character.toString(content.codePointAt(i));
      int width = character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + width > LONGEST_LINE) {
        out.append("\r\n ");
        bytes = 1;
      }
      out.append(character);
      bytes += width;
      i += character.length();
    }
    out.append("\r\n");
  }
}
