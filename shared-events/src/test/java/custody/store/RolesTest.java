package custody.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.access.Accounts;
import custody.access.TestAccess;
import custody.contract.ProfileEvent.AssortmentReported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The roles that the manual proposes can do their work, and nothing more.
class RolesTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final AssortmentReported EVENT = new AssortmentReported("tea", null, null);

  @BeforeAll
  static void createRoles() throws IOException, SQLException {
    try (var connection = database.superuser().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("../deploy/docs/roles.sql")));
    }
  }

  @AfterAll
  static void dropRoles() {
    JdbcClient.create(database.superuser())
        .sql(
            "DROP OWNED BY custody_command, custody_query; DROP ROLE custody_command,"
                + " custody_query")
        .update();
  }

  @Test
  void theCommandSideAppendsAndTheQuerySideReads() {
    UUID stream = UUID.randomUUID();
    Alongside alongside =
        new Alongside(
            Set.of(new Claim("phone", "0a")),
            Set.of(new Claim("phone", "0b")),
            new Likeness(stream, Set.of(1L)),
            new Answer("0c", "0d", "{}"));
    try (TestStore command = new TestStore(as("custody_command"));
        TestStore query = new TestStore(as("custody_query"))) {
      UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
      alongside.attachTo(unitOfWork);
      unitOfWork.onPrepareCommit(
          _ -> command.engine().appendEvents(TestStore.message(stream, 0, EVENT)));
      unitOfWork.commit();
      command.keys().installationHash();
      assertThat(query.log().stream(stream)).hasSize(1);
      Excerpts excerpts = Excerpts.of(command.engine());
      for (int number = 1; number <= 2; number++) {
        Excerpts.Rule rule = new Excerpts.Rule(number, Set.of(), Set.of());
        excerpts.note(stream.toString(), rule, new TreeSet<>(Set.of(0L)));
        assertThat(excerpts.read(stream.toString(), rule).notedUpTo()).isZero();
      }
      query.keys().installationHash();
      assertThat(command.keys().destroy(stream)).isTrue();
      assertThatThrownBy(() -> query.append(stream, EVENT)).hasStackTraceContaining("denied");
    }
  }

  @Test
  void neitherCanSwitchOffAGuard() {
    for (String role : Set.of("custody_command", "custody_query")) {
      JdbcClient jdbc = JdbcClient.create(as(role));
      for (String attempt :
          Set.of(
              "ALTER TABLE custody.event DISABLE TRIGGER event_append_only",
              "UPDATE custody.event SET payload = ''",
              "DROP TABLE custody.event")) {
        assertThatThrownBy(() -> jdbc.sql(attempt).update())
            .rootCause()
            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
      }
    }
  }

  @Test
  void theQuerySideChecksTokensButCannotMakeThem() {
    String bearer = TestAccess.to(database.dataSource()).bearer("service:somebody");
    assertThat(bearer).startsWith("Bearer ");
    assertThat(TestAccess.to(as("custody_command")).bearer("user:else")).startsWith("Bearer ");
    JdbcClient query = JdbcClient.create(as("custody_query"));
    Accounts accounts = new Accounts(query);
    assertThat(accounts.services("", 10)).hasSize(1);
    assertThat(accounts.users("", 10)).hasSize(1);
    assertThat(query.sql("SELECT public_jwk FROM custody.signing_key").query().listOfRows())
        .hasSize(1);
    for (String secret :
        Set.of(
            "SELECT password FROM custody.app_user",
            "SELECT secret FROM custody.service_account",
            "SELECT sealed FROM custody.signing_key",
            "UPDATE custody.app_user SET roles = '{admin}'",
            "SELECT * FROM custody.access_link")) {
      assertThatThrownBy(() -> query.sql(secret).query().listOfRows())
          .rootCause()
          .hasMessageContaining("permission denied");
    }
  }

  private static DataSource as(String role) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.jdbcUrl());
    source.setUser(role);
    return source;
  }
}
