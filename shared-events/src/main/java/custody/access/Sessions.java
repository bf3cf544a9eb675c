package custody.access;

import custody.access.Accounts.User;
import custody.access.TokenIssuer.Session;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where people are signed in. Whether a token is good is not asked here but of [Standings].
public final class Sessions {
  private static final int LONGEST_AGENT = 200;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final AccessNotices notices;

  public Sessions(JdbcClient jdbc, Clock clock, AccessNotices notices) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.notices = notices;
  }

  /// @param renewedAt when the session's last token was issued
  /// @param address from where the password was given
  /// @param agent what the browser or program called itself then
  public record Open(
      UUID id,
      Instant startedAt,
      Instant renewedAt,
      Instant endsAt,
      String address,
      @Nullable String agent) {}

  public void began(User user, Session session, String address, @Nullable String agent) {
    jdbc.sql("DELETE FROM custody.session WHERE ends_at < ?").param(now()).update();
    jdbc.sql("INSERT INTO custody.session VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .param(session.id())
        .param(user.name())
        .param(user.epoch())
        .param(Timestamp.from(session.startedAt()))
        .param(Timestamp.from(session.startedAt()))
        .param(Timestamp.from(session.endsAt()))
        .param(address)
        .param(agent == null ? null : agent.substring(0, Math.min(agent.length(), LONGEST_AGENT)))
        .update();
  }

  public void renewed(Session session) {
    jdbc.sql("UPDATE custody.session SET renewed_at = ? WHERE id = ?")
        .params(now(), session.id())
        .update();
  }

  /// Those of this person that are not over, the newest first.
  public List<Open> open(User user) {
    return jdbc.sql(
            """
            SELECT id, started_at, renewed_at, ends_at, address, agent FROM custody.session AS one
            WHERE app_user = ? AND epoch = ? AND ends_at > ?
              AND NOT EXISTS (SELECT FROM custody.ended_session WHERE id = one.id)
            ORDER BY started_at DESC, id
            """)
        .params(user.name(), user.epoch(), now())
        .query(
            (row, _) ->
                new Open(
                    row.getObject("id", UUID.class),
                    row.getTimestamp("started_at").toInstant(),
                    row.getTimestamp("renewed_at").toInstant(),
                    row.getTimestamp("ends_at").toInstant(),
                    row.getString("address"),
                    row.getString("agent")))
        .list();
  }

  /// No token of this session is good for anything any more.
  ///
  /// @return false if this person has no such session, or it was over
  public boolean end(User user, UUID session) {
    int ended =
        jdbc.sql(
                """
                INSERT INTO custody.ended_session
                SELECT id, ?, ends_at FROM custody.session
                WHERE id = ? AND app_user = ? AND ends_at > ?
                ON CONFLICT DO NOTHING
                """)
            .params(user.actor().toString(), session, user.name(), now())
            .update();
    notices.changed(user.actor());
    return ended > 0;
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
