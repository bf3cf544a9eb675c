package custody.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries signals between the processes on one database, by LISTEN and NOTIFY.
///
/// NOTIFY takes a lock on the whole server at commit, so it is kept out of the appends'
/// transactions and sent at most once in a few milliseconds, however many appends there were. A
/// process that is killed in between sends none: therefore the head is looked up once a second too.
///
/// Whoever listens holds a shared lock as long. A process that is alone with it tells nobody of its
/// appends: it would only wake itself. Who comes later looks at the head first, and is noticed
/// within a second.
public final class Relay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final Duration GATHER = Duration.ofMillis(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /// Not waiting for the disk: a notification that is lost in a crash had nobody to hear it.
  private static final String NOTIFY =
      "SELECT set_config('synchronous_commit', 'off', true), pg_notify(?, ?)";

  private static final String PRESENT = "SELECT pg_advisory_lock_shared(20260701, 1)";
  private static final String GONE = "SELECT pg_advisory_unlock_shared(20260701, 1)";
  private static final String HOW_MANY =
      """
      SELECT count(*) FROM pg_locks
      WHERE locktype = 'advisory' AND (classid, objid, objsubid) = (20260701, 1, 2)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private final DataSource source;
  private final Signal signal;
  private final SubjectKeys keys;
  private final LongSupplier head;
  private final List<Listener> others;
  private final Thread sender;
  private final Thread listener;
  private volatile boolean closed;
  private volatile boolean alone;

  /// Who else wants to hear what processes tell each other.
  public interface Listener {
    /// An identifier, as PostgreSQL's NOTIFY takes it.
    String channel();

    /// Called on the relay's thread: must not block.
    void heard(String what);

    /// Notifications may have been missed.
    void missed();
  }

  /// @param head the last position that can be read
  Relay(
      DataSource source,
      Signal signal,
      SubjectKeys keys,
      LongSupplier head,
      List<Listener> others) {
    this.source = source;
    this.signal = signal;
    this.head = head;
    this.keys = keys;
    this.others = List.copyOf(others);
    sender = Thread.ofPlatform().name("custody-notify").daemon().start(() -> repeat(this::send));
    listener =
        Thread.ofPlatform().name("custody-listen").daemon().start(() -> repeat(this::listen));
  }

  private interface Task {
    void run() throws SQLException, InterruptedException;
  }

  private void repeat(Task task) {
    boolean failing = false;
    while (!closed) {
      try {
        task.run();
        failing = false;
      } catch (SQLException | RuntimeException e) {
        alone = false;
        if (!failing) {
          log.warn("No signals between processes until the database is back: {}", e.getMessage());
        }
        failing = true;
        pause(LOOK_EVERY);
      } catch (InterruptedException e) {
        // Sent by close().
        return;
      }
    }
  }

  private void send() throws SQLException, InterruptedException {
    long sent = 0;
    while (!closed) {
      if (alone) {
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        continue;
      }
      long position = signal.awaitOwn(sent, LOOK_EVERY);
      if (position > sent && !alone) {
        try (Connection connection = source.getConnection();
            PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
          statement.setString(1, Signal.EVENT_CHANNEL);
          statement.setString(2, Long.toString(position));
          statement.execute();
        }
        sent = position;
        Thread.sleep(GATHER);
      }
    }
  }

  private void listen() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, (int) LOOK_EVERY.multipliedBy(8).toMillis());
      statement.execute("LISTEN " + Signal.EVENT_CHANNEL + "; LISTEN " + Signal.KEY_CHANNEL);
      statement.execute(PRESENT);
      for (Listener other : others) {
        statement.execute("LISTEN " + other.channel());
      }
      // Whatever was said while nobody listened.
      keys.forgetAll();
      others.forEach(Listener::missed);
      long looked = System.nanoTime() - LOOK_EVERY.toNanos();
      while (!closed) {
        // Not after each of them: under load hundreds are heard in a second.
        if (System.nanoTime() - looked >= LOOK_EVERY.toNanos()) {
          lookAround(statement);
          lookAtHead();
          looked = System.nanoTime();
        }
        PGNotification @Nullable [] heard =
            connection.unwrap(PGConnection.class).getNotifications((int) LOOK_EVERY.toMillis());
        if (heard != null) {
          for (PGNotification notification : heard) {
            hear(notification);
          }
        }
      }
      statement.execute("UNLISTEN *");
      statement.execute(GONE);
      connection.setNetworkTimeout(Runnable::run, 0);
    }
  }

  /// Fails if the connection is broken, which would not be heard otherwise.
  private void lookAround(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(HOW_MANY)) {
      row.next();
      alone = row.getInt(1) == 1;
    }
    if (!alone) {
      LockSupport.unpark(sender);
    }
  }

  /// Whether nobody else is to be told.
  boolean isAlone() {
    return alone;
  }

  /// What cannot be asked now is asked again in a second; notifications are heard all the same.
  private void lookAtHead() {
    try {
      signal.raise(head.getAsLong());
    } catch (RuntimeException e) {
      log.debug("The head cannot be looked up.", e);
    }
  }

  private void hear(PGNotification notification) {
    switch (notification.getName()) {
      case Signal.EVENT_CHANNEL -> signal.raise(Long.parseLong(notification.getParameter()));
      case Signal.KEY_CHANNEL -> keys.heard(UUID.fromString(notification.getParameter()));
      default ->
          others.stream()
              .filter(it -> it.channel().equals(notification.getName()))
              .forEach(it -> it.heard(notification.getParameter()));
    }
  }

  private void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    sender.interrupt();
    try {
      sender.join(LOOK_EVERY);
      listener.join(LOOK_EVERY.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
