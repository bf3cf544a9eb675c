package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import custody.journey.Deployment.Way;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What protects people outlives a process that is killed: no answer was given whose look is not on
/// record, an erasure is carried out to its end, and a change of the master key too.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessKilledIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int READERS = 16;
  private static final int ANSWERS = 400;

  private final Deployment custody =
      new Deployment(
          Way.STANDALONE,
          "--custody.schedule.poll=200ms",
          // What the dead had in hand is taken up two seconds later, and not half a minute.
          "--custody.schedule.heartbeat=500ms",
          "--custody.schedule.missed-heartbeats=4",
          "--custody.access.limits.service.per-second=0");
  private final Client desk = custody.client("service:desk");
  private final Client alice = custody.client("user:alice");
  private final Client bob = custody.client("user:bob");

  /// They end with their server.
  private final List<Connection> locks = new ArrayList<>();

  @AfterAll
  void stop() throws SQLException {
    for (Connection lock : locks) {
      lock.abort(Runnable::run);
    }
    custody.close();
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(custody.database());
  }

  private void killAndStartAgain() {
    custody.commands().kill();
    custody.commands().startAgain();
    custody.awaitReady();
  }

  private UUID customer(String name) {
    return desk.post(
            "/api/customers",
            """
            {"kind":"person","despiteLikelyDuplicates":true,"reason":"r","fields":{"name":"%s"}}
            """
                .formatted(name))
        .expect(201)
        .id();
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it came true in time").isLessThan(deadline);
      Child.pause();
    }
  }

  @Test
  void noAnswerWasGivenWhoseLookIsNotOnRecord() throws Exception {
    List<UUID> customers = List.of(customer("Reader One"), customer("Reader Two"));
    for (UUID id : customers) {
      desk.get("/api/customers/" + id + "?atLeast=1").expect(200);
    }
    Set<UUID> answered = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        String path = "/api/customers/" + customers.get(i % 2) + (i % 3 == 0 ? "/history" : "");
        readers.add(threads.submit(() -> readUntilItBreaks(path, answered)));
      }
      eventually(() -> answered.size() >= ANSWERS);
      custody.commands().kill();
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    custody.commands().startAgain();
    custody.awaitReady();

    Set<UUID> recorded =
        new HashSet<>(
            jdbc()
                .sql("SELECT correlation FROM custody.access_log WHERE action = 'saw'")
                .query(UUID.class)
                .list());
    assertThat(recorded).containsAll(answered);
    System.out.printf("%d answers given before the kill, every look on record%n", answered.size());
  }

  private void readUntilItBreaks(String path, Set<UUID> answered) {
    while (true) {
      UUID request = UUID.randomUUID();
      try {
        desk.send(
                "GET", path, BodyPublishers.noBody(), "Custody-Correlation-Id", request.toString())
            .expect(200);
        answered.add(request);
      } catch (IOException e) {
        return;
      }
    }
  }

  /// The process stands still before its views, because a table of theirs is locked, and dies
  /// there: the keys are destroyed, and what was read with them is still shown.
  @Test
  void anErasureThatIsKilledOnItsWayIsCarriedOutToItsEnd() throws SQLException {
    String name = "Zwetschgenmarke";
    UUID person = customer(name);
    desk.get("/api/customers/" + person + "?atLeast=1").expect(200);
    UUID erasure =
        alice
            .post(
                "/api/erasures",
                "{\"customer\":\"%s\",\"basis\":\"consent\",\"reason\":\"a letter\"}"
                    .formatted(person))
            .expect(201)
            .id();
    holding("LOCK TABLE view_history.event IN SHARE MODE");
    bob.post("/api/erasures/" + erasure + "/approve", "{}").expect(200);
    eventually(() -> isWaitedFor("view_history.event"));
    assertThat(tablesWith(name)).as("half done").isNotEmpty();
    killAndStartAgain(); // which ends the lock too, with the server that was left alone
    eventually(() -> alice.get("/api/erasures/" + erasure).text("/state").equals("completed"));
    assertThat(desk.get("/api/customers/" + person).expect(200).text()).doesNotContain(name);
    assertThat(tablesWith(name)).isEmpty();
  }

  /// What it locks stays locked until its connection ends.
  private void holding(String sql) throws SQLException {
    Connection connection = custody.database().getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
    locks.add(connection);
  }

  private boolean isWaitedFor(String table) {
    return jdbc()
        .sql("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = ?::regclass)")
        .param(table)
        .query(Boolean.class)
        .single();
  }

  /// As text or as bytes, of any table.
  private List<String> tablesWith(String text) {
    List<String> holding = new ArrayList<>();
    for (String table :
        jdbc()
            .sql(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables"
                    + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
            .query(String.class)
            .list()) {
      if (jdbc()
          .sql(
              "SELECT EXISTS (SELECT FROM %s t WHERE t::text ILIKE '%%' || :text || '%%' OR t::text"
                      .formatted(table)
                  + " LIKE '%' || encode(convert_to(:text, 'UTF8'), 'hex') || '%')")
          .param("text", text)
          .query(Boolean.class)
          .single()) {
        holding.add(table);
      }
    }
    return holding;
  }

  @Test
  void aChangeOfTheMasterKeyThatIsKilledGoesOnWhereItWas() throws Exception {
    UUID someone;
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      List<Future<UUID>> made = new ArrayList<>();
      for (int i = 0; i < 700; i++) { // more than are wrapped in one step
        String name = "Wrapped " + UUID.randomUUID();
        made.add(threads.submit(() -> customer(name)));
      }
      for (Future<UUID> each : made) {
        each.get();
      }
      someone = made.getFirst().get();
    }
    Path file = custody.directory().resolve("data/master.key");
    String former = Files.readString(file).strip();
    String added = Deployment.newMasterKey();
    Files.writeString(file, added + "\n" + former + "\n");

    holding(
        "SELECT FROM custody.data_key ORDER BY subject DESC, generation DESC LIMIT 1 FOR UPDATE");
    UUID operation = alice.post("/api/keys/rotation", "{}").expect(202).id();
    eventually(
        () ->
            jdbc()
                .sql(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND query LIKE '%UPDATE custody.data_key%')")
                .query(Boolean.class)
                .single());
    assertThat(wrapped()).as("some by the former, some by the new key").hasSize(2);
    killAndStartAgain();
    eventually(() -> alice.get("/api/operations/" + operation).text("/state").equals("done"));
    assertThat(wrapped()).hasSize(1);

    Files.writeString(file, added + "\n");
    killAndStartAgain();
    assertThat(desk.get("/api/customers/" + someone + "/history").expect(200).text())
        .contains("Wrapped");
  }

  /// The master keys that wrap any data key.
  private List<String> wrapped() {
    return jdbc()
        .sql("SELECT DISTINCT master_key FROM custody.data_key WHERE wrapped IS NOT NULL")
        .query(String.class)
        .list();
  }
}
