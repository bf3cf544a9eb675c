package custody.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;

/// The lookup tables beside the event table.
final class PostgresLookups implements Lookups {
  /// The index finds who has one of the rarest parts; sharing is counted for those only.
  private static final String ALIKE =
      """
      SELECT stream, shared::float8 / (cardinality(parts) + ? - shared) AS likeness
      FROM (
        SELECT l.stream, l.parts,
          (SELECT count(*) FROM unnest(l.parts) p WHERE p = ANY (?::bigint[])) AS shared
        FROM custody.likeness l
        WHERE l.parts && ?::bigint[] AND cardinality(l.parts) BETWEEN ? AND ?) AS candidate
      WHERE shared >= ? * (cardinality(parts) + ? - shared)
      ORDER BY likeness DESC, stream LIMIT ?
      """;

  /// What is of one rep stands together: the rep's id comes first in it.
  private static final String LOAD =
      """
      SELECT
        (SELECT count(*) FROM custody.claim WHERE kind = 'holding' AND hash >= ? AND hash < ?
          AND substring(hash FROM 41 FOR 8) > ?),
        (SELECT count(*) FROM custody.claim WHERE kind = 'claim-day' AND hash >= ? AND hash < ?),
        (SELECT hash FROM custody.claim WHERE kind = 'claim-turn' AND hash >= ? AND hash < ?
          ORDER BY hash DESC LIMIT 1)
      """;

  private final EventRows database;
  private final CommonParts common = new CommonParts();

  PostgresLookups(EventRows database) {
    this.database = database;
  }

  @Override
  public Map<Claim, UUID> holders(Collection<Claim> claims) {
    return database.on(connection -> Stored.holders(connection, List.copyOf(claims)));
  }

  @Override
  public Optional<Answer> answer(String key) {
    return database.on(
        connection -> Optional.ofNullable(Stored.answers(connection, List.of(key)).get(key)));
  }

  @Override
  public List<Alike> alike(Set<Long> parts, double atLeast, int limit) {
    if (parts.isEmpty()) {
      return List.of();
    }
    return database.on(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ALIKE)) {
            PGConnection arrays = connection.unwrap(PGConnection.class);
            int size = parts.size();
            // Whoever is alike shares at least so many of the parts; so it cannot be without any of
            // one more than there are others.
            int shared = (int) Math.ceil(atLeast * size - 1e-9);
            long[] rarest = common.rarest(connection, parts, size - shared + 1);
            statement.setInt(1, size);
            statement.setArray(
                2,
                arrays.createArrayOf("int8", parts.stream().mapToLong(Long::longValue).toArray()));
            statement.setArray(3, arrays.createArrayOf("int8", rarest));
            statement.setInt(4, shared);
            statement.setInt(5, (int) Math.floor(size / Math.max(atLeast, 0.01) + 1e-9));
            statement.setDouble(6, atLeast);
            statement.setInt(7, size);
            statement.setInt(8, limit);
            try (ResultSet result = statement.executeQuery()) {
              List<Alike> alike = new ArrayList<>();
              while (result.next()) {
                alike.add(new Alike(result.getObject(1, UUID.class), result.getDouble(2)));
              }
              return alike;
            }
          }
        });
  }

  @Override
  public Load load(UUID rep, Instant now, long day) {
    byte[] ofRep = Holding.bytes(rep);
    byte[] ofDay = ByteBuffer.allocate(24).put(ofRep).putLong(day).array();
    byte[] at = ByteBuffer.allocate(Long.BYTES).putLong(Holding.sortable(now)).array();
    return database.on(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            int next = 1;
            for (byte[] bytes :
                List.of(ofRep, behind(ofRep), at, ofDay, behind(ofDay), ofRep, behind(ofRep))) {
              statement.setBytes(next++, bytes);
            }
            try (ResultSet result = statement.executeQuery()) {
              result.next();
              byte[] turn = result.getBytes(3);
              return new Load(
                  result.getLong(1), result.getLong(2), turn == null ? 0 : Turn.number(turn));
            }
          }
        });
  }

  /// The first that does not begin with these bytes.
  private static byte[] behind(byte[] first) {
    byte[] behind = first.clone();
    for (int i = behind.length - 1; i >= 0; i--) {
      if (++behind[i] != 0) {
        return behind;
      }
    }
    return Arrays.copyOf(first, first.length + 1); // an id of ones only, which no UUID is
  }
}
