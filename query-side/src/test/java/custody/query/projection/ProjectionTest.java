package custody.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.Histories;
import custody.contract.Recorded;
import custody.query.projection.ProjectionStatus.Role;
import custody.service.Operations.Operation;
import custody.service.Operations.State;
import custody.service.RebuildRequest;
import custody.store.TestDatabase;
import custody.wire.UnreadableEventException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ProjectionTest {
  private final TestDatabase own = TestDatabase.create();
  private final DataSource database = own.dataSource();
  private final JdbcClient sql = JdbcClient.create(database);
  private final InMemoryEventLog events = new InMemoryEventLog();
  private final List<Recorded> history = Histories.of(1, 5, 3, 300);
  private final TallyView tally = new TallyView("tally", 1);
  private final TallyView other = new TallyView("other", 1);

  @AfterEach
  void drop() {
    own.close();
  }

  @Test
  void everyViewHasEverythingHoweverTheBatchesAreCut() {
    try (Projecting process = Projecting.start(database, events, 7, 11, tally, other)) {
      events.record(history.subList(0, 100));
      process.reach(100);
      events.record(history.subList(100, history.size()));
      process.reach(history.size());
      assertThat(counted("tally")).isEqualTo(expected(history));
      assertThat(counted("other")).isEqualTo(expected(history));
    }
  }

  @Test
  void whatViewsWriteIsPreparedOnceAndNotWithEachBatch() {
    try (Projecting process = Projecting.start(database, events, 1, 1000, tally, other)) {
      process.reach(0);
      events.record(history.subList(0, 50));
      process.reach(50);
      // The driver prepares what it is given for the fifth time.
      assertThat(tally.planUsed).isGreaterThanOrEqualTo(45);
      assertThat(other.planUsed).isGreaterThanOrEqualTo(45);
    }
  }

  @Test
  void whenOneViewFailsNoneMovesAndHealthSaysWhyUntilItWorksAgain() {
    try (Projecting process = Projecting.start(database, events, tally, other)) {
      events.record(history.subList(0, 10));
      process.reach(10);
      other.before =
          batch -> {
            throw new IllegalStateException("a name that must not be shown");
          };
      events.record(history.subList(10, 30));
      Projecting.eventually(() -> process.status.failure() != null);

      ProjectionHealth health = new ProjectionHealth(process.status);
      assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
      assertThat(health.health().getDetails().toString())
          .contains("view other: java.lang.IllegalStateException")
          .doesNotContain("a name");
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 10)));

      other.before = batch -> {};
      process.reach(30);
      Projecting.eventually(() -> Status.UP.equals(health.health().getStatus()));
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 30)));
      assertThat(counted("other")).isEqualTo(expected(history.subList(0, 30)));
    }
  }

  @Test
  void whoAsksForWhatIsKnownNowWaitsUntilEveryViewShowsIt() throws Exception {
    UpToNow upToNow = new UpToNow(database, events, List.of(tally, other));
    MockHttpServletResponse answer = new MockHttpServletResponse();
    MockHttpServletRequest asked = new MockHttpServletRequest("GET", "/api/customers");
    CountDownLatch held = new CountDownLatch(1);
    try (Projecting process = Projecting.start(database, events, tally, other)) {
      events.record(history.subList(0, 10));
      process.reach(10);
      other.before =
          batch -> {
            try {
              held.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          };
      events.record(history.subList(10, 20));
      assertThat(upToNow.preHandle(asked, answer, this)).isTrue();
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 10)));

      asked.addHeader("Custody-At-Least", "now");
      CompletableFuture<Object> seen =
          CompletableFuture.supplyAsync(
              () -> {
                upToNow.preHandle(asked, answer, this);
                return counted("tally");
              });
      assertThatThrownBy(() -> seen.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      held.countDown();
      assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(expected(history.subList(0, 20)));
    }
    asked.removeHeader("Custody-At-Least");
    asked.addHeader("Custody-At-Least", "yesterday");
    assertThatThrownBy(() -> upToNow.preHandle(asked, answer, this))
        .hasFieldOrPropertyWithValue("code", "at-least-invalid");
  }

  @Test
  void anEventThatCannotBeReadIsWaitedForAndNeverSkipped() {
    try (Projecting process = Projecting.start(database, events, tally)) {
      events.record(history.subList(0, 10));
      process.reach(10);
      events.failWith(new UnreadableEventException("event 11 has a revision newer than ours"));
      events.record(history.subList(10, 20));
      Projecting.eventually(() -> process.status.failure() != null);
      assertThat(new ProjectionHealth(process.status).health().getDetails().toString())
          .contains("event 11 has a revision newer than ours");
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 10)));

      events.failWith(null);
      process.reach(20);
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 20)));
    }
  }

  @Test
  void anotherProcessTakesOverWhereALeaderDied() {
    try (Projecting first = Projecting.start(database, events, tally)) {
      Projecting.eventually(() -> first.status.role() == Role.LEADING);
      try (Projecting second = Projecting.start(database, events, new TallyView("tally", 1))) {
        events.record(history.subList(0, 50));
        second.reach(50);
        assertThat(second.status.role()).isEqualTo(Role.STANDBY);

        first.die();
        events.record(history.subList(50, 120));
        second.reach(120);
        assertThat(second.status.role()).isEqualTo(Role.LEADING);
        assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 120)));
      }
    }
  }

  @Test
  void aLeaderWhoseSessionIsCutOffNeitherWritesOnNorStaysDown() {
    try (Projecting process = Projecting.start(database, events, tally)) {
      events.record(history.subList(0, 50));
      process.reach(50);
      JdbcClient.create(own.superuser())
          .sql(
              "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                  + " AND database = (SELECT oid FROM pg_database"
                  + " WHERE datname = current_database())")
          .query()
          .listOfRows();
      events.record(history.subList(50, history.size()));
      process.reach(history.size());
      assertThat(counted("tally")).isEqualTo(expected(history));
    }
  }

  @Test
  void theOldCopyServesWhileAViewIsBuiltAnewAndNothingIsLostMeanwhile() throws Exception {
    try (Projecting process = Projecting.start(database, events, 50, 20, tally, other)) {
      events.record(history.subList(0, 200));
      process.reach(200);
      sql.sql("UPDATE view_tally.tally SET events = 0").update(); // what a rebuild has to cure

      CountDownLatch building = new CountDownLatch(1);
      CountDownLatch mayGoOn = new CountDownLatch(1);
      tally.before =
          batch -> {
            if (batch.getLast().position() == 100) {
              building.countDown();
              await(mayGoOn);
            }
          };
      UUID operation =
          process.operations.start(RebuildRequest.KIND, RebuildRequest.of(List.of("tally")).json());
      building.await();
      events.record(history.subList(200, 250));
      process.reach(250);
      assertThat(total("tally")).isEqualTo(50);
      mayGoOn.countDown();

      Operation ended = process.ended(operation);
      assertThat(ended.state()).isEqualTo(State.DONE);
      assertThat(ended.done()).isEqualTo(ended.total()).isGreaterThanOrEqualTo(250);
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 250)));
      events.record(history.subList(250, history.size()));
      process.reach(history.size());
      assertThat(counted("tally")).isEqualTo(expected(history));
      assertThat(counted("other")).isEqualTo(expected(history));
      Projecting.eventually(() -> schemas().equals(List.of("view_other", "view_tally")));
    }
  }

  @Test
  void aProcessIsReadyOnceTheViewsWereEverBuiltAndStaysSoWhileOneIsBuiltAnew() {
    events.record(history.subList(0, 100));
    ViewsHealth waiting = new ViewsHealth(sql, List.of(tally, other)); // in any process
    CountDownLatch mayGoOn = new CountDownLatch(1);
    tally.before = _ -> await(mayGoOn);
    try (Projecting process = Projecting.start(database, events, tally, other)) {
      Projecting.eventually(() -> schemas().contains("view_tally_next"));
      assertThat(waiting.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
      mayGoOn.countDown();
      process.reach(100);
      assertThat(waiting.health().getStatus()).isEqualTo(Status.UP);
    }
    CountDownLatch swapped = new CountDownLatch(1);
    TallyView upgraded = new TallyView("tally", 2);
    upgraded.before = _ -> await(swapped);
    ViewsHealth newer = new ViewsHealth(sql, List.of(upgraded, new TallyView("more", 1)));
    try (Projecting _ = Projecting.start(database, events, upgraded, other)) {
      Projecting.eventually(() -> schemas().contains("view_tally_next"));
      assertThat(newer.health().getStatus()).isEqualTo(Status.UP);
      swapped.countDown();
    }
  }

  @Test
  void aRebuildUnderLoadLosesNothing() {
    try (Projecting process = Projecting.start(database, events, 3, 5, tally, other)) {
      events.record(history.subList(0, 100));
      UUID operation =
          process.operations.start(RebuildRequest.KIND, RebuildRequest.of(List.of()).json());
      for (Recorded recorded : history.subList(100, history.size())) {
        events.record(List.of(recorded));
      }
      assertThat(process.ended(operation).state()).isEqualTo(State.DONE);
      process.reach(history.size());
      assertThat(counted("tally")).isEqualTo(expected(history));
      assertThat(counted("other")).isEqualTo(expected(history));
    }
  }

  @Test
  void aRebuildBeginsWhenItIsHeardOfAndNotWhenSomebodyLooksNext() {
    try (Projecting process = Projecting.startUnlooking(database, events, tally)) {
      process.reach(0);
      events.record(history.subList(0, 100));
      process.reach(100);
      UUID operation =
          process.operations.start(RebuildRequest.KIND, RebuildRequest.of(List.of()).json());
      RebuildsAsked asked = new RebuildsAsked(events);
      Projecting.eventually(
          () -> {
            asked.heard(RebuildRequest.KIND); // again, lest it was not waiting yet
            return process.operations.find(operation).orElseThrow().endedAt() != null;
          });
      assertThat(process.ended(operation).state()).isEqualTo(State.DONE);
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 100)));
    }
  }

  @Test
  void aRebuildThatDiedWithItsProcessStartsAnew() {
    UUID operation;
    CountDownLatch building = new CountDownLatch(1);
    try (Projecting process = Projecting.start(database, events, 100, 20, tally)) {
      events.record(history.subList(0, 100));
      process.reach(100);
      tally.before =
          batch -> {
            if (batch.getFirst().position() == 21) {
              building.countDown();
              await(new CountDownLatch(1)); // until it is interrupted
            }
          };
      operation =
          process.operations.start(RebuildRequest.KIND, RebuildRequest.of(List.of()).json());
      await(building);
    }
    assertThat(schemas()).containsExactly("view_tally", "view_tally_next");
    assertThat(sql.sql("SELECT sum(events) FROM view_tally_next.tally").query(Long.class).single())
        .isEqualTo(20);
    try (Projecting process = Projecting.start(database, events, new TallyView("tally", 1))) {
      assertThat(process.ended(operation).state()).isEqualTo(State.DONE);
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 100)));
      Projecting.eventually(() -> schemas().equals(List.of("view_tally")));
    }
  }

  @Test
  void anotherVersionOfAViewIsBuiltByItselfAndSoIsOneWhoseTablesAreGone() {
    events.record(history);
    try (Projecting process = Projecting.start(database, events, tally, other)) {
      process.reach(history.size());
    }
    sql.sql("UPDATE view_tally.tally SET events = 0").update();
    sql.sql("DROP SCHEMA view_other CASCADE").update();
    TallyView changed = new TallyView("tally", 2);
    try (Projecting process = Projecting.start(database, events, changed, other)) {
      process.reach(history.size());
      Projecting.eventually(() -> total("tally") == history.size());
      assertThat(counted("tally")).isEqualTo(expected(history));
      assertThat(counted("other")).isEqualTo(expected(history));
    }
  }

  @Test
  void tablesDroppedUnderARunningViewAreBuiltAnew() {
    events.record(history.subList(0, 100));
    try (Projecting process = Projecting.start(database, events, tally, other)) {
      process.reach(100);
      sql.sql("DROP TABLE view_tally.tally").update();
      events.record(history.subList(100, history.size()));
      process.reach(history.size());
      assertThat(counted("tally")).isEqualTo(expected(history));
      assertThat(counted("other")).isEqualTo(expected(history));
    }
  }

  @Test
  void aViewThatFailsLiveIsCuredByARebuild() {
    try (Projecting process = Projecting.start(database, events, tally, other)) {
      events.record(history.subList(0, 100));
      process.reach(100);
      sql.sql("ALTER TABLE view_tally.tally ADD CHECK (events < 0) NOT VALID").update();
      events.record(history.subList(100, 200));
      Projecting.eventually(() -> process.status.failure() != null);

      UUID operation =
          process.operations.start(RebuildRequest.KIND, RebuildRequest.of(List.of("tally")).json());
      assertThat(process.ended(operation).state()).isEqualTo(State.DONE);
      process.reach(200);
      assertThat(counted("tally")).isEqualTo(expected(history.subList(0, 200)));
      assertThat(counted("other")).isEqualTo(expected(history.subList(0, 200)));
    }
  }

  @Test
  void viewsOfAnotherStoreAreBuiltAnew() {
    try (Projecting process = Projecting.start(database, events, tally)) {
      events.record(history.subList(0, 60));
      process.reach(60);
    }
    InMemoryEventLog another = new InMemoryEventLog();
    another.record(Histories.of(2, 5, 3, 80));
    long head = another.head();
    try (Projecting process = Projecting.start(database, another, new TallyView("tally", 1))) {
      process.reach(head);
      Projecting.eventually(() -> counted("tally").equals(expected(another.after(0, 1000))));
    }
    // Restored to what it was before.
    InMemoryEventLog earlier = new InMemoryEventLog();
    earlier.record(another.after(0, 30));
    try (Projecting _ = Projecting.start(database, earlier, new TallyView("tally", 1))) {
      Projecting.eventually(() -> counted("tally").equals(expected(another.after(0, 30))));
    }
  }

  @Test
  void aRebuildOfAnUnknownViewFailsAndSaysSo() {
    try (Projecting process = Projecting.start(database, events, tally)) {
      UUID operation =
          process.operations.start(
              RebuildRequest.KIND, RebuildRequest.of(List.of("nothing")).json());
      Operation ended = process.ended(operation);
      assertThat(ended.state()).isEqualTo(State.FAILED);
      assertThat(ended.detail()).contains("no such view");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Map<UUID, Long> expected(List<Recorded> events) {
    return events.stream().collect(Collectors.groupingBy(Recorded::stream, Collectors.counting()));
  }

  private Map<UUID, Long> counted(String view) {
    return sql
        .sql("SELECT stream, events FROM view_" + view + ".tally")
        .query((row, _) -> Map.entry(row.getObject(1, UUID.class), row.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private long total(String view) {
    return counted(view).values().stream().mapToLong(Long::longValue).sum();
  }

  private List<String> schemas() {
    return sql.sql("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'view%' ORDER BY 1")
        .query(String.class)
        .list();
  }
}
