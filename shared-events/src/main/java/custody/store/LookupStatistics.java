package custody.store;

import org.springframework.jdbc.core.JdbcOperations;

/// What PostgreSQL plans look-ups by. A bulk load outgrows it faster than it is gathered by itself.
public final class LookupStatistics {
  private LookupStatistics() {}

  public static void gather(JdbcOperations database) {
    database.execute("ANALYZE custody.likeness, custody.claim");
  }
}
