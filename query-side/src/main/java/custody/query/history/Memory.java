package custody.query.history;

import com.github.benmanes.caffeine.cache.Cache;
import custody.query.Answers;
import custody.service.Caches;
import custody.store.SubjectKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;

/// What was read of customers looked at lately, all of it each time. Each look asks by one index
/// whether there is more to tell by now; whatever rewrites a customer's rows, be it an erasure or a
/// rebuild, in whichever process, shows in the same answer.
public final class Memory<T extends Memory.Whole> implements SubjectKeys.Remembering {
  /// Erased data leaves memory when the erasure is heard of; this is for what was read just before
  /// the views heard of it.
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final String LAST =
      """
      SELECT e.position, e.xmin
      FROM view_history.event e WHERE e.customer = ? ORDER BY e.position DESC LIMIT 1
      """;

  private final DataSource database;
  private final Cache<UUID, T> memory;
  private final Shown shown;

  /// A row as it was written: a rewrite of it, be it with the same content, makes another one.
  ///
  /// @param position of the event
  /// @param written the transaction that wrote the row
  public record Row(long position, String written) {}

  /// All that there was to be read of a customer.
  public interface Whole {
    /// The row of the customer's last event, by which a later look knows whether this is still all.
    Row last();
  }

  /// @param position the view shows everything up to there
  public record Look<T extends Whole>(T whole, long position) {
    public Look {
      position = Math.max(position, whole.last().position());
    }
  }

  /// @param share of the heap that may be kept, as a divisor
  /// @param size of what is kept of a customer, in bytes
  public Memory(DataSource database, int share, ToLongFunction<T> size) {
    this.database = database;
    shown = new Shown(database);
    memory =
        Caches.builder()
            .maximumWeight(Runtime.getRuntime().maxMemory() / share)
            .<UUID, T>weigher(
                (_, whole) -> (int) Math.min(size.applyAsLong(whole), Integer.MAX_VALUE))
            .expireAfterWrite(KEPT)
            .build();
  }

  Shown shown() {
    return shown;
  }

  public void keep(UUID customer, T whole) {
    memory.put(customer, whole);
  }

  /// What is in memory, if it is still all.
  public Optional<Look<T>> look(UUID customer) {
    T whole = memory.getIfPresent(customer);
    if (whole == null) {
      return Optional.empty();
    }
    try {
      long position = shown.position();
      try (Connection db = database.getConnection();
          PreparedStatement query = db.prepareStatement(LAST)) {
        query.setObject(1, customer);
        try (ResultSet row = query.executeQuery()) {
          boolean same =
              row.next()
                  && row.getLong(1) == whole.last().position()
                  && row.getString(2).equals(whole.last().written());
          return same ? Optional.of(new Look<>(whole, position)) : Optional.empty();
        }
      }
    } catch (SQLException e) {
      throw Answers.failure("read a view", e);
    }
  }

  @Override
  public void forget(UUID stream) {
    memory.invalidate(stream);
  }

  @Override
  public void forgetAll() {
    memory.invalidateAll();
  }
}
