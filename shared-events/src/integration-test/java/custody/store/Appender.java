package custody.store;

import custody.contract.ProfileEvent.AssortmentReported;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/// A process to be killed: appends from many threads, and says of each pair of events that it was
/// acknowledged.
final class Appender {
  private static final int THREADS = 32;

  private Appender() {}

  public static void main(String[] args) throws InterruptedException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(args[0]);
    try (TestStore store = new TestStore(source)) {
      List<Thread> threads =
          IntStream.range(0, THREADS)
              .mapToObj(_ -> Thread.ofVirtual().start(() -> append(store)))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void append(TestStore store) {
    while (true) {
      UUID stream = UUID.randomUUID();
      store
          .engine()
          .appendEvents(
              TestStore.message(stream, 0, new AssortmentReported("tea", null, null)),
              TestStore.message(stream, 1, new AssortmentReported("beer", null, null)));
      System.out.println(stream);
    }
  }
}
