package custody.store;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class GroupReaderTest {
  private static final UUID BROKEN = new UUID(0, 0);
  private static final UUID UNREACHABLE = new UUID(0, 1);

  private final List<Collection<UUID>> asked = new CopyOnWriteArrayList<>();
  private final Semaphore gate = new Semaphore(0);
  private final GroupReader<String> reader =
      new GroupReader<>(this::answers, Duration.ofMinutes(1));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Map<UUID, String> answers(Collection<UUID> streams) {
    asked.add(streams);
    gate.acquireUninterruptibly();
    if (streams.contains(BROKEN)) {
      throw new IllegalStateException("cannot be read");
    }
    if (streams.contains(UNREACHABLE)) {
      throw new DataAccessResourceFailureException("unreachable");
    }
    return streams.stream().collect(toMap(it -> it, UUID::toString));
  }

  @AfterEach
  void end() {
    gate.release(1_000_000);
    threads.shutdownNow(); // and waits for none: one that hangs has failed its test already
  }

  @Test
  void whoComesAloneWaitsForNobody() throws Exception {
    gate.release(2);
    for (UUID stream : List.of(UUID.randomUUID(), UUID.randomUUID())) {
      assertThat(all(start(List.of(stream)))).containsExactly(stream.toString());
    }
    assertThat(asked).extracting(Collection::size).containsExactly(1, 1);
  }

  @Test
  void whoComesMeanwhileIsAskedForTogether() throws Exception {
    List<UUID> first = List.of(UUID.randomUUID(), UUID.randomUUID());
    List<Future<String>> firstAnswers = start(first);
    await().until(() -> asked.size() == 2);
    List<UUID> streams = IntStream.range(0, 50).mapToObj(_ -> UUID.randomUUID()).toList();
    List<Future<String>> answers = start(streams);
    await().until(() -> reader.waiting() == 50);
    assertThat(asked).as("on their way").hasSize(2);

    gate.release(4);
    assertThat(all(firstAnswers)).isEqualTo(texts(first));
    assertThat(all(answers)).isEqualTo(texts(streams));
    // Two of them ask at the same time, in either order.
    assertThat(asked).extracting(Collection::size).containsExactlyInAnyOrder(1, 1, 32, 18);
    assertThat(asked.stream().flatMap(Collection::stream))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(first, streams).flatMap(List::stream).toList());

    gate.release();
    assertThat(all(start(first.subList(0, 1)))).as("nobody is still counted").hasSize(1);
  }

  @Test
  void oneThatCannotBeReadFailsByItself() throws Exception {
    List<Future<String>> first = start(List.of(UUID.randomUUID(), UUID.randomUUID()));
    await().until(() -> asked.size() == 2);
    UUID whole = UUID.randomUUID();
    List<Future<String>> answers = new ArrayList<>(start(List.of(whole)));
    await().until(() -> reader.waiting() == 1); // and will be the one who asks
    answers.addAll(start(List.of(BROKEN, whole)));
    await().until(() -> reader.waiting() == 3);

    gate.release(1_000);
    assertThat(all(first)).hasSize(2);
    assertThat(all(List.of(answers.getFirst(), answers.getLast())))
        .isEqualTo(texts(List.of(whole, whole)));
    assertThatThrownBy(() -> answers.get(1).get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("cannot be read");
    assertThat(asked.get(2)).as("each once").containsExactlyInAnyOrder(BROKEN, whole);
    assertThat(all(start(List.of(whole)))).as("and holds up nobody afterwards").hasSize(1);
  }

  @Test
  void whatTheDatabaseSaysHoldsForAll() throws Exception {
    List<Future<String>> first = start(List.of(UUID.randomUUID(), UUID.randomUUID()));
    await().until(() -> asked.size() == 2);
    List<Future<String>> answers = start(List.of(UNREACHABLE, UUID.randomUUID()));
    await().until(() -> reader.waiting() == 2);

    gate.release(1_000);
    assertThat(all(first)).hasSize(2);
    for (Future<String> answer : answers) {
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(DataAccessResourceFailureException.class);
    }
    assertThat(asked).as("once").hasSize(3);
    assertThat(all(start(List.of(UUID.randomUUID())))).as("and not for good").hasSize(1);
  }

  @Test
  void whoHasWaitedForLongIsToldThatTheDatabaseFails() throws Exception {
    GroupReader<String> impatient = new GroupReader<>(this::answers, Duration.ZERO);
    start(List.of(UNREACHABLE, UNREACHABLE), impatient);
    await().until(() -> asked.size() == 2);
    List<Future<String>> answers =
        start(Stream.generate(UUID::randomUUID).limit(50).toList(), impatient);
    await().until(() -> impatient.waiting() == 50);

    gate.release();
    for (Future<String> answer : answers) {
      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(DataAccessResourceFailureException.class);
    }
    assertThat(asked).as("nothing in their turn").hasSize(2);
  }

  private List<Future<String>> start(List<UUID> streams, GroupReader<String> reader) {
    return streams.stream().map(it -> threads.submit(() -> reader.read(it))).toList();
  }

  private List<Future<String>> start(List<UUID> streams) {
    return start(streams, reader);
  }

  private static List<String> all(List<Future<String>> answers) throws Exception {
    List<String> all = new ArrayList<>();
    for (Future<String> answer : answers) {
      all.add(answer.get(10, TimeUnit.SECONDS));
    }
    return all;
  }

  private static List<String> texts(List<UUID> streams) {
    return streams.stream().map(UUID::toString).toList();
  }
}
