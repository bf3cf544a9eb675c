package custody.store;

import static custody.store.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.ProfileEvent.AssortmentReported;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// A writer that gets neither a connection nor an error: whoever waits for it is told so.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StuckWriterTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final AssortmentReported EVENT = new AssortmentReported("stuck", null, null);

  private static final StoreTimeouts TIMEOUTS =
      new StoreTimeouts(Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofMillis(250));

  @Test
  void whoWaitsForItIsReleased() throws Exception {
    var source = new Unavailable(database.dataSource());
    try (TestStore store = new TestStore(source, Clock.systemUTC(), TIMEOUTS)) {
      var taken = message(UUID.randomUUID(), 0, EVENT);
      assertThatThrownBy(() -> store.engine().appendEvents(taken))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("did not answer in time");
      var waiting = message(UUID.randomUUID(), 0, EVENT);
      assertThatThrownBy(() -> store.engine().appendEvents(waiting))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("stuck");

      source.available.countDown();
      var later = message(UUID.randomUUID(), 0, EVENT);
      store.engine().appendEvents(later);
      assertThat(store.all())
          .extracting(recorded -> recorded.eventId().toString())
          .as("unknown is what had been taken, and that alone")
          .contains(later.getIdentifier())
          .doesNotContain(waiting.getIdentifier());
    }
  }

  /// Refuses whoever writes a lone append, and lets the writer wait.
  private static final class Unavailable extends DelegatingDataSource {
    final CountDownLatch available = new CountDownLatch(1);

    Unavailable(DataSource source) {
      super(source);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (available.getCount() > 0 && !Thread.currentThread().getName().equals("custody-append")) {
        throw new SQLException("away", "08001");
      }
      try {
        available.await();
      } catch (InterruptedException e) {
        throw new SQLException("interrupted", "08001", e);
      }
      return super.getConnection();
    }
  }
}
