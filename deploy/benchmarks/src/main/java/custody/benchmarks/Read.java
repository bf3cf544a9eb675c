package custody.benchmarks;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.UUID;

/// Takes bare rows as a program would.
final class Read {
  /// Beside the types of JDBC, which calls it OTHER, as it does JSON.
  private static final int ID = Integer.MIN_VALUE;

  private Read() {}

  /// Every value of every row, in the type that a program wants.
  ///
  /// @return how many rows
  static long all(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    int[] types = new int[columns.getColumnCount()];
    for (int i = 0; i < types.length; i++) {
      types[i] =
          columns.getColumnTypeName(i + 1).equals("uuid") ? ID : columns.getColumnType(i + 1);
    }
    long rows = 0;
    while (row.next()) {
      rows++;
      for (int i = 0; i < types.length; i++) {
        switch (types[i]) {
          case Types.BIGINT -> row.getLong(i + 1);
          case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
              row.getObject(i + 1, OffsetDateTime.class);
          case ID -> row.getObject(i + 1, UUID.class);
          default -> row.getString(i + 1);
        }
      }
    }
    return rows;
  }
}
