package custody.access;

import com.github.benmanes.caffeine.cache.Cache;
import custody.contract.Actor;
import custody.contract.Definition;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.service.Caches;
import custody.service.looks.Leavers;
import custody.store.EventLog;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Whether a token's owner may still come in, which a token cannot know of itself: passwords and
/// roles change, sessions are signed out of, people leave.
///
/// Remembered for seconds at most, and forgotten at once when any process gives notice, so that
/// asking costs nothing and what ends, ends now.
public final class Standings implements Leavers {
  /// How long a process may still let someone in, should the notice of the end be lost.
  private static final Duration REMEMBERED = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final EventLog events;
  private final Clock clock;
  private final boolean own;
  private final Cache<Actor, Standing> known =
      Caches.builder().maximumSize(100_000).expireAfterWrite(REMEMBERED).build();

  /// @param epoch tokens of another one are refused
  /// @param ended sessions that were signed out of
  /// @param leaving whether it is a rep's who is about to leave
  private record Standing(boolean active, int epoch, Set<UUID> ended, boolean leaving) {
    static final Standing NOBODY = new Standing(false, 0, Set.of(), false);

    Standing ofLeaver() {
      return new Standing(active, epoch, ended, true);
    }
  }

  public Standings(
      JdbcClient jdbc,
      EventLog events,
      Clock clock,
      AccessProperties properties,
      AccessNotices notices) {
    this.jdbc = jdbc;
    this.events = events;
    this.clock = clock;
    this.own = properties.isOwn();
    notices.onAccount(known::invalidate, known::invalidateAll);
  }

  /// @param session null = none that could be signed out of
  public boolean holds(Actor owner, int epoch, @Nullable UUID session) {
    Standing standing = known.get(owner, this::load);
    return standing.active()
        && standing.epoch() == epoch
        && (session == null || !standing.ended().contains(session));
  }

  private Standing load(Actor owner) {
    return switch (owner.kind()) {
      case USER -> own ? user("name = ?", owner.id(), owner) : Standing.NOBODY;
      case REP -> {
        RepId rep = RepId.of(owner.id());
        Working working = working(rep);
        Standing standing =
            !working.now()
                ? Standing.NOBODY
                : own
                    ? user("rep = ?", rep.value(), owner)
                    : new Standing(true, 0, Set.of(), false);
        yield working.leaving() ? standing.ofLeaver() : standing;
      }
      case SERVICE -> service(owner);
      case RULE -> Standing.NOBODY;
    };
  }

  private Standing user(String which, Object id, Actor owner) {
    return query(
        "SELECT active, epoch, " + ENDED + " FROM custody.app_user WHERE " + which, owner, id);
  }

  private Standing service(Actor owner) {
    return query(
        "SELECT active, epoch, " + ENDED + " FROM custody.service_account WHERE name = ?",
        owner,
        owner.id());
  }

  private static final String ENDED = "ARRAY(SELECT id FROM custody.ended_session WHERE owner = ?)";

  private Standing query(String sql, Actor owner, Object id) {
    return jdbc.sql(sql)
        .param(owner.toString())
        .param(id)
        .query((row, _) -> new Standing(row.getBoolean(1), row.getInt(2), ids(row), false))
        .optional()
        .orElse(Standing.NOBODY);
  }

  private static Set<UUID> ids(ResultSet row) throws SQLException {
    Array array = row.getArray(3);
    return Arrays.stream((Object[]) array.getArray())
        .map(UUID.class::cast)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean isLeaving(RepId rep) {
    return known.get(Actor.rep(rep), this::load).leaving();
  }

  /// @param now whether the rep works here
  /// @param leaving whether it is announced that this will end
  private record Working(boolean now, boolean leaving) {}

  /// By the one definition, so that a leaving dated ahead takes effect by itself. That somebody
  /// will leave counts as soon as it is known.
  private Working working(RepId rep) {
    Instant now = clock.instant();
    boolean works = false;
    boolean leaving = false;
    for (Recorded recorded : Definition.select(events.stream(rep.value()), Instant.MAX, now)) {
      if (recorded.event() instanceof RepEvent event) {
        boolean already = !recorded.effectiveAt().isAfter(now);
        switch (event) {
          case RepEvent.Joined _ -> {
            works |= already;
            leaving &= !already;
          }
          case RepEvent.LeavingAnnounced _ -> leaving = true;
          case RepEvent.Left _ -> {
            works &= !already;
            leaving = true;
          }
          case RepEvent.Moved _, RepEvent.PersonalDataErased _ -> {}
        }
      }
    }
    return new Working(works, leaving);
  }
}
