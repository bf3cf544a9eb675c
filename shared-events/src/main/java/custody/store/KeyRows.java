package custody.store;

import custody.wire.DataKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// The keys of events that were read without them, in one query however many events there are.
final class KeyRows {
  /// One by one (OFFSET 0 keeps PostgreSQL from joining whole tables), see {@link Stored}. By a
  /// plan that is kept: what is asked for PostgreSQL does not see.
  private static final String SELECT =
      """
      SELECT w.subject, w.generation, k.master_key, k.wrapped
      FROM unnest((SELECT ?::uuid[]), (SELECT ?::smallint[])) AS w(subject, generation)
      CROSS JOIN LATERAL (SELECT master_key, wrapped FROM custody.data_key k
        WHERE k.subject = w.subject AND k.generation = w.generation OFFSET 0) k
      """;

  private final JdbcTemplate database;
  private final SubjectKeys keys;

  KeyRows(DataSource source, SubjectKeys keys) {
    this.database = new JdbcTemplate(source);
    this.keys = keys;
  }

  record Id(UUID subject, short generation) {}

  /// What they open with; a key that was destroyed is missing.
  Map<Id, DataKey> opened(Collection<Id> wanted) {
    List<Id> ids = List.copyOf(Set.copyOf(wanted));
    Map<Id, DataKey> opened = new HashMap<>();
    if (ids.isEmpty()) {
      return opened;
    }
    database.query(
        SELECT,
        statement -> {
          Parameters next = new Parameters(statement.getConnection(), statement);
          next.array("uuid", ids, id -> id.subject().toString());
          next.shorts(ids, Id::generation);
        },
        row -> {
          Id id = new Id(row.getObject(1, UUID.class), row.getShort(2));
          @Nullable DataKey key =
              keys.opened(id.subject(), id.generation(), row.getString(3), row.getBytes(4));
          if (key != null) {
            opened.put(id, key);
          }
        });
    return opened;
  }
}
