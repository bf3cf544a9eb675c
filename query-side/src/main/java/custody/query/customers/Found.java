package custody.query.customers;

import custody.contract.Holder;
import custody.contract.RepId;
import custody.query.sight.Condition;
import custody.query.sight.Masking;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A customer found.
///
/// @param kind null if it was merged into another
/// @param holder null while the view of ownership has not got as far
/// @param masked true if contact data is; null if nothing is
record Found(
    UUID id,
    @Nullable String kind,
    @Nullable String name,
    @Nullable Classification classification,
    JsonNode externalIds,
    JsonNode fields,
    @Nullable Holder holder,
    Instant registeredAt,
    Instant updatedAt,
    @Nullable Boolean masked) {
  private static final JsonMapper JSON = JsonMapper.shared();

  record Classification(String grade, String colour) {}

  /// What {@link #read} reads.
  ///
  /// @param rows of `customer`, each with a `sort_key`
  /// @param open who is seen with everything, of a row called `p`
  static Sql select(Sql rows, Condition open, Instant now) {
    return new Sql()
        .add(
            "SELECT p.id, p.kind, p.name, p.grade, p.colour, p.external_ids, p.fields, h.rep,"
                + " h.pool, p.registered_at, p.updated_at, p.sort_key, ")
        .add(open)
        .add(" AS open FROM (")
        .add(rows)
        .add(
            ") p LEFT JOIN LATERAL (SELECT rep, pool FROM view_ownership.held o"
                + " WHERE o.customer = p.id AND o.known_to = 'infinity' AND o.valid_from <= ?"
                + " AND o.valid_to > ?) h ON true",
            now,
            now);
  }

  /// @param masking of those who are not seen with everything
  static Found read(ResultSet row, Masking masking) throws SQLException {
    Masking mask = row.getBoolean(13) ? Masking.NONE : masking;
    String kind = row.getString(2);
    UUID rep = row.getObject(8, UUID.class);
    String pool = row.getString(9);
    String grade = row.getString(4);
    return new Found(
        row.getObject(1, UUID.class),
        kind,
        mask.name(kind, row.getString(3)),
        grade == null ? null : new Classification(grade, row.getString(5)),
        JSON.readTree(row.getString(6)),
        mask.customer(kind, JSON.readTree(row.getString(7))),
        rep != null
            ? new Holder.Owner(new RepId(rep))
            : pool != null ? new Holder.Pool(pool) : null,
        row.getObject(10, OffsetDateTime.class).toInstant(),
        row.getObject(11, OffsetDateTime.class).toInstant(),
        mask.isOn() ? true : null);
  }
}
