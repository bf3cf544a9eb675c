package custody.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import custody.access.TestAccess;
import custody.command.CommandSideApplication;
import custody.command.Commands;
import custody.query.QuerySideApplication;
import custody.service.Operations;
import custody.store.EventLog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// What all sides stand on: one PostgreSQL that waits for the disk, Custody's two sides on one of
/// its databases, and a database each for the peers. The query side runs from the first
/// workload on that asks for it: no peer of those before feeds views beside its appends.
final class Ground implements AutoCloseable {
  /// Of every pool; also the number of clients of the limit.
  static final int CONNECTIONS = 16;

  private static final String MASTER_KEY = "YmVuY2htYXJrcyBzZWFsIG5vdGhpbmcgc2VjcmV0ISE=";
  private static final List<String> SHOWN =
      List.of(
          "server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers");

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final EmbeddedPostgres server;
  private final ConfigurableApplicationContext commandSide;
  private final List<HikariDataSource> pools = new ArrayList<>();
  private final Map<String, DataSource> databases = new HashMap<>();
  private final TestAccess access;
  private final ProcessHandle postmaster;
  private @Nullable ConfigurableApplicationContext querySide;
  private @Nullable Watch watch;

  private Ground(EmbeddedPostgres server, ConfigurableApplicationContext commandSide)
      throws SQLException {
    this.postmaster = postmaster(server);
    this.server = server;
    this.commandSide = commandSide;
    this.access = TestAccess.to(commandSide);
  }

  static Ground prepare() throws IOException, SQLException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", sharedBuffers() + "MB")
            .setServerConfig("max_connections", "500")
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("lc-ctype", "C.UTF-8")
            .start();
    try {
      execute(server.getPostgresDatabase(), "CREATE ROLE custody LOGIN");
      execute(
          server.getPostgresDatabase(), "CREATE DATABASE custody OWNER custody TEMPLATE template0");
      return new Ground(server, start(CommandSideApplication.class, server));
    } catch (SQLException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// A quarter of the memory, as is usual (`operations.md`), but leaving room where it is much.
  private static long sharedBuffers() {
    return Math.min(2048, (SYSTEM.getTotalMemorySize() >> 20) / 4);
  }

  private static ConfigurableApplicationContext start(Class<?> side, EmbeddedPostgres server) {
    return SpringApplication.run(
        side,
        "--custody.access.limits.service.per-second=0",
        "--custody.access.limits.person.per-second=0",
        "--custody.schedule.poll=200ms",
        "--spring.datasource.url=" + server.getJdbcUrl("custody", "custody"),
        "--spring.datasource.username=custody",
        "--spring.datasource.hikari.maximum-pool-size=" + CONNECTIONS,
        "--custody.master-key=" + MASTER_KEY,
        "--server.port=0",
        "--management.server.port=0",
        "--logging.level.root=warn",
        "--spring.main.banner-mode=off");
  }

  Commands commands() {
    return commandSide.getBean(Commands.class);
  }

  EventLog events() {
    return commandSide.getBean(EventLog.class);
  }

  Operations operations() {
    return commandSide.getBean(Operations.class);
  }

  /// The port of the command side's HTTP.
  int commandPort() {
    return port(commandSide);
  }

  /// The port of the query side's HTTP, which {@link #withViews} has started.
  int queryPort() {
    return port(Objects.requireNonNull(querySide, "the query side does not run"));
  }

  private static int port(ConfigurableApplicationContext side) {
    return Integer.parseInt(side.getEnvironment().getRequiredProperty("local.server.port"));
  }

  <T> T ofCommandSide(Class<T> bean) {
    return commandSide.getBean(bean);
  }

  <T> T ofQuerySide(Class<T> bean) {
    return Objects.requireNonNull(querySide, "the query side does not run").getBean(bean);
  }

  /// What a caller who may do everything sends as `Authorization`.
  ///
  /// @param actor such as `service:benchmarks`
  String bearer(String actor) {
    return access.bearer(actor);
  }

  /// Waits until the views show everything recorded by now.
  void untilVisible() throws InterruptedException {
    Objects.requireNonNull(watch, "the query side does not run").untilVisible();
  }

  /// Starts the query side, if it does not run, and waits until its views show all that is
  /// recorded.
  void withViews() throws InterruptedException {
    if (querySide == null) {
      querySide = start(QuerySideApplication.class, server);
      watch = Watch.of(custodyDatabase());
    }
    untilVisible();
  }

  /// The names of all views.
  List<String> views() throws SQLException {
    List<String> views = new ArrayList<>();
    try (Connection connection = custodyDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT view FROM custody.view_position ORDER BY view")) {
      while (rows.next()) {
        views.add(rows.getString(1));
      }
    }
    return views;
  }

  /// Custody's own database, with a pool of its own.
  synchronized DataSource custodyDatabase() {
    return databases.computeIfAbsent("custody", this::pool);
  }

  /// A new, empty database for a peer, or the one that has been made before.
  DataSource database(String name) throws SQLException {
    DataSource known = databases.get(name);
    if (known != null) {
      return known;
    }
    execute(server.getPostgresDatabase(), "CREATE DATABASE " + name + " TEMPLATE template0");
    DataSource made = pool(name);
    databases.put(name, made);
    return made;
  }

  private DataSource pool(String database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.getJdbcUrl("postgres", database));
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(60_000);
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  /// Processor time spent until now.
  Cpu cpu() {
    return Cpu.now(postmaster);
  }

  private static ProcessHandle postmaster(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
    }
  }

  void checkpoint() throws SQLException {
    execute(server.getPostgresDatabase(), "CHECKPOINT");
  }

  /// The settings that decide how fast and how safe the server is, as it shows them.
  List<String> settings() throws SQLException {
    List<String> settings = new ArrayList<>();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String name : SHOWN) {
        try (ResultSet row = statement.executeQuery("SHOW " + name)) {
          row.next();
          settings.add(name + " = " + row.getString(1));
        }
      }
    }
    return settings;
  }

  static void execute(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    if (watch != null) {
      watch.close();
    }
    pools.forEach(HikariDataSource::close);
    if (querySide != null) {
      querySide.close();
    }
    commandSide.close();
    server.close();
  }
}
