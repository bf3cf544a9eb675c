package custody.query;

import custody.service.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/// What lists and streams of any view do alike: one snapshot per answer, pages of bounded size,
/// NDJSON on request.
public final class Answers {
  public static final String NDJSON = MediaType.APPLICATION_NDJSON_VALUE;
  private static final int MOST = 1000;
  private static final int FETCH = 2000;
  private static final String POSITION =
      "SELECT position FROM custody.view_position WHERE view = ?";

  private Answers() {}

  /// Reads within one snapshot.
  public interface Reading<T> {
    T read(Connection db) throws Exception;
  }

  /// Everything read inside belongs together, however long it takes; nothing can be written. Read
  /// again from the beginning if a rebuilt view took the old one's place meanwhile.
  public static <T> T snapshot(DataSource database, Reading<T> reading) {
    return stream(
        database,
        db -> {
          T read = reading.read(db);
          steady(db);
          return read;
        });
  }

  /// The same for answers that are sent while they are read: what is sent must come from statements
  /// that were executed by {@link #rows}, the first of them before anything is sent.
  public static <T> T stream(DataSource database, Reading<T> reading) {
    while (true) {
      try {
        return once(database, reading);
      } catch (Swapped e) {
        // A swap takes a rebuild: nobody goes round here for long.
      }
    }
  }

  private static <T> T once(DataSource database, Reading<T> reading) {
    try (Connection db = database.getConnection()) {
      db.setAutoCommit(false);
      try {
        begin(db);
        return reading.read(db);
      } catch (Problem e) {
        steady(db); // or what was not found has only moved
        throw e;
      } finally {
        db.rollback();
      }
    } catch (SQLException e) {
      throw failure("read a view", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the caller went away
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Of this transaction only. What the driver's own methods set lasts for the session: each answer
  /// would have to take it back, which is one way to the database and back more.
  private static void begin(Connection db) throws SQLException {
    try (Statement begin = db.createStatement()) {
      begin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }
  }

  /// Sets parameters of a statement that was put together.
  ///
  /// @return the index behind the last one
  public static int bind(PreparedStatement query, int first, List<Object> values)
      throws SQLException {
    int next = first;
    for (Object value : values) {
      switch (value) {
        case Instant at -> set(query, next, at);
        case String[] texts -> array(query, next, "text", texts);
        case UUID[] ids -> array(query, next, "uuid", ids);
        case Integer[] numbers -> array(query, next, "int4", numbers);
        case Long[] numbers -> array(query, next, "int8", numbers);
        case Object other -> query.setObject(next, other);
      }
      next++;
    }
    return next;
  }

  private static void array(PreparedStatement query, int index, String type, Object[] values)
      throws SQLException {
    query.setArray(index, query.getConnection().createArrayOf(type, values));
  }

  /// For a statement that is the whole answer: true if a rebuilt view took the old one's place
  /// after it was planned. Names mean what they meant then, rows and positions are those of the
  /// moment in which it is executed. It has to come before all else that the statement names.
  ///
  /// @param table that it reads, with its schema
  public static String swapped(String table) {
    return "'%s'::regclass <> to_regclass('%s')".formatted(table, table);
  }

  /// The moment as a parameter; null = after all others.
  public static Object orInfinity(@Nullable Instant at) {
    return at == null ? OffsetDateTime.MAX : at;
  }

  /// Executes a statement of a streamed answer.
  public static ResultSet rows(PreparedStatement query) throws SQLException {
    ResultSet rows = query.executeQuery();
    steady(query.getConnection());
    return rows;
  }

  /// The same, with the position the view shows in this snapshot.
  public static ResultSet rows(PreparedStatement query, String view, LongConsumer position)
      throws SQLException {
    ResultSet rows = query.executeQuery();
    try (PreparedStatement both = query.getConnection().prepareStatement(POSITION + ";" + STEADY)) {
      both.setString(1, view);
      both.execute();
      long shown;
      try (ResultSet row = both.getResultSet()) {
        shown = row.next() ? row.getLong(1) : 0;
      }
      both.getMoreResults();
      try (ResultSet row = both.getResultSet()) {
        steady(row);
      }
      position.accept(shown);
    }
    return rows;
  }

  /// Names mean what they mean now, rows are those of the snapshot: behind a swapped name there are
  /// few or none of them, and what was read before came from another copy.
  private static final String STEADY =
      "SELECT FROM pg_catalog.pg_namespace WHERE nspname LIKE 'view\\_%'"
          + " AND to_regnamespace(nspname::text) IS DISTINCT FROM oid::regnamespace";

  private static void steady(Connection db) throws SQLException {
    try (PreparedStatement query = db.prepareStatement(STEADY);
        ResultSet row = query.executeQuery()) {
      steady(row);
    }
  }

  private static void steady(ResultSet swapped) throws SQLException {
    if (swapped.next()) {
      throw new Swapped();
    }
  }

  private static final class Swapped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Swapped() {
      super("a rebuilt view took the old one's place", null, false, false);
    }
  }

  /// In Spring's words, by which a view that is not there yet and a lost database are told apart.
  public static DataAccessException failure(String task, SQLException failure) {
    DataAccessException known = new SQLStateSQLExceptionTranslator().translate(task, null, failure);
    return known == null ? new UncategorizedSQLException(task, null, failure) : known;
  }

  /// A number that a query of one parameter finds; 0 if it finds none.
  public static long number(DataSource database, String sql, UUID parameter) {
    try (Connection db = database.getConnection();
        PreparedStatement query = db.prepareStatement(sql)) {
      query.setObject(1, parameter);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw failure("read a view", e);
    }
  }

  /// The position the view shows in this snapshot; 0 if nothing was projected yet.
  public static long position(Connection db, String view) throws SQLException {
    try (PreparedStatement query = db.prepareStatement(POSITION)) {
      query.setString(1, view);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /// A statement whose rows come in portions, in PostgreSQL's binary form, so that any number of
  /// them passes through constant memory.
  public static PreparedStatement streaming(Connection db, String sql) throws SQLException {
    PreparedStatement query = db.prepareStatement(sql);
    query.setFetchSize(FETCH);
    query.unwrap(PGStatement.class).setPrepareThreshold(-1);
    return query;
  }

  public static void set(PreparedStatement query, int index, Instant at) throws SQLException {
    query.setObject(index, at.atOffset(ZoneOffset.UTC));
  }

  /// Null for SQL's null and for `infinity`.
  public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null || at.equals(OffsetDateTime.MAX) ? null : at.toInstant();
  }

  /// Whether the caller wants the whole as NDJSON instead of a page of it.
  public static boolean wantsNdjson(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(NDJSON);
  }

  /// Begins an NDJSON answer, saying what it reflects.
  public static void begin(HttpServletResponse response, long position) {
    response.setContentType(NDJSON);
    response.setHeader("Custody-Position", Long.toString(position));
  }

  /// The size of a page.
  ///
  /// @param limit null = the usual
  /// @throws Problem `limit-invalid`
  public static int limit(@Nullable Integer limit, int usual) {
    int size = limit == null ? usual : limit;
    if (size < 1 || size > MOST) {
      throw new Problem(400, "limit-invalid", "limit must be a number from 1 to " + MOST + ".");
    }
    return size;
  }
}
