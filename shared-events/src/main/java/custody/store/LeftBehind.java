package custody.store;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Settles appends to Axon Server that were left behind, by processes that died or while Axon
/// Server was away: one thread in each process that records.
public final class LeftBehind implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeftBehind.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final AxonServerWriter writer;
  private final Thread thread;
  private volatile boolean closed;

  LeftBehind(AxonServerWriter writer) {
    this.writer = writer;
    thread = Thread.ofPlatform().name("custody-settle").daemon().start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        writer.settleLeftBehind();
      } catch (RuntimeException e) {
        log.debug("What was left behind cannot be settled now.", e);
      }
      try {
        Thread.sleep(EVERY);
      } catch (InterruptedException e) {
        // Sent by close().
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
