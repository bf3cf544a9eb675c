package custody.query.subject;

import static java.util.Map.entry;

import custody.query.looks.LooksAt;
import custody.wire.ContractJson;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/// The same for people: one page without scripts or addresses, to be read, printed and handed over.
final class SubjectPage {
  private static final Map<String, Map<String, String>> WORDS =
      Map.of(
          "en",
          Map.ofEntries(
              entry("title", "What we have recorded of you"),
              entry("made", "Made at (UTC)"),
              entry("now", "What holds now"),
              entry("records", "Everything recorded, in the order in which we learned it"),
              entry("learned", "Recorded (UTC)"),
              entry("since", "True since (UTC)"),
              entry("what", "What"),
              entry("by", "Entered by, through"),
              entry("content", "Content"),
              entry("wrong", "found to be wrong"),
              entry("looks", "Who looked, when (UTC) and why"),
              entry("account", "The account you come in with"),
              entry("deeds", "What you owned and did (UTC)"),
              entry("looked", "What you looked at, by the day (UTC): how often, from where")),
          "zh",
          Map.ofEntries(
              entry("title", "我们记录的您的信息"),
              entry("made", "生成时间（UTC）"),
              entry("now", "当前信息"),
              entry("records", "全部记录，按得知的先后排列"),
              entry("learned", "记录时间（UTC）"),
              entry("since", "生效时间（UTC）"),
              entry("what", "事项"),
              entry("by", "录入账号与途径"),
              entry("content", "内容"),
              entry("wrong", "已更正"),
              entry("looks", "查看记录：何人、何时（UTC）、为何"),
              entry("account", "您的登录账号"),
              entry("deeds", "您负责与办理的事项（UTC）"),
              entry("looked", "您的查看记录，按日（UTC）：次数、来源")));

  private final Map<String, String> words;
  private final String language;
  private final StringBuilder html = new StringBuilder();

  private SubjectPage(String language) {
    this.language = language;
    this.words = WORDS.getOrDefault(language, Map.of());
  }

  static String of(SubjectFile file, Locale locale) {
    return in(locale).write(file);
  }

  static String of(RepFile file, Locale locale) {
    return in(locale).write(file);
  }

  private static SubjectPage in(Locale locale) {
    return new SubjectPage(locale.getLanguage().equals("zh") ? "zh" : "en");
  }

  private String write(SubjectFile file) {
    begin(file.madeAt());
    heading("now");
    value(ContractJson.plain().valueToTree(file.now()));
    records(file.records());
    table("looks");
    file.looks().forEach(this::row);
    return end();
  }

  private String write(RepFile file) {
    begin(file.madeAt());
    heading("account");
    value(ContractJson.plain().valueToTree(file.account()));
    records(file.records());
    table("deeds");
    file.deeds().forEach(it -> row(it.at(), it.what(), it.event()));
    html.append("</table>\n");
    table("looked");
    file.looks()
        .forEach(
            it ->
                row(
                    it.day(),
                    it.action() + ": " + it.what(),
                    it.times(),
                    String.join(", ", it.from())));
    return end();
  }

  private void begin(Instant madeAt) {
    html.append("<!doctype html>\n<html lang=\"").append(language).append("\">\n<head>");
    html.append("<meta charset=\"utf-8\"><title>").append(word("title"));
    html.append("</title></head>\n<body>\n<h1>").append(word("title")).append("</h1>\n<p>");
    html.append(word("made")).append(": ").append(madeAt).append("</p>\n");
  }

  private String end() {
    return html.append("</table>\n</body>\n</html>\n").toString();
  }

  private void heading(String key) {
    html.append("<h2>").append(word(key)).append("</h2>\n");
  }

  private void table(String heading) {
    heading(heading);
    html.append("<table border=\"1\">\n");
  }

  private void records(List<SubjectFile.Record> records) {
    table("records");
    html.append("<tr>");
    for (String column : new String[] {"learned", "since", "what", "by", "content"}) {
      html.append("<th>").append(word(column)).append("</th>");
    }
    html.append("</tr>\n");
    records.forEach(this::row);
    html.append("</table>\n");
  }

  private void row(LooksAt look) {
    row(
        look.at(),
        look.by() + ", " + look.channel(),
        look.action() + ": " + look.what(),
        look.reason() == null ? "" : look.reason());
  }

  private void row(Object... cells) {
    html.append("<tr>");
    for (Object cell : cells) {
      html.append("<td>");
      text(cell.toString());
      html.append("</td>");
    }
    html.append("</tr>\n");
  }

  private void row(SubjectFile.Record record) {
    html.append("<tr><td>").append(record.recordedAt());
    html.append("</td><td>").append(record.effectiveAt()).append("</td><td>");
    text(record.name());
    if (record.voidedAt() != null) {
      html.append(" (").append(word("wrong")).append(' ').append(record.voidedAt()).append(')');
    }
    html.append("</td><td>");
    text(record.by() + ", " + record.channel());
    for (Object more : new Object[] {record.source(), record.reason()}) {
      if (more != null) {
        html.append("<br>");
        value(ContractJson.plain().valueToTree(more));
      }
    }
    html.append("</td><td>");
    value(ContractJson.plain().valueToTree(record.content()));
    html.append("</td></tr>\n");
  }

  private void value(JsonNode node) {
    if (node.isObject() || node.isArray()) {
      html.append("<ul>");
      node.properties()
          .forEach(
              property -> {
                html.append("<li>");
                text(property.getKey() + ": ");
                value(property.getValue());
                html.append("</li>");
              });
      if (node.isArray()) {
        node.valueStream()
            .forEach(
                item -> {
                  html.append("<li>");
                  value(item);
                  html.append("</li>");
                });
      }
      html.append("</ul>");
    } else {
      text(node.asString());
    }
  }

  private void text(String text) {
    html.append(HtmlUtils.htmlEscape(text, "UTF-8"));
  }

  private String word(String key) {
    return words.getOrDefault(key, key);
  }
}
