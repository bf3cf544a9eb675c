package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// People who work at the same time, some of them on the same customers, and whose programs do what
/// the manual says: every request has an idempotency key, and without an answer it is sent again.
final class Crowd implements AutoCloseable {
  private static final int PEOPLE = 8;
  private static final int THINKS_MILLIS = 25;
  private static final long PATIENCE_NANOS = 150_000_000_000L;

  /// A request that can be repeated.
  record Request(String path, String body, String key) {}

  /// @param answer the first one that arrived
  record Acknowledged(Request request, Answer answer) {}

  private final Client client;
  private final List<UUID> reps;
  private final long seed;
  private final List<UUID> customers = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> people = new ArrayList<>();
  private volatile boolean goHome;

  /// They begin at once.
  Crowd(Client client, List<UUID> reps, long seed) {
    this.client = client;
    this.reps = reps;
    this.seed = seed;
    for (int i = 0; i < PEOPLE; i++) {
      Random random = new Random(seed * PEOPLE + i);
      String name = i + "-";
      people.add(threads.submit(() -> work(random, name)));
    }
  }

  /// Waits until that many more requests were acknowledged.
  void awaitMore(int more) {
    int goal = count.get() + more;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (count.get() < goal) {
      assertThat(System.nanoTime()).as("only %s of %s", count, goal).isLessThan(deadline);
      for (Future<?> person : people) {
        assertThat(person.isDone()).as("somebody gave up; seed %d", seed).isFalse();
      }
      Child.pause();
    }
  }

  /// Lets everyone finish: no request stays without answer.
  List<Acknowledged> finish() throws Exception {
    goHome = true;
    for (Future<?> person : people) {
      person.get();
    }
    return List.copyOf(acknowledged);
  }

  /// How many requests had to be sent again.
  int repeated() {
    return repeated.get();
  }

  List<UUID> customers() {
    return List.copyOf(customers);
  }

  private Void work(Random random, String name) throws InterruptedException {
    for (int i = 0; !goHome; i++) {
      Request request = invent(random, name + i);
      Answer answer = insist(request);
      if (answer.status() < 300) {
        if (request.path().equals("/api/customers")) {
          customers.add(answer.id());
        }
        acknowledged.add(new Acknowledged(request, answer));
        count.incrementAndGet();
      } else {
        // A refusal by the rules is an answer too: others were faster.
        assertThat(answer.status()).as("%s %s", request, answer.text()).isBetween(400, 499);
      }
      TimeUnit.MILLISECONDS.sleep(THINKS_MILLIS);
    }
    return null;
  }

  /// Sends a request until it is answered.
  private Answer insist(Request request) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        Answer answer =
            client.tryPost(request.path(), request.body(), "Idempotency-Key", request.key());
        assertThat(answer.status()).as("%s %s", request, answer.text()).isNotEqualTo(500);
        boolean later =
            answer.status() >= 500
                || answer.text().contains("idempotency-key-in-flight")
                || answer.text().contains("urn:custody:problem:conflict");
        if (!later) {
          return answer;
        }
        assertThat(System.nanoTime()).as("%s", answer).isLessThan(deadline);
      } catch (IOException e) {
        assertThat(System.nanoTime()).as("%s", e).isLessThan(deadline);
      }
      repeated.incrementAndGet();
      Child.pause();
    }
  }

  private Request invent(Random random, String unique) {
    List<UUID> known = customers.isEmpty() ? List.of() : customers;
    int dice = known.isEmpty() ? 0 : random.nextInt(100);
    if (dice < 15) {
      return request("/api/customers", registration(random, unique));
    }
    // Mostly one of the first few, on which all of them work.
    UUID customer = known.get(random.nextInt(dice < 60 ? Math.min(5, known.size()) : known.size()));
    String path = "/api/customers/" + customer;
    Instant now = Instant.now();
    return switch (dice % 7) {
      case 0, 1, 2 ->
          request(
              path + "/follow-ups",
              """
              {"medium": "call", "occurredAt": "%s", "rep": "%s", "summary": "%s",
               "nextStep": {"what": "再联系", "due": "2027-01-31"}}
              """
                  .formatted(now.minusSeconds(1 + random.nextInt(9)), rep(random), "谈 " + unique));
      case 3 ->
          request(
              path + "/contacts",
              """
              {"fields": {"name": "%s", "role": "buyer"}}
              """
                  .formatted("Contact " + unique));
      case 4 ->
          request(
              path + "/transfer",
              """
              {"to": "%s", "reason": "load", "effectiveAt": "%s"}
              """
                  .formatted(rep(random), now.plusSeconds(random.nextInt(2000) - 1000)));
      case 5 ->
          request(
              path + "/release",
              """
              {"pool": "华东公海", "reason": "load"}
              """);
      default ->
          request(
              path + "/claim",
              """
              {"by": "%s", "reason": "load"}
              """
                  .formatted(rep(random)));
    };
  }

  private String registration(Random random, String unique) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      name.appendCodePoint(0x4e00 + random.nextInt(0x5000));
    }
    return """
    {"kind": "company", "holder": {"rep": "%s"},
     "externalIds": [{"system": "crowd-%d", "id": "%s"}],
     "fields": {"name": "%s", "phone": "+86 139 %04d %04d", "region": "华东"}}
    """
        .formatted(rep(random), seed, unique, name, random.nextInt(10_000), random.nextInt(10_000));
  }

  private UUID rep(Random random) {
    return reps.get(random.nextInt(reps.size()));
  }

  private static Request request(String path, String body) {
    return new Request(path, body, Client.newKey());
  }

  @Override
  public void close() {
    goHome = true;
    threads.shutdownNow();
  }
}
