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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
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

  private Answers() {}

  /// Reads within one snapshot.
  public interface Reading<T> {
    T read(Connection db) throws Exception;
  }

  /// Everything read inside belongs together, however long it takes; nothing can be written.
  public static <T> T snapshot(DataSource database, Reading<T> reading) {
    try (Connection db = database.getConnection()) {
      db.setReadOnly(true);
      db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      db.setAutoCommit(false);
      try {
        return reading.read(db);
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
    try (PreparedStatement query =
        db.prepareStatement("SELECT position FROM custody.view_position WHERE view = ?")) {
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
