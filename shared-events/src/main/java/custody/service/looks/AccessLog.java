package custody.service.looks;

import custody.service.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes looks in groups: those that wait while one group is on its way are the next one, so a
/// lone look waits for one commit, and many share it. Nobody is answered before theirs is
/// committed.
public final class AccessLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
  private static final int QUEUE = 10_000;
  private static final int MOST = 512;
  private static final int WAIT_SECONDS = 10;

  private static final String INSERT =
      """
      INSERT INTO custody.access_log (at, actor, channel, action, operation, status, customer,
        customers, shown, terms, reason, address, agent, correlation)
      SELECT at::timestamptz, actor, channel, action, operation, status, customer,
        customers::uuid[], shown, string_to_array(terms, ' '), decode(reason, 'base64'), address,
        agent, correlation
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) l (at, actor, channel, action, operation,
        status, customer, customers, shown, terms, reason, address, agent, correlation)
      """;

  private final DataSource database;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread;
  private volatile boolean closing;

  private record Waiting(Entry entry, CompletableFuture<Boolean> written) {}

  AccessLog(DataSource database) {
    this.database = database;
    thread = Thread.ofPlatform().name("custody-access-log").daemon().start(this::run);
  }

  /// Begins to write it, and to count it where it takes of a limit.
  ///
  /// @return to be waited for before anything is answered; false if the limit does not allow it,
  ///     which is then what was written
  CompletableFuture<Boolean> begin(Entry entry) {
    Waiting waiting = new Waiting(entry, new CompletableFuture<>());
    if (closing || !queue.offer(waiting)) {
      throw unavailable();
    }
    return waiting.written();
  }

  /// Waits for the commit.
  ///
  /// @return false if the limit does not allow it
  /// @throws Problem `access-log-unavailable`: then nothing may be answered
  static boolean await(CompletableFuture<Boolean> written) {
    try {
      return written.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    } catch (ExecutionException | TimeoutException e) {
      throw unavailable();
    }
  }

  private static Problem unavailable() {
    return new Problem(
            503,
            "access-log-unavailable",
            "What is looked at must be recorded, and cannot be at this moment. Ask again.")
        .header("Retry-After", "2");
  }

  private void run() {
    List<Waiting> group = new ArrayList<>(MOST);
    while (!closing || !queue.isEmpty()) {
      try {
        Waiting first = queue.poll(1, TimeUnit.SECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
        queue.drainTo(group, MOST - 1);
      } catch (InterruptedException e) {
        continue; // closing: what waits is written first
      }
      write(group);
      group.clear();
    }
  }

  private void write(List<Waiting> group) {
    List<Entry> entries = group.stream().map(Waiting::entry).toList();
    List<Entry> written;
    try {
      written = insert(entries);
    } catch (SQLException first) {
      try {
        written = insert(entries); // on another connection; a look that is there twice does no harm
      } catch (SQLException e) {
        log.error("The access log cannot be written; nobody is answered.", e);
        group.forEach(it -> it.written().completeExceptionally(e));
        return;
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      group.get(i).written().complete(written.get(i).equals(entries.get(i)));
    }
  }

  /// @return what was written, in the same order: others where a limit was used up
  private List<Entry> insert(List<Entry> entries) throws SQLException {
    try (Connection db = database.getConnection()) {
      if (entries.stream().allMatch(it -> it.spending() == null)) {
        insert(db, entries);
        return entries;
      }
      db.setAutoCommit(false);
      try {
        List<Entry> allowed = DailyUse.count(db, entries);
        insert(db, allowed);
        db.commit();
        return allowed;
      } catch (SQLException e) {
        db.rollback();
        throw e;
      }
    }
  }

  private static void insert(Connection db, List<Entry> entries) throws SQLException {
    try (PreparedStatement insert = db.prepareStatement(INSERT)) {
      array(insert, 1, "text", entries, it -> it.at().toString());
      array(insert, 2, "text", entries, Entry::actor);
      array(insert, 3, "text", entries, Entry::channel);
      array(insert, 4, "text", entries, Entry::action);
      array(insert, 5, "text", entries, Entry::operation);
      array(insert, 6, "int2", entries, Entry::status);
      array(insert, 7, "uuid", entries, Entry::customer);
      array(insert, 8, "text", entries, it -> uuids(it.customers()));
      array(insert, 9, "int4", entries, Entry::shown);
      array(insert, 10, "text", entries, Entry::terms);
      array(insert, 11, "text", entries, Entry::reason);
      array(insert, 12, "text", entries, Entry::address);
      array(insert, 13, "text", entries, Entry::agent);
      array(insert, 14, "uuid", entries, Entry::correlation);
      insert.executeUpdate();
    }
  }

  private static void array(
      PreparedStatement insert,
      int index,
      String type,
      List<Entry> entries,
      Function<Entry, @Nullable Object> column)
      throws SQLException {
    Object[] values = new Object[entries.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(entries.get(i));
    }
    insert.setArray(index, insert.getConnection().createArrayOf(type, values));
  }

  private static @Nullable String uuids(@Nullable List<UUID> ids) {
    return ids == null
        ? null
        : ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }

  /// Writes what waits, then stops.
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
