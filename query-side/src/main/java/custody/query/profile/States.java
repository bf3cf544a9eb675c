package custody.query.profile;

import custody.query.history.Memory;
import custody.query.history.Memory.Look;
import custody.service.Problem;
import custody.store.SubjectKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Customers at any two times. Chronicles looked at lately are kept in memory.
@Component
public final class States {
  /// Of the heap, as a divisor.
  private static final int SHARE = 16;

  /// Of a fact or an event in memory, in bytes.
  private static final long SIZE = 400;

  private final JdbcTemplate database;
  private final Clock clock;
  private final Memory<Chronicle> chronicles;

  public States(DataSource database, Clock clock, SubjectKeys keys) {
    this.database = new JdbcTemplate(database);
    this.clock = clock;
    chronicles =
        new Memory<>(
            database,
            SHARE,
            chronicle -> SIZE * (chronicle.events().size() + chronicle.facts().size()));
    keys.tell(chronicles);
  }

  /// @param asOf null = now
  /// @param knownAt null = everything known now
  /// @throws Problem 404 if there is no such customer, or none was known or registered yet
  public State read(UUID customer, @Nullable Instant asOf, @Nullable Instant knownAt) {
    Look<Chronicle> look = chronicles.look(customer).orElseGet(() -> told(customer));
    return look.whole().at(clock.instant(), asOf, knownAt, look.position()).orThrow();
  }

  private Look<Chronicle> told(UUID customer) {
    Look<Chronicle> look = Chronicle.read(database, customer);
    chronicles.keep(customer, look.whole());
    return look;
  }
}
