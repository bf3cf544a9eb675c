package custody.store;

import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Refuses to start on a database that would lose data or garble it, and says what to do.
final class StoreChecks {
  private static final int OLDEST_VERSION = 18;

  /// Each waits for this server's disk at least.
  private static final Set<String> SYNCHRONOUS =
      Set.of("on", "local", "remote_write", "remote_apply");

  private final JdbcClient database;
  private final MasterKeys masters;

  StoreChecks(DataSource source, MasterKeys masters) {
    this.database = JdbcClient.create(source);
    this.masters = masters;
  }

  /// @throws IllegalStateException if the database is not fit
  void run(boolean requireDurability) {
    int version = Integer.parseInt(show("server_version_num")) / 10_000;
    require(
        version >= OLDEST_VERSION,
        "PostgreSQL is of version %d: Custody needs %d or newer"
            .formatted(version, OLDEST_VERSION));
    String encoding = show("server_encoding");
    require(
        encoding.equals("UTF8"),
        "the database's encoding is %s: create it with ENCODING 'UTF8'".formatted(encoding));
    require(
        database.sql("SELECT '客' ~ '[[:alpha:]]'").query(Boolean.class).single(),
        "the database takes Chinese for punctuation (LC_CTYPE is %s) and would not find it: create it"
                .formatted(
                    database
                        .sql("SELECT datctype FROM pg_database WHERE datname = current_database()")
                        .query(String.class)
                        .single())
            + " with LC_CTYPE 'C.UTF-8' TEMPLATE template0");
    if (requireDurability) {
      for (String setting : Set.of("fsync", "full_page_writes")) {
        require(
            show(setting).equals("on"),
            "%s is off: a crash of the machine would lose what was acknowledged; set %s = on"
                    .formatted(setting, setting)
                + " (custody.store.require-durability=false is for tests)");
      }
      require(
          SYNCHRONOUS.contains(show("synchronous_commit")),
          "synchronous_commit is off: a crash would lose what was acknowledged; set it to on"
              + " (custody.store.require-durability=false is for tests)");
    }
    requireOurMasterKey();
  }

  /// Better now than at the first event that nobody can open.
  private void requireOurMasterKey() {
    database
        .sql(
            """
            SELECT master_key FROM custody.data_key
            WHERE wrapped IS NOT NULL AND master_key <> ALL (:known) LIMIT 1
            """)
        .param("known", masters.ids().toArray(String[]::new))
        .query(String.class)
        .optional()
        .ifPresent(
            used -> {
              throw new IllegalStateException(
                  ("personal data in this database is sealed under master key %s, which is none of"
                          + " those configured (%s): use the former one, or add it behind them")
                      .formatted(used, masters.ids()));
            });
  }

  private String show(String setting) {
    return database.sql("SHOW " + setting).query(String.class).single();
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalStateException(otherwise);
    }
  }
}
