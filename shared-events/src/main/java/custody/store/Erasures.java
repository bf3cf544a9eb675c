package custody.store;

import custody.contract.ContactId;
import custody.contract.ErasureEvent.DestroyedKey;
import custody.contract.ErasureEvent.Subject;
import custody.contract.ErasureId;
import custody.wire.KeySubject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What an erasure has to do with the tables beside the events, step by step. Every step can be
/// repeated.
public final class Erasures {
  private static final String KEYS = "(subject = :subject OR stream = :subject)";

  private final JdbcClient jdbc;
  private final SubjectKeys keys;

  public Erasures(DataSource source, SubjectKeys keys) {
    this.jdbc = JdbcClient.create(source);
    this.keys = keys;
  }

  /// From now on the case is looked after, until it is settled. To be called before anything is
  /// recorded of it.
  public void open(ErasureId erasure) {
    jdbc.sql("INSERT INTO custody.erasure (id) VALUES (?) ON CONFLICT DO NOTHING")
        .param(erasure.value())
        .update();
  }

  /// The cases that are not settled, the oldest first.
  public List<ErasureId> open() {
    return jdbc.sql("SELECT id FROM custody.erasure ORDER BY opened_at, id")
        .query((row, _) -> new ErasureId(row.getObject(1, UUID.class)))
        .list();
  }

  public void settled(ErasureId erasure) {
    jdbc.sql("DELETE FROM custody.erasure WHERE id = ?").param(erasure.value()).update();
  }

  /// True if nothing can come of the request any more, should nothing have been recorded of it.
  public boolean isAbandoned(ErasureId erasure) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT FROM custody.erasure WHERE id = ? AND opened_at < now() -"
                + " interval '1 hour')")
        .param(erasure.value())
        .query(Boolean.class)
        .single();
  }

  /// The database's time, which keys carry.
  public Instant now() {
    return jdbc.sql("SELECT clock_timestamp()")
        .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .single();
  }

  /// Counts what the append that says so is going to take away with it: the first time only, since
  /// later there is nothing to count.
  public void count(ErasureId erasure, Subject subject) {
    note(
        erasure,
        "keys",
        number(
            "SELECT count(*) FROM custody.data_key WHERE " + KEYS + " AND wrapped IS NOT NULL",
            subject));
    if (subject.contact() == null) {
      note(
          erasure,
          "claims",
          number(
              "SELECT count(*) FROM custody.claim WHERE stream = :subject AND"
                  + " kind NOT IN ('customer-key', 'rep-key')",
              subject));
      note(
          erasure,
          "likenesses",
          number("SELECT count(*) FROM custody.likeness WHERE stream = :subject", subject));
    }
  }

  /// Removes what is left of it beside the events: claims and likenesses that a backup brought
  /// back, and what was answered under idempotency keys, which holds hashes of what was sent.
  public void clean(ErasureId erasure, Subject subject) {
    if (subject.contact() == null) {
      update(
          "DELETE FROM custody.claim WHERE stream = :subject AND kind NOT IN ('customer-key',"
              + " 'rep-key')",
          subject);
      update("DELETE FROM custody.likeness WHERE stream = :subject", subject);
    }
    note(
        erasure,
        "answers",
        jdbc.sql("DELETE FROM custody.answer WHERE receipt::jsonb ->> 'id' = ?")
            .param(subject.stream().toString())
            .update());
    keys.announce(subject.stream());
  }

  /// What was removed, for the proof.
  public void note(ErasureId erasure, String store, long removed) {
    jdbc.sql(
            "INSERT INTO custody.erasure_step (erasure, store, removed) VALUES (?, ?, ?)"
                + " ON CONFLICT (erasure, store) DO UPDATE"
                + " SET removed = greatest(erasure_step.removed, EXCLUDED.removed)")
        .param(erasure.value())
        .param(store)
        .param(removed)
        .update();
  }

  public Map<String, Long> removed(ErasureId erasure) {
    Map<String, Long> removed = new LinkedHashMap<>();
    jdbc.sql("SELECT store, removed FROM custody.erasure_step WHERE erasure = ? ORDER BY store")
        .param(erasure.value())
        .query((row, _) -> removed.put(row.getString(1), row.getLong(2)))
        .list();
    return removed;
  }

  /// Whether every view there is has seen the event that says so, and has purged itself.
  public boolean viewsPurged(ErasureId erasure, long position) {
    return jdbc.sql(
            """
            SELECT NOT EXISTS (SELECT FROM custody.view_position v
              WHERE v.position < :position OR NOT EXISTS (SELECT FROM custody.erasure_step s
                WHERE s.erasure = :erasure AND s.store = 'view:' || v.view))
            """)
        .param("position", position)
        .param("erasure", erasure.value())
        .query(Boolean.class)
        .single();
  }

  /// The person's keys that are no more.
  public List<DestroyedKey> destroyed(Subject subject) {
    return jdbc.sql(
            "SELECT subject, generation, destroyed_at FROM custody.data_key WHERE "
                + KEYS
                + " AND wrapped IS NULL ORDER BY subject, generation")
        .param("subject", subject(subject))
        .query(
            (row, _) ->
                new DestroyedKey(
                    row.getObject(1, UUID.class),
                    row.getInt(2),
                    row.getObject(3, OffsetDateTime.class).toInstant()))
        .list();
  }

  private long number(String sql, Subject subject) {
    return jdbc.sql(sql).param("subject", subject(subject)).query(Long.class).single();
  }

  private void update(String sql, Subject subject) {
    jdbc.sql(sql).param("subject", subject(subject)).update();
  }

  private static UUID subject(Subject subject) {
    ContactId contact = subject.contact();
    return contact == null ? subject.stream() : KeySubject.of(subject.stream(), contact);
  }
}
