package custody.command.axon;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks the same question once for all who wait for its answer. What anyone gets was asked after
/// they came: who comes while an answer is on its way waits for the next one.
final class Rounds<K, V> {
  private final Function<K, V> question;
  private final Map<K, Round<V>> next = new ConcurrentHashMap<>();

  /// At most one answer per key is on its way. Few locks for many keys: it only costs waiting.
  private final Lock[] turns = new Lock[64];

  private static final class Round<V> {
    private @Nullable V answer;
  }

  Rounds(Function<K, V> question) {
    this.question = question;
    for (int i = 0; i < turns.length; i++) {
      turns[i] = new ReentrantLock();
    }
  }

  V ask(K key) {
    Round<V> round = next.computeIfAbsent(key, _ -> new Round<>());
    Lock turn = turns[Math.floorMod(key.hashCode(), turns.length)];
    turn.lock();
    try {
      V answer = round.answer;
      if (answer == null) {
        next.remove(key, round); // nobody joins from here on
        answer = question.apply(key);
        round.answer = answer;
      }
      return answer;
    } finally {
      turn.unlock();
    }
  }
}
