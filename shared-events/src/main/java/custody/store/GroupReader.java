package custody.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/// Asks for what several want to read at the same moment in one question: while a few are on their
/// way, those who come gather, and the next question is theirs together. So a handover of many that
/// nobody had in memory does not ask for each by itself.
///
/// Who comes alone waits for nobody, and what anyone gets was asked after they came. If the
/// database fails, those who have waited for long are told so instead of asking it in their turn.
final class GroupReader<V> {
  /// Few enough that those who come gather, and more than one, so that a long stream does not hold
  /// up all others.
  private static final int QUESTIONS = 2;

  /// A question for so many costs each a third of one by itself, and more gain little.
  private static final int MOST = 32;

  private final Function<Collection<UUID>, Map<UUID, V>> question;
  private final Duration longest;
  private final Lock lock = new ReentrantLock();

  /// Belongs, as what follows, to who holds the lock.
  private final Queue<Reading<V>> waiting = new ArrayDeque<>();

  private int underWay;

  /// What one of them waits for.
  private static final class Reading<V> {
    final UUID stream;
    final long since = System.nanoTime();

    /// Completes with the group to ask for, by whose turn it is then; with none after someone else
    /// has asked.
    final CompletableFuture<List<Reading<V>>> called = new CompletableFuture<>();

    volatile @Nullable V answer;
    volatile @Nullable DataAccessException failure;

    Reading(UUID stream) {
      this.stream = stream;
    }
  }

  /// @param question asks for all of them at once, each once, and answers for each, in a bounded
  ///     time; it fails as a whole
  /// @param longest that anyone waits for their turn once the database fails
  GroupReader(Function<Collection<UUID>, Map<UUID, V>> question, Duration longest) {
    this.question = question;
    this.longest = longest;
  }

  /// Waits as long as the questions before it take, and throws what its own one does.
  V read(UUID stream) {
    Reading<V> mine = new Reading<>(stream);
    List<Reading<V>> group = entered(mine) ? List.of(mine) : mine.called.join();
    if (!group.isEmpty()) {
      ask(group, mine);
    }
    DataAccessException failure = mine.failure;
    if (failure != null) {
      throw failure;
    }
    V answer = mine.answer;
    // Others' streams may be why what the database answered for several could not be read.
    return answer == null ? answer(question.apply(List.of(stream)), stream) : answer;
  }

  /// Whether it need not wait.
  private boolean entered(Reading<V> reading) {
    lock.lock();
    try {
      if (underWay == QUESTIONS) {
        waiting.add(reading);
        return false;
      }
      underWay++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void ask(List<Reading<V>> group, Reading<V> mine) {
    List<Reading<V>> told = new ArrayList<>(group);
    try {
      Map<UUID, V> answers =
          question.apply(group.stream().map(it -> it.stream).distinct().toList());
      group.forEach(it -> it.answer = answer(answers, it.stream));
    } catch (DataAccessException e) {
      // To ask it once more for each would only take as much time again.
      told.addAll(waitingForLong());
      told.forEach(it -> it.failure = e);
    } catch (RuntimeException e) {
      if (group.size() == 1) {
        throw e;
      }
    } finally {
      callNext();
      told.stream().filter(it -> it != mine).forEach(it -> it.called.complete(List.of()));
    }
  }

  /// Takes them out.
  private List<Reading<V>> waitingForLong() {
    List<Reading<V>> forLong = new ArrayList<>();
    lock.lock();
    try {
      for (Reading<V> first = waiting.peek();
          first != null && System.nanoTime() - first.since > longest.toNanos();
          first = waiting.peek()) {
        forLong.add(waiting.remove());
      }
      return forLong;
    } finally {
      lock.unlock();
    }
  }

  /// How many wait for a question that is theirs.
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private static <V> V answer(Map<UUID, V> answers, UUID stream) {
    V answer = answers.get(stream);
    if (answer == null) {
      throw new IllegalStateException("a stream was not answered for");
    }
    return answer;
  }

  private void callNext() {
    List<Reading<V>> group = new ArrayList<>();
    lock.lock();
    try {
      while (group.size() < MOST && !waiting.isEmpty()) {
        group.add(waiting.remove());
      }
      if (group.isEmpty()) {
        underWay--;
        return;
      }
    } finally {
      lock.unlock();
    }
    group.getFirst().called.complete(group);
  }
}
