package custody.query;

import static org.assertj.core.api.Assertions.assertThat;

import custody.service.Problem;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/// An answer of several statements, with a rebuilt view taking the old one's place among them.
class AnswersTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final JdbcClient sql = JdbcClient.create(database.dataSource());
  private final AtomicInteger readings = new AtomicInteger();

  @BeforeEach
  void oneCopyServes() {
    sql.sql(
            """
            DROP SCHEMA IF EXISTS view_swapped, view_swapped_old, view_swapped_next CASCADE;
            CREATE SCHEMA view_swapped;
            CREATE TABLE view_swapped.said AS SELECT 'old' AS text;
            """)
        .update();
  }

  @Test
  void statementsOfOneAnswerReadOneCopy() {
    List<String> answer =
        Answers.snapshot(
            database.dataSource(),
            db -> {
              String first = said(db);
              swapOnce();
              return List.of(first, said(db));
            });
    assertThat(answer).containsExactly("new", "new");
    assertThat(readings).hasValue(2);
  }

  @Test
  void whatIsMissingInTheCopyThatCameMeanwhileIsLookedForAgain() {
    String answer =
        Answers.snapshot(
            database.dataSource(),
            db -> {
              said(db);
              swapOnce();
              String said = said(db);
              if (said.isEmpty()) {
                throw new Problem(404, "customer-not-found", "There is no customer with this id.");
              }
              return said;
            });
    assertThat(answer).isEqualTo("new");
  }

  @Test
  void aStreamedAnswerBeginsAnewBeforeItSendsAnything() {
    List<String> sent = new ArrayList<>();
    Answers.stream(
        database.dataSource(),
        db -> {
          said(db);
          swapOnce();
          try (PreparedStatement query = db.prepareStatement("SELECT text FROM view_swapped.said");
              ResultSet row = Answers.rows(query)) {
            while (row.next()) {
              sent.add(row.getString(1));
            }
          }
          return sent;
        });
    assertThat(sent).containsExactly("new");
  }

  @Test
  void anAnswerIsOneSnapshotAndWritesNothing() {
    List<String> answer =
        Answers.snapshot(
            database.dataSource(),
            db -> {
              String first = said(db);
              sql.sql("UPDATE view_swapped.said SET text = 'later'").update();
              return List.of(first, said(db), writesNothing(db));
            });
    assertThat(answer).containsExactly("old", "old", "on");
  }

  /// A cursor is planned when it is declared, and executed when it is fetched from.
  @Test
  void aStatementThatIsTheWholeAnswerSaysIfAnotherCopyServesByNow() throws SQLException {
    try (Connection db = database.dataSource().getConnection();
        Statement statement = db.createStatement()) {
      db.setAutoCommit(false);
      statement.execute(cursor("before"));
      swapOnce();
      statement.execute(cursor("after"));
      assertThat(fetched("before", statement)).isEqualTo("true old");
      assertThat(fetched("after", statement)).isEqualTo("false new");
      db.rollback();
    }
  }

  private static String cursor(String name) {
    return "DECLARE %s CURSOR FOR SELECT %s, text FROM view_swapped.said"
        .formatted(name, Answers.swapped("view_swapped.said"));
  }

  private static String fetched(String cursor, Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("FETCH NEXT FROM " + cursor)) {
      row.next();
      return row.getBoolean(1) + " " + row.getString(2);
    }
  }

  private void swapOnce() {
    if (readings.incrementAndGet() == 1) {
      sql.sql(
              """
              CREATE SCHEMA view_swapped_next;
              CREATE TABLE view_swapped_next.said AS SELECT 'new' AS text;
              ALTER SCHEMA view_swapped RENAME TO view_swapped_old;
              ALTER SCHEMA view_swapped_next RENAME TO view_swapped;
              """)
          .update();
    }
  }

  private static String writesNothing(Connection db) throws SQLException {
    try (PreparedStatement query = db.prepareStatement("SHOW transaction_read_only");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  /// Empty if nothing.
  private static String said(Connection db) throws SQLException {
    try (PreparedStatement query = db.prepareStatement("SELECT text FROM view_swapped.said");
        ResultSet row = query.executeQuery()) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
