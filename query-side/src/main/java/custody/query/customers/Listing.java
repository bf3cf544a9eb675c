package custody.query.customers;

import custody.query.sight.Condition;
import custody.query.sight.Masking;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of those found, in order, and how many there are.
///
/// What was typed may be found in a few of a million customers, or in every eighth. Few are
/// gathered and sorted. Where there are more, either all are, or customers are looked at one after
/// the other in the order wanted until a page is full, whichever is less. The answer is the same.
///
/// @param open who is seen with everything, of a row called `p`
/// @param masking of the others
/// @param behind key and id of the last one of the page before; empty = this is the first
record Listing(
    Search search,
    Condition open,
    Masking masking,
    Order order,
    List<String> behind,
    int limit,
    Instant now) {
  private static final int COUNTED = 1000;

  /// So many are gathered before it is asked whether there is a better way.
  private static final int FEW = 2500;

  /// How many times as many customers are looked at as it should take: those found may all be at
  /// the other end.
  private static final int PATIENCE = 4;

  /// @param last what the next page begins behind; null if this is the last page
  /// @param total how many there are, as far as was counted
  /// @param more whether there are more than that
  record Page(List<Found> found, @Nullable List<String> last, int total, boolean more) {}

  private record Rows(List<Found> found, List<String> last) {}

  /// What gathering few came to.
  ///
  /// @param number of those found, not more than {@link #FEW} and one
  /// @param reached the page of `found_by` that the last of them lies in, from 0; null if none
  ///     lies there
  private record Gathered(Rows rows, int number, @Nullable Long reached) {
    boolean isAll() {
      return number <= FEW;
    }
  }

  Page page(Connection db) throws SQLException {
    if (!search.isTyped()) {
      Rows rows = rows(search.from(), db);
      return behind.isEmpty() && rows.found().size() < limit
          ? page(rows, rows.found().size())
          : page(rows, count(db));
    }
    Gathered few = few(db);
    return page(few.isAll() ? few.rows() : many(few, db), few.number());
  }

  private Page page(Rows rows, int number) {
    return new Page(
        rows.found(),
        rows.found().size() < limit ? null : rows.last(),
        Math.min(number, COUNTED),
        number > COUNTED);
  }

  private int count(Connection db) throws SQLException {
    Sql sql =
        new Sql()
            .add("SELECT count(*) FROM (SELECT")
            .add(search.from())
            .add(" LIMIT " + (COUNTED + 1) + ") n");
    try (PreparedStatement query = sql.prepare(db);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private Gathered few(Connection db) throws SQLException {
    Sql sql =
        new Sql()
            .add("WITH found AS MATERIALIZED (")
            .add(
                search.found(
                    "c.id, c." + order.column() + " AS key, f.ctid AS place",
                    "c.id, c." + order.column() + ", NULL"))
            .add(
                " LIMIT " + (FEW + 1) + ") SELECT d.*, t.number, (t.place::text::point)[0]::bigint")
            .add(" FROM (SELECT count(*) AS number, max(place) AS place FROM found) t LEFT JOIN (")
            .add(
                select(
                    new Sql()
                        .add("SELECT c.*, k.key AS sort_key FROM (SELECT f.id, f.key FROM found f")
                        .add(" WHERE true")
                        .add(order.behind(behind, "f.key", "f.id"))
                        .add(order.by("f.key", "f.id") + " LIMIT " + limit)
                        .add(") k JOIN view_customers.customer c ON c.id = k.id")))
            .add(") d ON true" + order.by("d.sort_key", "d.id"));
    try (PreparedStatement query = sql.prepare(db);
        ResultSet row = query.executeQuery()) {
      List<Found> found = new ArrayList<>();
      List<String> last = List.of();
      int number = 0;
      Long reached = null;
      while (row.next()) {
        number = row.getInt(14);
        reached = row.getObject(15, Long.class);
        if (row.getObject(1) != null) {
          last = read(row, found);
        }
      }
      return new Gathered(new Rows(found, last), number, reached);
    }
  }

  private Rows many(Gathered few, Connection db) throws SQLException {
    long lookedAt = lookedAt(few, db);
    if (lookedAt > 0) {
      // A power of two, so that the statements are few.
      long most = Math.max(limit, 2 * Long.highestOneBit(PATIENCE * lookedAt));
      Rows rows = rows(search.inOrder(order, behind, most), db);
      if (rows.found().size() == limit) {
        return rows;
      }
    }
    return rows(search.from(), db);
  }

  /// How many customers one has to look at, in any order, until a page is full; 0 if those found
  /// are fewer than that, or if nothing is known. Few were gathered in the order in which they lie,
  /// which has nothing to do with what is looked for: how far that went says how many more there
  /// are.
  private long lookedAt(Gathered few, Connection db) throws SQLException {
    if (few.reached() == null) {
      return 0;
    }
    try (PreparedStatement query =
            db.prepareStatement(
                """
                SELECT greatest(reltuples, 0),
                  pg_relation_size('view_customers.found_by') / current_setting('block_size')::integer
                FROM pg_class WHERE oid = 'view_customers.customer'::regclass
                """);
        ResultSet row = query.executeQuery()) {
      row.next();
      double customers = row.getDouble(1);
      double share = (few.reached() + 1.0) / row.getLong(2);
      double expected = few.number() / share;
      double lookedAt = limit * customers / expected;
      return lookedAt < expected ? (long) Math.ceil(lookedAt) : 0;
    }
  }

  /// @param from `FROM` and `WHERE` of customers called `c`
  private Rows rows(Sql from, Connection db) throws SQLException {
    Sql page =
        new Sql()
            .add("SELECT c.*, c." + order.column() + " AS sort_key")
            .add(from)
            .add(order.behind(behind, "c." + order.column(), "c.id"))
            .add(order.by("c." + order.column(), "c.id") + " LIMIT " + limit);
    Sql sql = select(page).add(order.by("p.sort_key", "p.id"));
    try (PreparedStatement query = sql.prepare(db);
        ResultSet row = query.executeQuery()) {
      List<Found> found = new ArrayList<>();
      List<String> last = List.of();
      while (row.next()) {
        last = read(row, found);
      }
      return new Rows(found, last);
    }
  }

  private Sql select(Sql rows) {
    return Found.select(rows, open, now);
  }

  private List<String> read(ResultSet row, List<Found> found) throws SQLException {
    Found customer = Found.read(row, masking);
    found.add(customer);
    return List.of(order.key(row, 12), customer.id().toString());
  }
}
