package custody.query.customers;

import custody.service.Background;
import custody.store.WatchedSockets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Brings the search's index up to date, soon and beside the batches.
///
/// A customer who changed has some two hundred tokens, and PostgreSQL indexes all of them anew, at
/// several times what the rest of the change costs, but far less for each of many at once. So a
/// batch only writes into a small table what a customer is found by now, every search looks through
/// that table too, and here it is emptied: who has changed often meanwhile is indexed once.
///
/// PostgreSQL, too, lets new entries of such an index wait, in a list that each search reads from
/// end to end, until it has megabytes of them; and the batch that fills it has to put all of them
/// into their places, while nothing becomes visible. That is done here as well.
@Component
final class Indexing extends Background {
  private static final Logger log = LoggerFactory.getLogger(Indexing.class);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// The longest that few wait.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// So many do not wait longer: each search looks at all who do.
  private static final int MANY = 1_000;

  /// At once: a batch that changes one of them waits until they are written.
  private static final int CHUNK = 100;

  private static final String WAITING =
      "SELECT count(*) FROM (SELECT FROM view_customers.found_by_lately LIMIT " + MANY + ") l";

  private static final String NEXT =
      """
      SELECT customer, written::text, words, sounds FROM view_customers.found_by_lately
      WHERE customer > ? ORDER BY customer LIMIT
      """
          + CHUNK;

  /// Only of those who are still as they were read and whom no batch has: the others stay.
  private static final String WRITE =
      """
      WITH those AS (
        SELECT l.*, r.tokens FROM unnest(?, ?, ?) r (customer, written, tokens)
        JOIN view_customers.found_by_lately l
          ON l.customer = r.customer AND l.written = r.written::xid8
        FOR UPDATE OF l SKIP LOCKED),
      gone AS (
        DELETE FROM view_customers.found_by_lately l USING those WHERE l.customer = those.customer)
      UPDATE view_customers.found_by f SET tokens = those.tokens::integer[], words = those.words,
        sounds = those.sounds, name_words = those.name_words, name_sounds = those.name_sounds
      FROM those WHERE f.customer = those.customer
      """;

  /// A copy that is built for the first time has no such indexes yet.
  private static final String TIDY_UP =
      """
      SELECT gin_clean_pending_list(i) FROM unnest(ARRAY[
        to_regclass('view_customers.found_by_tokens'),
        to_regclass('view_customers.customer_fields')]) i
      WHERE i IS NOT NULL
      """;

  private final DataSource database;
  private final CustomersView view;

  Indexing(DataSource database, CustomersView view) {
    super("custody-search-index", Duration.ofSeconds(5));
    this.database = database;
    this.view = view;
  }

  @Override
  protected void run() {
    // Who fed the views before may have left some behind.
    long last = System.nanoTime() - LONGEST.toNanos();
    boolean written = true;
    int added = 0;
    while (isRunning()) {
      try {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        written |= view.hasWritten();
        added += view.added();
        boolean due = System.nanoTime() - last >= LONGEST.toNanos();
        if (written && (due || added >= MANY || manyWait())) {
          index();
          written = false;
          added = 0;
          last = System.nanoTime();
        }
      } catch (InterruptedException e) {
        return; // only stop() interrupts
      } catch (SQLException e) {
        log.debug("The search's indexes wait to be brought up to date: {}", e.getSQLState());
      }
    }
  }

  private boolean manyWait() throws SQLException {
    try (Connection db = database.getConnection();
        Statement query = db.createStatement();
        ResultSet row = query.executeQuery(WAITING)) {
      row.next();
      return row.getInt(1) == MANY;
    }
  }

  /// All who wait.
  void index() throws SQLException {
    try (Connection db = database.getConnection()) {
      Chunk chunk = new Chunk(new UUID(0, 0));
      do {
        chunk = next(chunk.last(), db);
        write(chunk, db);
      } while (chunk.customers.size() == CHUNK);
      WatchedSockets.atLength(db);
      try (Statement statement = db.createStatement()) {
        statement.execute(TIDY_UP);
      }
    }
  }

  /// @param after behind whom it begins
  record Chunk(UUID after, List<UUID> customers, List<String> written, List<String> tokens) {
    Chunk(UUID after) {
      this(after, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    UUID last() {
      return customers.isEmpty() ? after : customers.getLast();
    }
  }

  static Chunk next(UUID after, Connection db) throws SQLException {
    Chunk chunk = new Chunk(after);
    try (PreparedStatement query = db.prepareStatement(NEXT)) {
      query.setObject(1, after);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          chunk.customers.add(row.getObject(1, UUID.class));
          chunk.written.add(row.getString(2));
          chunk.tokens.add(array(new Index(row.getString(3), row.getString(4)).tokens()));
        }
      }
    }
    return chunk;
  }

  static void write(Chunk chunk, Connection db) throws SQLException {
    if (chunk.customers.isEmpty()) {
      return;
    }
    try (PreparedStatement update = db.prepareStatement(WRITE)) {
      update.setArray(1, db.createArrayOf("uuid", chunk.customers.toArray(UUID[]::new)));
      update.setArray(2, db.createArrayOf("text", chunk.written.toArray(String[]::new)));
      update.setArray(3, db.createArrayOf("text", chunk.tokens.toArray(String[]::new)));
      update.executeUpdate();
    }
  }

  private static String array(List<Integer> numbers) {
    StringBuilder array = new StringBuilder("{");
    for (int number : numbers) {
      if (array.length() > 1) {
        array.append(',');
      }
      array.append(number);
    }
    return array.append('}').toString();
  }
}
