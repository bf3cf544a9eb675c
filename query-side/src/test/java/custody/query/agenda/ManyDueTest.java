package custody.query.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.RepId;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.contract.SmallProcess;
import custody.service.agenda.Days;
import custody.service.agenda.Effect;
import custody.service.agenda.Holdings;
import custody.service.agenda.RuleTimeline;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A manager of the whole company asks what is due: of however many customers.
class ManyDueTest {
  private static final int HEAP = 32;
  private static final int CUSTOMERS = 100_000;
  private static final UUID REP = new UUID(0x7000, 7);

  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  @Test
  void whatIsDueOfManyCustomersTakesNoMoreMemoryThanAPage() throws Exception {
    AgendaFixture.view(database.dataSource());
    try (Connection db = database.dataSource().getConnection();
        Statement fill = db.createStatement()) {
      fill.execute(
          """
          INSERT INTO view_agenda.holder
          SELECT md5(n::text)::uuid, 'holder', '2026-01-01', 'infinity', '%s', NULL
          FROM generate_series(1, %d) n;
          INSERT INTO view_agenda.customer SELECT stream, 1 FROM view_agenda.holder;
          ANALYZE view_agenda.holder, view_agenda.customer;
          """
              .formatted(REP, CUSTOMERS));
    }
    String said =
        SmallProcess.run(
            HEAP, Asking.class, database.jdbcUrl(), database.username(), database.password());
    assertThat(said)
        .isEqualTo("{cadence.overdue=%d, first-contact.overdue=%<d} 100".formatted(CUSTOMERS));
  }

  /// A process of its own, as it is its memory that ends.
  static final class Asking {
    private Asking() {}

    public static void main(String[] database) throws SQLException {
      Days days = new Days(ZoneId.of("Asia/Shanghai"));
      Instant now = Instant.parse("2026-03-01T00:00:00Z");
      List<RuleTimeline> rules =
          List.of(
              rule(1, new Rule.Cadence(List.of(), new Rule.Rhythm.EveryDays(14), List.of())),
              rule(2, new Rule.FirstContact(List.of(), 7, List.of())));
      Judged judged = new Judged(days, 5_000);
      try (Connection db = DriverManager.getConnection(database[0], database[1], database[2])) {
        db.setAutoCommit(false);
        Dues dues = new Dues(null, null, List.of(), 100);
        Holdings.ownedBy(
            db,
            List.of(new RepId(REP)),
            now,
            owned -> {
              for (Effect it : judged.effects(db, owned, rules, now)) {
                dues.add(it);
              }
            });
        System.out.println(dues.counts() + " " + dues.page().size());
      }
    }

    private static RuleTimeline rule(long id, Rule rule) {
      return RuleTimeline.supposed(new RuleId(new UUID(0x7000, id)), "rule " + id, rule);
    }
  }
}
