package custody.query.handover;

import custody.contract.FieldValue;
import custody.contract.RepId;
import custody.query.handover.Briefing.Acquaintance;
import custody.query.handover.Briefing.ComingDate;
import custody.query.handover.Briefing.Contact;
import custody.query.handover.Briefing.Customer;
import custody.query.handover.Briefing.OpenComplaint;
import custody.query.handover.Briefing.Promise;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/// A briefing as a page to read and to print, in Chinese or English. Everything that was ever
/// entered is escaped, and nothing is loaded.
final class BriefingPage {
  private static final String STYLE =
      """
      body{font:14px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;color:#1d2939;margin:2rem auto;\
      max-width:56rem;padding:0 1rem}
      article{border-top:2px solid #d0d5dd;padding:.75rem 0;break-inside:avoid}
      h1{font-size:1.5rem}h2{font-size:1.15rem;margin:.25rem 0}h3{font-size:1rem;margin:.5rem 0 0}
      ul{margin:.25rem 0;padding-left:1.25rem}.note{color:#475467}.late{color:#b42318;font-weight:600}
      dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;margin:.25rem 0}dd{margin:0}
      @media print{body{margin:0;max-width:none}}
      """;

  private static final Map<String, String> ZH =
      Map.ofEntries(
          Map.entry("Handover briefing", "交接简报"),
          Map.entry("customers", "个客户"),
          Map.entry("to contact", "待首次联系"),
          Map.entry("First contact by", "首次联系期限"),
          Map.entry("contacted", "已联系"),
          Map.entry("Promises", "承诺"),
          Map.entry("Open complaints", "未解决投诉"),
          Map.entry("Coming dates", "重要日期"),
          Map.entry("Last contacts", "最近联系"),
          Map.entry("Who else knows them", "还有谁了解该客户"),
          Map.entry("Missing in the profile", "资料缺项"),
          Map.entry("Contacts", "联系人"),
          Map.entry("from", "原负责人"),
          Map.entry("overdue", "已逾期"),
          Map.entry("follow-ups", "次跟进"),
          Map.entry("collaborator", "协作人"),
          Map.entry("steward", "客户管理部"),
          Map.entry("cover", "代管"),
          Map.entry("call", "电话"),
          Map.entry("visit", "拜访"),
          Map.entry("mail", "邮件"),
          Map.entry("message", "消息"),
          Map.entry("meeting", "会议"),
          Map.entry("complaint", "有投诉"),
          Map.entry("overdue-step", "承诺逾期"),
          Map.entry("contact-overdue", "首次联系逾期"),
          Map.entry("date-soon", "日期将至"),
          Map.entry("important", "重点客户"),
          Map.entry("silence", "久未联系"),
          Map.entry("none", "无"));

  private final StringBuilder html = new StringBuilder(4096);
  private final boolean chinese;
  private final ZoneId zone;
  private final FieldCatalog catalog;
  private final Function<RepId, String> names;
  private final DateTimeFormatter time;

  BriefingPage(boolean chinese, ZoneId zone, FieldCatalog catalog, Function<RepId, String> names) {
    this.chinese = chinese;
    this.zone = zone;
    this.catalog = catalog;
    this.names = names;
    this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(zone);
  }

  /// The policy under which a browser shows the page: this style, and nothing else.
  static String contentSecurityPolicy() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
      return "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(hash)
          + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  String page(@Nullable RepId receiver, Instant asOf, int toContact, List<Customer> customers) {
    html.append("<!doctype html><html lang=\"")
        .append(chinese ? "zh-CN" : "en")
        .append("\"><head><meta charset=\"utf-8\"><title>")
        .append(word("Handover briefing"))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(word("Handover briefing"));
    if (receiver != null) {
      html.append(": ").append(text(names.apply(receiver)));
    }
    html.append("</h1><p class=\"note\">")
        .append(time.format(asOf))
        .append(" (")
        .append(zone)
        .append(") · ")
        .append(customers.size())
        .append(' ')
        .append(word("customers"))
        .append(" · ")
        .append(toContact)
        .append(' ')
        .append(word("to contact"))
        .append("</p>");
    customers.forEach(this::customer);
    return html.append("</body></html>").toString();
  }

