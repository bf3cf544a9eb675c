package custody.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Changes the master key under a running service: wraps every data key anew with the first of the
/// configured master keys. The data keys stay the same, so nothing that is sealed is touched.
public final class KeyRotation {
  private static final int BATCH = 500;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final MasterKeys masters;
  private final SubjectKeys keys;

  public KeyRotation(DataSource source, MasterKeys masters, SubjectKeys keys) {
    this.template = new JdbcTemplate(source);
    this.jdbc = JdbcClient.create(template);
    this.masters = masters;
    this.keys = keys;
  }

  /// @param current id of the master key that wraps; ids tell nothing of the keys
  /// @param configured ids of all that this process has, the current one first
  /// @param dataKeys how many data keys each master key wraps; one with none can be taken away
  public record Status(String current, List<String> configured, Map<String, Long> dataKeys) {}

  public Status status() {
    masters.reload();
    Map<String, Long> wrapped = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT master_key, count(*) FROM custody.data_key WHERE wrapped IS NOT NULL
            GROUP BY master_key ORDER BY master_key
            """)
        .query((row, _) -> wrapped.put(row.getString(1), row.getLong(2)))
        .list();
    return new Status(masters.current(), masters.ids(), wrapped);
  }

  /// How many data keys are not wrapped by the current master key.
  public long left() {
    return jdbc.sql(
            """
            SELECT count(*) FROM custody.data_key
            WHERE wrapped IS NOT NULL AND master_key <> ?
            """)
        .param(masters.current())
        .query(Long.class)
        .single();
  }

  /// @param wrapped in hex
  private record Kept(UUID subject, short generation, String masterKey, String wrapped) {}

  /// Wraps all of them anew. To be called again after an interruption: what is done is done.
  ///
  /// @param progress told how many are done so far
  /// @return how many
  /// @throws IllegalStateException if one is wrapped by a master key that is not configured
  public long rewrap(LongConsumer progress) {
    masters.reload();
    keys.announceMasterKeys();
    long done = 0;
    List<Kept> batch = after(new UUID(0, 0), (short) 0);
    while (!batch.isEmpty()) {
      done += rewrap(batch);
      progress.accept(done);
      batch = after(batch.getLast().subject(), batch.getLast().generation());
    }
    return done;
  }

  private List<Kept> after(UUID subject, short generation) {
    return jdbc.sql(
            """
            SELECT subject, generation, master_key, encode(wrapped, 'hex') FROM custody.data_key
            WHERE (subject, generation) > (?, ?) AND wrapped IS NOT NULL AND master_key <> ?
            ORDER BY subject, generation LIMIT ?
            """)
        .param(subject)
        .param(generation)
        .param(masters.current())
        .param(BATCH)
        .query(
            (row, _) ->
                new Kept(
                    row.getObject(1, UUID.class),
                    row.getShort(2),
                    row.getString(3),
                    row.getString(4)))
        .list();
  }

  private int rewrap(List<Kept> batch) {
    List<MasterKeys.Wrapped> anew = new ArrayList<>();
    for (Kept kept : batch) {
      String context = SubjectKeys.context(kept.subject(), kept.generation());
      anew.add(
          masters.wrap(
              masters.unwrap(kept.masterKey(), HexFormat.of().parseHex(kept.wrapped()), context),
              context));
    }
    Integer changed =
        template.execute(
            (ConnectionCallback<Integer>) connection -> update(connection, batch, anew));
    return changed == null ? 0 : changed;
  }

  /// A key that was destroyed meanwhile stays destroyed.
  private static int update(Connection connection, List<Kept> batch, List<MasterKeys.Wrapped> anew)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE custody.data_key k SET master_key = n.master_key, wrapped = decode(n.hex, 'hex')
            FROM unnest(?::uuid[], ?::smallint[], ?::text[], ?::text[], ?::text[])
              AS n(subject, generation, former, master_key, hex)
            WHERE k.subject = n.subject AND k.generation = n.generation
              AND k.master_key = n.former AND k.wrapped IS NOT NULL
            """)) {
      Parameters next = new Parameters(connection, update);
      next.array("uuid", batch, kept -> kept.subject().toString());
      next.shorts(batch, Kept::generation);
      next.array("text", batch, Kept::masterKey);
      next.array("text", anew, MasterKeys.Wrapped::masterKey);
      next.array("text", anew, MasterKeys.Wrapped::hex);
      return update.executeUpdate();
    }
  }
}
