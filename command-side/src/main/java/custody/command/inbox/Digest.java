package custody.command.inbox;

import custody.access.Accounts;
import custody.command.inbox.InboxStore.Subscription;
import custody.contract.Actor;
import custody.service.Access;
import custody.service.agenda.Days;
import custody.service.agenda.Entry;
import custody.service.agenda.Entry.When;
import custody.service.agenda.Inbox;
import custody.service.agenda.Judge;
import custody.service.agenda.Person;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/// Sends everybody who wants it today's inbox, once a day, if there is anything in it. After days
/// of silence there is one digest, not one for each: it says what is to be done now.
final class Digest {
  private static final Logger log = LoggerFactory.getLogger(Digest.class);

  private final DataSource database;
  private final InboxStore store;
  private final Accounts accounts;
  private final JavaMailSender mail;
  private final InboxProperties settings;
  private final Days days;
  private final Clock clock;

  Digest(
      DataSource database,
      InboxStore store,
      Accounts accounts,
      JavaMailSender mail,
      InboxProperties settings,
      Days days,
      Clock clock) {
    this.database = database;
    this.store = store;
    this.accounts = accounts;
    this.mail = mail;
    this.settings = settings;
    this.days = days;
    this.clock = clock;
  }

  /// @throws IllegalStateException if there were digests to send and none could be
  void send() throws SQLException {
    Instant now = clock.instant();
    LocalDate today = days.of(now);
    int sent = 0;
    int failed = 0;
    for (Subscription subscription : store.waiting(today)) {
      List<Entry> entries = entries(subscription.account(), now);
      try {
        if (!entries.isEmpty()) {
          mail.send(message(subscription.address(), entries));
          sent++;
        }
        store.sent(subscription.account(), today);
      } catch (MailException e) {
        // Its message may quote the address.
        log.warn("A digest for {} could not be sent: {}", subscription.account(), e.getClass());
        failed++;
      }
    }
    store.purge(today);
    if (sent == 0 && failed > 0) {
      throw new IllegalStateException("no digest could be sent");
    }
  }

  private List<Entry> entries(Actor account, Instant now) throws SQLException {
    Access access = accounts.access(account).orElse(null);
    if (access == null) {
      return List.of();
    }
    try (Connection db = database.getConnection()) {
      db.setReadOnly(true);
      db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      db.setAutoCommit(false);
      try {
        return Inbox.whole(db, new Person(account, access), now, days, 0, Judge.anew(days));
      } finally {
        db.rollback();
      }
    }
  }

  private SimpleMailMessage message(String address, List<Entry> entries) {
    SimpleMailMessage message = new SimpleMailMessage();
    message.setFrom(settings.from());
    message.setTo(address);
    message.setSubject(
        "Custody: %d overdue, %d today · 逾期 %1$d，今天 %2$d"
            .formatted(count(entries, When.OVERDUE), count(entries, When.TODAY)));
    List<String> lines = new ArrayList<>();
    for (Entry entry : entries) {
      lines.add(
          String.join(
                  "  ",
                  entry.on() == null ? "          " : entry.on().toString(),
                  title(entry),
                  entry.name() == null ? "" : entry.name(),
                  entry.text() == null ? "" : entry.text(),
                  entry.count() == null ? "" : entry.count().toString())
              .stripTrailing());
    }
    message.setText(String.join("\n", lines) + "\n");
    return message;
  }

  private static long count(List<Entry> entries, When when) {
    return entries.stream().filter(entry -> entry.when() == when).count();
  }

  private static String title(Entry entry) {
    return switch (entry.kind()) {
      case NEXT_STEP -> "下一步 next step";
      case DATE -> "重要日期 date";
      case CADENCE -> "跟进 contact";
      case FIRST_CONTACT -> "首次联系 first contact";
      case RECYCLING -> "回收预警 recycling";
      case TENURE -> "轮岗 tenure";
      case COVER_END -> "代管结束 cover ends";
      case APPROVAL -> "待批交接 handover to approve";
      case ALERT -> "提醒 alert";
      case TEAM_OVERDUE -> "团队逾期 team overdue";
      case TEAM_RECYCLING -> "团队回收预警 team recycling";
      case TEAM_TENURE -> "团队轮岗 team tenure";
    };
  }
}