  private void customer(Customer customer) {
    html.append("<article><h2>")
        .append(text(Objects.requireNonNullElse(customer.name(), customer.customer().toString())));
    if (customer.grade() != null) {
      html.append(" · ").append(text(customer.grade()));
    }
    html.append("</h2><p class=\"note\">")
        .append(word("from"))
        .append(' ')
        .append(text(names.apply(customer.from())));
    customer.why().forEach(why -> html.append(" · ").append(word(why)));
    html.append("</p>");
    if (customer.contactedAt() != null) {
      html.append("<p>")
          .append(word("contacted"))
          .append(' ')
          .append(time.format(customer.contactedAt()))
          .append("</p>");
    } else if (customer.contactDue() != null) {
      html.append("<p class=\"late\">")
          .append(word("First contact by"))
          .append(' ')
          .append(customer.contactDue())
          .append("</p>");
    }
    fields(FieldCatalog.Of.CUSTOMER, customer.fields());
    if (!customer.contacts().isEmpty()) {
      html.append("<h3>").append(word("Contacts")).append("</h3>");
      customer.contacts().forEach(it -> fields(FieldCatalog.Of.CONTACT, it));
    }
    list("Promises", customer.promises(), this::promise);
    list("Open complaints", customer.complaints(), BriefingPage::complaint);
    list("Coming dates", customer.dates(), BriefingPage::date);
    list("Last contacts", customer.lastContacts(), this::contact);
    list("Who else knows them", customer.knownBy(), this::acquaintance);
    list(
        "Missing in the profile",
        customer.missing(),
        field -> text(label(FieldCatalog.Of.CUSTOMER, field)));
    html.append("</article>");
  }

  private void fields(FieldCatalog.Of of, SequencedMap<String, FieldValue> fields) {
    html.append("<dl>");
    fields.forEach(
        (field, value) ->
            html.append("<dt>")
                .append(text(label(of, field)))
                .append("</dt><dd>")
                .append(text(plain(value)))
                .append("</dd>"));
    html.append("</dl>");
  }

  private <T> void list(String title, List<T> items, Function<T, String> line) {
    if (!items.isEmpty()) {
      html.append("<h3>").append(word(title)).append("</h3><ul>");
      items.forEach(it -> html.append("<li>").append(line.apply(it)).append("</li>"));
      html.append("</ul>");
    }
  }

  private String promise(Promise promise) {
    return text(promise.what())
        + (promise.due() == null ? "" : " · " + promise.due())
        + (promise.overdue() ? " <span class=\"late\">" + word("overdue") + "</span>" : "");
  }

  private static String complaint(OpenComplaint complaint) {
    return text(complaint.category())
        + " · "
        + text(complaint.severity())
        + " · "
        + text(complaint.summary())
        + (complaint.due() == null ? "" : " · " + complaint.due());
  }

  private static String date(ComingDate date) {
    return date.next()
        + " · "
        + text(date.kind())
        + (date.label() == null ? "" : " · " + text(date.label()));
  }

  private String contact(Contact contact) {
    return time.format(contact.at())
        + " · "
        + word(contact.medium())
        + (contact.rep() == null ? "" : " · " + text(names.apply(contact.rep())))
        + (contact.outcome() == null ? "" : " · " + text(contact.outcome()))
        + (contact.summary() == null ? "" : ": " + text(contact.summary()));
  }

  private String acquaintance(Acquaintance known) {
    String who =
        known.who().startsWith("rep:")
            ? names.apply(RepId.of(known.who().substring("rep:".length())))
            : known.who();
    return text(who)
        + " · "
        + (known.followUps() > 0 ? known.followUps() + " " : "")
        + word(known.as());
  }

  private String label(FieldCatalog.Of of, String field) {
    return catalog
        .find(of, field)
        .map(FieldDefinition::label)
        .map(label -> chinese ? label.zh() : label.en())
        .orElse(field);
  }

  private static String plain(FieldValue value) {
    return switch (value) {
      case FieldValue.Text(String text) -> text;
      case FieldValue.Number(var number) -> number.toPlainString();
      case FieldValue.Money(var amount, String currency) -> amount.toPlainString() + " " + currency;
      case FieldValue.Date(var date) -> date.toString();
      case FieldValue.Choice(String choice) -> choice;
      case FieldValue.Phone(_, String entered) -> entered;
      case FieldValue.Mail(String mail) -> mail;
      case FieldValue.Url(String url) -> url;
      case FieldValue.GeoPoint(double latitude, double longitude) -> latitude + ", " + longitude;
    };
  }

  private String word(String english) {
    return text(chinese ? ZH.getOrDefault(english, english) : english);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
