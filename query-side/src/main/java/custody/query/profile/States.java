package custody.query.profile;

import com.github.benmanes.caffeine.cache.Cache;
import custody.query.Answers;
import custody.service.Caches;
import custody.service.Problem;
import custody.store.SubjectKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /// How old the position may be that an answer names.
  private static final Duration FRESH = Duration.ofMillis(100);

  private static final String LAST =
      """
      SELECT e.position, e.xmin
      FROM view_history.event e WHERE e.customer = ? ORDER BY e.position DESC LIMIT 1
      """;

  /// Twice the work of {@link #LAST}, so it is asked once while the answer is fresh. The position
  /// is the one that serves by now, and so has the row to be: see {@link Answers#swapped}.
  private static final String LAST_AND_POSITION =
      LAST.replace(
              "e.xmin",
              "e.xmin, (SELECT position FROM custody.view_position WHERE view = 'history')")
          .replace("WHERE", "WHERE e.tableoid = to_regclass('view_history.event') AND");

  private final DataSource source;
  private final JdbcTemplate database;
  private final Clock clock;
  private volatile Shown shown = new Shown(0, System.nanoTime() - FRESH.toNanos());
  private final Cache<UUID, Chronicle> chronicles =
      Caches.builder()
          .maximumWeight(Runtime.getRuntime().maxMemory() / SHARE / SIZE)
          .<UUID, Chronicle>weigher(
              (_, chronicle) -> chronicle.events().size() + chronicle.facts().size())
          .expireAfterWrite(KEPT)
          .build();

  public States(DataSource database, Clock clock, SubjectKeys keys) {
    this.source = database;
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

  /// How far the view had come when that was asked for. It shows everything up to there from then
  /// on, so a look that comes later may say so, too.
  ///
  /// @param at {@link System#nanoTime}
  private record Shown(long position, long at) {
    boolean isFresh() {
      return System.nanoTime() - at < FRESH.toNanos();
    }
  }

  /// What is in memory, if it is still all.
  private Optional<Chronicle.Read> kept(UUID customer) {
    Chronicle chronicle = chronicles.getIfPresent(customer);
    if (chronicle == null) {
      return Optional.empty();
    }
    Shown before = shown;
    boolean fresh = before.isFresh();
    try (Connection db = source.getConnection();
        PreparedStatement query = db.prepareStatement(fresh ? LAST : LAST_AND_POSITION)) {
      query.setObject(1, customer);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()
            || row.getLong(1) != chronicle.last().position()
            || !row.getString(2).equals(chronicle.last().written())) {
          return Optional.empty();
        }
        return Optional.of(
            new Chronicle.Read(chronicle, fresh ? before.position() : shows(row.getLong(3))));
      }
    } catch (SQLException e) {
      throw Answers.failure("read a view", e);
    }
  }

  private long shows(long position) {
    shown = new Shown(position, System.nanoTime());
    return position;
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
