package custody.query.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import custody.service.Problem;
import custody.store.SubjectKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Customers at any two times. Chronicles looked at lately are kept in memory, and each look asks
/// by one index whether there is more to tell by now; whatever rewrites a customer's rows, be it an
/// erasure or a rebuild, in whichever process, shows in the same answer.
@Component
public final class States implements SubjectKeys.Remembering {
  /// Erased data leaves memory when the erasure is heard of; this is for what was read just before
  /// the views heard of it.
  private static final Duration KEPT = Duration.ofMinutes(1);

  /// Of the heap, as a divisor.
  private static final int SHARE = 16;

  /// Of a fact or an event in memory, in bytes.
  private static final int SIZE = 400;

  private static final String LAST =
      """
      SELECT e.position, e.xmin::text,
        (SELECT position FROM custody.view_position WHERE view = 'history')
      FROM view_history.event e WHERE e.customer = ? ORDER BY e.position DESC LIMIT 1
      """;

  private final JdbcTemplate database;
  private final Clock clock;
  private final Cache<UUID, Chronicle> chronicles =
      Caffeine.newBuilder()
          .maximumWeight(Runtime.getRuntime().maxMemory() / SHARE / SIZE)
          .<UUID, Chronicle>weigher(
              (_, chronicle) -> chronicle.events().size() + chronicle.facts().size())
          .expireAfterWrite(KEPT)
          .build();

  public States(DataSource database, Clock clock, SubjectKeys keys) {
    this.database = new JdbcTemplate(database);
    this.clock = clock;
    keys.tell(this);
  }

  /// @param asOf null = now
  /// @param knownAt null = everything known now
  /// @throws Problem 404 if there is no such customer, or none was known or registered yet
  public State read(UUID customer, @Nullable Instant asOf, @Nullable Instant knownAt) {
    Chronicle.Read read = kept(customer).orElseGet(() -> told(customer));
    return read.at(clock.instant(), asOf, knownAt).orThrow();
  }

  /// What is in memory, if it is still all.
  private Optional<Chronicle.Read> kept(UUID customer) {
    Chronicle chronicle = chronicles.getIfPresent(customer);
    return chronicle == null
        ? Optional.empty()
        : database
            .query(
                LAST,
                (row, _) ->
                    new Chronicle.Row(row.getLong(1), row.getString(2)).equals(chronicle.last())
                        ? Optional.of(new Chronicle.Read(chronicle, row.getLong(3)))
                        : Optional.<Chronicle.Read>empty(),
                customer)
            .stream()
            .flatMap(Optional::stream)
            .findFirst();
  }

  private Chronicle.Read told(UUID customer) {
    Chronicle.Read read = Chronicle.read(database, customer);
    chronicles.put(customer, read.chronicle());
    return read;
  }

  @Override
  public void forget(UUID stream) {
    chronicles.invalidate(stream);
  }

  @Override
  public void forgetAll() {
    chronicles.invalidateAll();
  }
}
