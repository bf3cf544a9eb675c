package custody.standalone;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/// A process to be killed: opens the database and writes numbers, saying each one once it is
/// committed.
final class Writer {
  private Writer() {}

  public static void main(String[] args) throws Exception {
    EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(args[0]), 0);
    try (Connection connection =
            DriverManager.getConnection(
                database.getJdbcUrl(), database.getUsername(), database.getPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS written (n bigint PRIMARY KEY)");
      for (long n = 1; ; n++) {
        statement.execute("INSERT INTO written VALUES (" + n + ")");
        System.out.println("committed " + n);
      }
    }
  }
}
