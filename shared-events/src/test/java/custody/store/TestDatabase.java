package custody.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/// A migrated database of a test class's own, on the one PostgreSQL of the test JVM:
///
/// ```
/// @RegisterExtension static final TestDatabase database = TestDatabase.create();
/// ```
///
/// It connects as a role that owns its database and nothing else, as in production. The server does
/// not wait for the disk; tests of durability start one of their own.
public final class TestDatabase implements AutoCloseable, AfterAllCallback {
  /// Of tests only.
  public static final String MASTER_KEY = "dGhpcyBrZXkgaXMgZm9yIHRlc3RzIG9ubHkuLi4uLi4=";

  private static final String TEMPLATE = "template_custody";
  private static final String OWNER = "custody";
  private static final AtomicInteger CREATED = new AtomicInteger();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /// A fresh one. Dropped after the test class if registered as an extension, else by closing it.
  public static TestDatabase create() {
    TestDatabase database = new TestDatabase("test_" + CREATED.incrementAndGet());
    asSuperuser("CREATE DATABASE " + database.name + " OWNER custody TEMPLATE " + TEMPLATE);
    return database;
  }

  public String jdbcUrl() {
    return Server.POSTGRES.getJdbcUrl(OWNER, name);
  }

  public String username() {
    return OWNER;
  }

  /// The server trusts everyone on this machine.
  public String password() {
    return "";
  }

  /// What a Spring application under test needs to run on it, as command line arguments.
  public String[] arguments() {
    return new String[] {
      "--spring.datasource.url=" + jdbcUrl(),
      "--spring.datasource.username=" + username(),
      "--custody.master-key=" + MASTER_KEY,
      "--custody.store.require-durability=false"
    };
  }

  /// A new connection for each call.
  public DataSource dataSource() {
    return connectingAs(OWNER, name);
  }

  /// The same database as the server's superuser, for what only an administrator may do.
  public DataSource superuser() {
    return connectingAs("postgres", name);
  }

  @Override
  public void close() {
    asSuperuser("DROP DATABASE " + name + " WITH (FORCE)");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private static DataSource connectingAs(String role, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(Server.POSTGRES.getJdbcUrl(role, database));
    return source;
  }

  private static void asSuperuser(String sql) {
    execute(Server.POSTGRES.getPostgresDatabase(), sql);
  }

  private static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the test database refuses: " + sql, e);
    }
  }

  /// Started when the first test asks for a database; stopped when the JVM ends.
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "300")
                .setLocaleConfig("locale", "C")
                // With LC_CTYPE C, trigrams drop every Chinese character.
                .setLocaleConfig("lc-ctype", "C.UTF-8")
                .start();
        execute(postgres.getPostgresDatabase(), "CREATE ROLE custody LOGIN");
        execute(
            postgres.getPostgresDatabase(),
            "CREATE DATABASE " + TEMPLATE + " OWNER custody TEMPLATE template0");
        PGSimpleDataSource template = new PGSimpleDataSource();
        template.setUrl(postgres.getJdbcUrl(OWNER, TEMPLATE));
        Flyway.configure()
            .dataSource(template)
            .locations("classpath:db/migration")
            .defaultSchema("custody")
            .load()
            .migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }
  }
}
