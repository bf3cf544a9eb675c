package custody.store;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes those who wait for events, within this process. It only says that reading may be worth
/// while: what there is to read says the store.
final class Signal {
  /// Where processes tell each other that the head moved; the payload is a position.
  static final String EVENT_CHANNEL = "custody_event";

  /// Where processes tell each other that a data key was destroyed; the payload is its subject.
  static final String KEY_CHANNEL = "custody_key";

  private final Lock lock = new ReentrantLock();
  private final Condition raised = lock.newCondition();
  private long head;
  private long own;
  private long wakes;

  /// @param position something up to here can be read
  void raise(long position) {
    lock.lock();
    try {
      if (position > head) {
        head = position;
        raised.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The same, of what this process has appended: others want to hear of it.
  void raiseOwn(long position) {
    lock.lock();
    try {
      own = Math.max(own, position);
      head = Math.max(head, position);
      raised.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until this process has appended something after the position, or the time is over.
  ///
  /// @return the last position appended by this process
  long awaitOwn(long position, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (own <= position && left > 0) {
        left = raised.awaitNanos(left);
      }
      return own;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the waiting of all who wait for events of any process: there is something else to do.
  void wake() {
    lock.lock();
    try {
      wakes++;
      raised.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until something after the position was heard of, or {@link #wake} is called, or the time
  /// is over.
  ///
  /// @return whether something was heard of
  boolean await(long position, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      long before = wakes;
      while (head <= position && wakes == before && left > 0) {
        left = raised.awaitNanos(left);
      }
      return head > position;
    } finally {
      lock.unlock();
    }
  }
}
