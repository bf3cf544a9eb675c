package custody.service;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/// Work that goes on for as long as the process serves, in a thread of its own.
public abstract class Background implements SmartLifecycle {
  private final String name;
  private final Duration patience;
  private volatile boolean running;
  private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});

  /// @param name of the thread
  /// @param patience how long a stop waits for what is under way
  protected Background(String name, Duration patience) {
    this.name = name;
    this.patience = patience;
  }

  /// Goes on while {@link #isRunning}. Nothing but a stop interrupts it.
  protected abstract void run();

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
    try {
      thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final boolean isRunning() {
    return running;
  }
}
