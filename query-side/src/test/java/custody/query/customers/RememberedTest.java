package custody.query.customers;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Recorded;
import custody.query.Story;
import custody.query.TestView;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class RememberedTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final SubjectKeys keys =
      new SubjectKeys(database.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY));
  private final CustomersView view = new CustomersView(Clock.systemUTC(), keys);
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final Story story = new Story();

  @BeforeEach
  void aCustomerIsRemembered() throws SQLException {
    new TestView(view, database.dataSource()).clear();
    story.register("2026-01-01T00:00:00Z", null, Story.text("name", "first"));
    applyLast(view);
    story.amend("2026-01-02T00:00:00Z", null, Story.text("remark", "second"));
    applyLast(view);
  }

  @Test
  void nothingIsReadBackForWhatComesNext() throws SQLException {
    jdbc.sql("DELETE FROM view_customers.fact").update();
    story.amend("2026-01-03T00:00:00Z", null, Story.text("address", "third"));
    applyLast(view);
    assertThat(words()).contains("first", "second", "third");
  }

  @Test
  void whatAnotherProcessWroteMeanwhileIsNotOverlooked() throws SQLException {
    story.amend("2026-01-03T00:00:00Z", null, Story.text("address", "third"));
    applyLast(new CustomersView(Clock.systemUTC(), keys));
    story.amend("2026-01-04T00:00:00Z", null, Story.text("website", "fourth"));
    applyLast(view);
    assertThat(words()).contains("first", "second", "third", "fourth");
  }

  @Test
  void whatIsDatedBackOrVoidedChangesWhatWasFolded() throws SQLException {
    UUID last = story.amend("2026-01-05T00:00:00Z", null, Story.text("remark", "fourth"));
    applyLast(view);
    story.amend("2026-01-06T00:00:00Z", "2026-01-03T00:00:00Z", Story.text("remark", "third"));
    applyLast(view);
    assertThat(words()).contains("fourth").doesNotContain("third");
    story.voided("2026-01-07T00:00:00Z", last);
    applyLast(view);
    assertThat(words()).contains("third").doesNotContain("fourth");
  }

  @Test
  void whatWasErasedIsForgotten() throws SQLException {
    jdbc.sql("DELETE FROM view_customers.fact").update();
    keys.announce(story.customer);
    story.amend("2026-01-03T00:00:00Z", null, Story.text("address", "third"));
    applyLast(view);
    assertThat(words()).as("all facts are asked, and there are none").doesNotContain("third");
  }

  private void applyLast(CustomersView view) throws SQLException {
    List<Recorded> events = story.events();
    try (Connection db = database.dataSource().getConnection()) {
      db.setAutoCommit(false);
      view.apply(List.of(events.getLast()), db);
      db.commit();
    }
  }

  private String words() {
    return jdbc.sql("SELECT words FROM view_customers.found_by_lately")
        .query(String.class)
        .single();
  }
}
