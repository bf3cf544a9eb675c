package custody.command.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void whoComesLaterGetsWhatIsTrueThen() {
    Rounds<String, Integer> rounds = new Rounds<>(_ -> asked.incrementAndGet());
    assertThat(rounds.ask("a")).isEqualTo(1);
    assertThat(rounds.ask("a")).isEqualTo(2);
  }

  /// The one that waits came while the first answer was on its way, so that one is not for it.
  @Test
  void anAnswerThatIsOnItsWayIsNotForWhoComesMeanwhile() throws Exception {
    CountDownLatch onItsWay = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Rounds<String, Integer> rounds =
        new Rounds<>(
            _ -> {
              int answer = asked.incrementAndGet();
              onItsWay.countDown();
              await(go);
              return answer;
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = threads.submit(() -> rounds.ask("a"));
      onItsWay.await();
      List<Thread> started = new ArrayList<>();
      List<Integer> answers = java.util.Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < 8; i++) {
        started.add(Thread.ofPlatform().start(() -> answers.add(rounds.ask("a"))));
      }
      for (Thread thread : started) {
        while (thread.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
      }
      go.countDown();
      assertThat(first.get()).isEqualTo(1);
      for (Thread thread : started) {
        thread.join();
      }
      assertThat(answers).hasSize(8).containsOnly(2);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void aQuestionThatFailedIsAskedAgain() {
    Rounds<String, Integer> rounds =
        new Rounds<>(
            _ -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
              }
              return asked.get();
            });
    assertThatThrownBy(() -> rounds.ask("a")).hasMessage("away");
    assertThat(rounds.ask("a")).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
