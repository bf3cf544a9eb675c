package custody.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
  @TempDir Path directory;

  @Test
  void commitsAreOnDiskAndChineseIsText() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      assertThat(ask(database, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(database, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(database, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(database, "SELECT '客' ~ '[[:alpha:]]'")).isEqualTo("t");
      assertThat(ask(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f");
    }
  }

  @Test
  void nobodyGetsInWithoutThePasswordWhichOnlyTheOwnerCanRead() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      for (String role : List.of("custody", "postgres")) {
        for (String password : List.of("", "wrong")) {
          assertThatThrownBy(
                  () -> DriverManager.getConnection(database.getJdbcUrl(), role, password))
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("password");
        }
      }
      assertThat(ask(database, "SHOW listen_addresses")).isEqualTo("localhost");
      // The fifth line is the directory of its socket: there is none.
      assertThat(Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(4)).isEmpty();
      assertThat(Files.readString(directory.resolve("postgres/pg_hba.conf")).lines())
          .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
          .isNotEmpty()
          .allMatch(line -> line.endsWith("scram-sha-256"));
      if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
        assertThat(Files.getPosixFilePermissions(directory.resolve("postgres.password")))
            .hasToString("[OWNER_READ, OWNER_WRITE]");
      }
    }
  }

  @Test
  void aSecondCustodyOnTheSameDirectoryIsRefused() {
    try (EmbeddedDatabase first = EmbeddedDatabase.start(directory, 0)) {
      assertThatThrownBy(() -> EmbeddedDatabase.start(directory, 0).close())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by another Custody");
      assertThat(first.getJdbcUrl()).isNotEmpty();
    }
  }

  @Test
  void whatWasCommittedSurvivesKillingTheJvm() throws Exception {
    long committed = writeUntilKilled();

    assertThat(new Orphans(directory.toRealPath().resolve("postgres")).postmaster())
        .as("PostgreSQL outlives the JVM")
        .isPresent();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      assertThat(count(database)).isBetween(committed, committed + 1);
    }
  }

  @Test
  void whatWasCommittedSurvivesKillingTheJvmAndPostgres() throws Exception {
    long committed = writeUntilKilled();
    kill(postmaster());

    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      assertThat(count(database)).isBetween(committed, committed + 1);
    }
  }

  @Test
  void aPidFileThatNamesAnotherProgramIsCleared() throws Exception {
    EmbeddedDatabase.start(directory, 0).close();
    Files.writeString(
        directory.resolve("postgres/postmaster.pid"), ProcessHandle.current().pid() + "\n");

    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      assertThat(ask(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aFirstStartThatWasCutOffIsStartedOver() throws Exception {
    Files.createDirectories(directory.resolve("postgres"));
    Files.writeString(directory.resolve("postgres/postgresql.conf"), "half a");

    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      assertThat(ask(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void postgresIsStartedAgainWhenItDies() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, 0)) {
      ask(database, "SELECT 1");
      kill(postmaster());

      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!answers(database)) {
        assertThat(System.nanoTime()).as("PostgreSQL is back in time").isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  /// @return the last number that the killed process had said to be committed
  private long writeUntilKilled() throws IOException, InterruptedException {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    long committed = 0;
    try (BufferedReader said = writer.inputReader()) {
      StringBuilder log = new StringBuilder();
      String line;
      while ((line = said.readLine()) != null) {
        log.append(line).append('\n');
        if (line.startsWith("committed ")) {
          committed = Long.parseLong(line.substring("committed ".length()));
        }
        if (committed == 200) {
          // SIGKILL; what it said before is still read.
          kill(writer.toHandle());
        }
      }
      assertThat(committed).as(log::toString).isGreaterThanOrEqualTo(200);
    }
    writer.waitFor();
    return committed;
  }

  private ProcessHandle postmaster() throws IOException {
    return new Orphans(directory.toRealPath().resolve("postgres")).postmaster().orElseThrow();
  }

  private static void kill(ProcessHandle process) {
    assertThat(process.destroyForcibly()).isTrue();
  }

  private static long count(EmbeddedDatabase database) throws SQLException {
    return Long.parseLong(ask(database, "SELECT count(*) FROM written"));
  }

  private static boolean answers(EmbeddedDatabase database) {
    try {
      return ask(database, "SELECT 1").equals("1");
    } catch (SQLException e) {
      return false;
    }
  }

  private static String ask(EmbeddedDatabase database, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database.getJdbcUrl(), database.getUsername(), database.getPassword());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      assertThat(result.next()).isTrue();
      return result.getString(1);
    }
  }
}
