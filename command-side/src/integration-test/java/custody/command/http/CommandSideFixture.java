package custody.command.http;

import custody.access.TestAccess;
import custody.command.CommandSideApplication;
import custody.store.EventLog;
import custody.store.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The command side as it runs, on a database of these tests, over real HTTP.
@SpringBootTest(
    classes = CommandSideApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=-1",
      "custody.store.require-durability=false",
      "custody.access.limits.person.per-second=0",
      "custody.fields.customer[0].name=revenue",
      "custody.fields.customer[0].type=money",
      "custody.fields.customer[1].name=size",
      "custody.fields.customer[1].type=choice",
      "custody.fields.customer[1].choices=small,large"
    })
public abstract class CommandSideFixture {
  // One for all classes, like the application itself, which Spring keeps for them.
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final TestAccess ACCESS = TestAccess.to(DATABASE.dataSource());

  @LocalServerPort private int port;
  @Autowired protected EventLog log;
  protected Api api;

  protected CommandSideFixture() {
    api = new Api(ACCESS, 0);
  }

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", DATABASE::jdbcUrl);
    registry.add("spring.datasource.username", DATABASE::username);
    registry.add("spring.datasource.password", DATABASE::password);
    registry.add("custody.master-key", () -> TestDatabase.MASTER_KEY);
  }

  @BeforeEach
  protected void connect() {
    api = new Api(ACCESS, port);
  }

  protected String rep() {
    return api.post("/api/reps", "{\"name\":\"李雷\",\"team\":\"north\",\"territory\":\"Hangzhou\"}")
        .is(201)
        .id();
  }

  /// A customer in the default pool.
  Api.Reply customer(String name) {
    return api.post(
            "/api/customers", "{\"kind\":\"company\",\"fields\":{\"name\":\"" + name + "\"}}")
        .is(201);
  }
}
