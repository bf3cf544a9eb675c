package custody.service;

import custody.contract.Actor;
import custody.contract.UuidV7;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Long work that was answered with 202: whoever does it tells its progress here, and
/// `/api/operations/{id}` shows it. Every call is one statement; inside a transaction it becomes
/// visible with it.
public final class Operations {
  /// Where processes tell each other that an operation began; the payload is its kind. Whoever does
  /// that kind need not look for it all the time.
  public static final String CHANNEL = "custody_operation";

  private final JdbcClient database;
  private final Clock clock;

  public Operations(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  public enum State {
    RUNNING,
    DONE,
    FAILED
  }

  /// @param kind such as `import` or `rebuild`
  /// @param done units of work finished; what a unit is depends on the kind
  /// @param total null = not known yet
  /// @param updatedAt the last sign of life, UTC, microseconds, like all its times
  /// @param detail JSON without personal data
  /// @param startedBy who asked for it; null = nobody, it began by itself
  public record Operation(
      UUID id,
      String kind,
      State state,
      long done,
      @Nullable Long total,
      Instant startedAt,
      Instant updatedAt,
      @Nullable Instant endedAt,
      @Nullable String detail,
      @Nullable Actor startedBy) {}

  /// Begins one.
  ///
  /// @param detail JSON without personal data
  /// @return its id, for `Location`
  public UUID start(String kind, @Nullable String detail) {
    return start(kind, detail, null);
  }

  /// Begins one that somebody asked for, who may follow it.
  public UUID start(String kind, @Nullable String detail, @Nullable Actor by) {
    UUID id = UuidV7.create();
    start(id, kind, detail, by);
    return id;
  }

  /// Begins one whose id stands already in an event, once.
  ///
  /// @param detail JSON without personal data
  /// @param by who asked for it, and may follow it; null = nobody
  public void start(UUID id, String kind, @Nullable String detail, @Nullable Actor by) {
    database
        .sql(
            """
            WITH started AS (
              INSERT INTO custody.operation
                (id, kind, state, started_at, updated_at, detail, started_by)
              VALUES (:id, :kind, 'running', :now, :now, :detail, :by)
              ON CONFLICT DO NOTHING RETURNING kind
            )
            SELECT pg_notify(:channel, kind) FROM started
            """)
        .param("channel", CHANNEL)
        .param("id", id)
        .param("kind", kind)
        .param("now", now())
        .param("detail", detail)
        .param("by", by == null ? null : by.toString())
        .query(row -> {});
  }

  /// A sign of life. An operation that had ended runs again: a resumed import keeps its id.
  ///
  /// @param total null = not known yet
  public void progress(UUID id, long done, @Nullable Long total) {
    database
        .sql(
            """
            UPDATE custody.operation
            SET state = 'running', done = :done, total = :total, updated_at = :now, ended_at = NULL
            WHERE id = :id
            """)
        .param("id", id)
        .param("done", done)
        .param("total", total)
        .param("now", now())
        .update();
  }

  /// Ends one.
  ///
  /// @param detail JSON without personal data: what came of it
  public void end(UUID id, State state, @Nullable String detail) {
    database
        .sql(
            """
            UPDATE custody.operation
            SET state = :state, detail = coalesce(:detail, detail), updated_at = :now,
              ended_at = :now
            WHERE id = :id
            """)
        .param("id", id)
        .param("state", state.name().toLowerCase(Locale.ROOT))
        .param("detail", detail)
        .param("now", now())
        .update();
  }

  public Optional<Operation> find(UUID id) {
    return database
        .sql("SELECT * FROM custody.operation WHERE id = :id")
        .param("id", id)
        .query(Operations::read)
        .optional();
  }

  /// Those still running, the oldest first: what a process that starts has to resume.
  public List<Operation> running(String kind) {
    return database
        .sql(
            "SELECT * FROM custody.operation WHERE kind = :kind AND state = 'running'"
                + " ORDER BY started_at")
        .param("kind", kind)
        .query(Operations::read)
        .list();
  }

  /// The latest, newest first.
  ///
  /// @param by those that this one asked for only; null = everybody's
  public List<Operation> latest(int limit, @Nullable Actor by) {
    return database
        .sql(
            "SELECT * FROM custody.operation WHERE :by::text IS NULL OR started_by = :by"
                + " ORDER BY started_at DESC, id DESC LIMIT :limit")
        .param("by", by == null ? null : by.toString())
        .param("limit", limit)
        .query(Operations::read)
        .list();
  }

  private static @Nullable Actor by(@Nullable String text) {
    return text == null ? null : Actor.parse(text);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static Operation read(ResultSet row, int number) throws SQLException {
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new Operation(
        row.getObject("id", UUID.class),
        row.getString("kind"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getLong("done"),
        row.getObject("total", Long.class),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant(),
        row.getString("detail"),
        by(row.getString("started_by")));
  }
}
