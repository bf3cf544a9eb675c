package custody.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WatchedSocketsTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static HikariDataSource pool;

  @BeforeAll
  static void connect() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl());
    config.setUsername(database.username());
    config.setPassword(database.password());
    config.setMaximumPoolSize(1);
    config.addDataSourceProperty("socketFactory", WatchedSockets.class.getName());
    config.addDataSourceProperty("socketFactoryArg", "2s");
    pool = new HikariDataSource(config);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static void waitFor(int seconds, Connection db) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.execute("SELECT pg_sleep(" + seconds + ")");
    }
  }

  @Test
  void whoGetsNoAnswerWaitsNoLongerAndTheNextIsAnswered() throws SQLException {
    long start = System.nanoTime();
    try (Connection db = pool.getConnection()) {
      assertThatThrownBy(() -> waitFor(50, db)).isInstanceOf(SQLException.class);
    }
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(2_000L, 20_000L);
    try (Connection db = pool.getConnection();
        Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1")) {
      assertThat(row.next()).isTrue();
    }
  }

  @Test
  void aConnectionOfWhichNothingIsAskedStaysOpen() throws Exception {
    try (Connection db = pool.getConnection()) {
      waitFor(1, db);
      TimeUnit.SECONDS.sleep(4);
      waitFor(1, db);
    }
  }

  @Test
  void whatTakesLongHasItsTimeUntilTheConnectionGoesBack() throws SQLException {
    try (Connection db = pool.getConnection()) {
      WatchedSockets.atLength(db);
      waitFor(5, db);
    }
    try (Connection db = pool.getConnection()) {
      assertThat(db.getNetworkTimeout()).isZero();
      assertThatThrownBy(() -> waitFor(50, db)).isInstanceOf(SQLException.class);
    }
  }
}
