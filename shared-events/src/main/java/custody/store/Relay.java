package custody.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
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
public final class Relay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final Duration GATHER = Duration.ofMillis(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /// Not waiting for the disk: a notification that is lost in a crash had nobody to hear it.
  private static final String NOTIFY =
      "SELECT set_config('synchronous_commit', 'off', true), pg_notify(?, ?)";

  private final DataSource source;
  private final Signal signal;
  private final SubjectKeys keys;
  private final LongSupplier head;
  private final List<Listener> others;
  private final Thread sender;
  private final Thread listener;
  private volatile boolean closed;

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
      long position = signal.awaitOwn(sent, LOOK_EVERY);
      if (position > sent) {
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
          if (!connection.isValid((int) LOOK_EVERY.multipliedBy(8).toSeconds())) {
            throw new SQLException("the connection broke", "08006");
          }
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
      connection.setNetworkTimeout(Runnable::run, 0);
    }
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
