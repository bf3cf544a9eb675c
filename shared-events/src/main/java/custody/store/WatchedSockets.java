package custody.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;

/// What the driver connects to PostgreSQL by, so that nobody waits for ever: a machine that
/// vanished, or a network that ceased to carry, says nothing any more, not even that it is gone. A
/// connection on which an answer is waited for and nothing came for too long is closed, and whoever
/// waits gets an error.
///
/// One thread looks once a second. A time limit of each socket's own would start and stop a timer
/// with every answer.
public final class WatchedSockets extends SocketFactory {
  private static final Logger log = LoggerFactory.getLogger(WatchedSockets.class);

  private static final Duration AT_LENGTH = Duration.ofHours(1);
  private static final long NEVER = 0;

  private static final Set<Watched> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Thread.ofPlatform().daemon().name("custody-silent-database").start(WatchedSockets::watch);
  }

  private final Duration silence;

  /// @param silence the longest that an answer may say nothing, such as `2m`; the driver's property
  ///     `socketFactoryArg`
  public WatchedSockets(String silence) {
    this.silence = DurationStyle.detectAndParse(silence);
  }

  /// For what takes as long as it takes, such as building an index: an hour, until the connection
  /// goes back to its pool.
  public static void atLength(Connection db) throws SQLException {
    db.setNetworkTimeout(Runnable::run, (int) AT_LENGTH.toMillis());
  }

  @Override
  public Socket createSocket() {
    Watched socket = new Watched(silence);
    OPEN.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw unconnected();
  }

  private static UnsupportedOperationException unconnected() {
    return new UnsupportedOperationException("the driver connects by itself");
  }

  private static void watch() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        OPEN.removeIf(Socket::isClosed);
        OPEN.forEach(Watched::closeIfSilent);
      }
    } catch (InterruptedException e) {
      // Nobody does; it ends with the process.
    }
  }

  private static final class Watched extends Socket {
    private final Duration silence;

    /// Since when somebody has waited for the next bytes, as of {@link System#nanoTime()}.
    private volatile long waiting = NEVER;

    Watched(Duration silence) {
      this.silence = silence;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          waiting = System.nanoTime() | 1;
          try {
            return in.read();
          } finally {
            waiting = NEVER;
          }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          waiting = System.nanoTime() | 1;
          try {
            return in.read(bytes, offset, length);
          } finally {
            waiting = NEVER;
          }
        }
      };
    }

    private void closeIfSilent() {
      long since = waiting;
      if (since != NEVER && System.nanoTime() - since > silence.toNanos() && !hasLimitOfItsOwn()) {
        log.warn(
            "The database has said nothing for {} s: a connection is given up.",
            silence.toSeconds());
        try {
          close();
        } catch (IOException e) {
          log.warn("A connection whose server is silent cannot be closed", e);
        }
      }
    }

    private boolean hasLimitOfItsOwn() {
      try {
        return getSoTimeout() > 0;
      } catch (SocketException e) {
        return true; // closed meanwhile
      }
    }
  }
}
