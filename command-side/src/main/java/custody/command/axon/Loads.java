package custody.command.axon;

import custody.command.Facts.Load;
import custody.contract.RepId;
import custody.contract.Rule.PoolLimits;
import custody.service.agenda.AgendaReader;
import custody.service.agenda.Limits;
import custody.store.Lookups;
import custody.store.Turn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/// What is counted. What a rep who claims has already, only where a pool has a limit: then of all
/// claims by one rep only one is recorded at a time. And merges, always.
final class Loads {
  private static final UUID MERGES = new UUID(0, 0);

  private final DataSource database;
  private final Lookups lookups;
  private final boolean counted;
  private final ZoneId zone;
  private final Clock clock;

  /// @param configured the limits that hold where no rule says others
  /// @param zone in which days begin
  Loads(
      DataSource database,
      Lookups lookups,
      Collection<Limits> configured,
      ZoneId zone,
      Clock clock) {
    this.database = database;
    this.lookups = lookups;
    this.counted = configured.stream().anyMatch(Limits::counts);
    this.zone = zone;
    this.clock = clock;
  }

  /// The next of all merges, to be asked before anything that is decided on.
  Turn merge() {
    return new Turn(MERGES, lookups.load(MERGES, clock.instant(), 0).turn() + 1, 0);
  }

  /// The rules about limits that hold now, as far as the agenda has them.
  List<PoolLimits> limits() {
    try (Connection db = database.getConnection()) {
      return AgendaReader.limits(db, clock.instant());
    } catch (SQLException e) {
      RuntimeException known =
          new SQLStateSQLExceptionTranslator().translate("read the rules", null, e);
      throw known == null ? new UncategorizedSQLException("read the rules", null, e) : known;
    }
  }

  /// @param limits the rules that hold
  @Nullable Load load(RepId rep, List<PoolLimits> limits) {
    if (!counted && limits.stream().noneMatch(Limits::counts)) {
      return null;
    }
    Instant now = clock.instant();
    long day = now.atZone(zone).toLocalDate().toEpochDay();
    Lookups.Load load = lookups.load(rep.value(), now, day);
    return new Load(load.held(), load.claimed(), new Turn(rep.value(), load.turn() + 1, day));
  }
}
