package custody.store;

import java.sql.SQLException;
import java.util.Set;

/// What a failed statement means for what to do next.
enum Failure {
  /// A key exists already. The server has rolled back.
  DUPLICATE,

  /// The connection broke: what the server did is not known.
  CONNECTION,

  /// It may work when tried again. The server has rolled back.
  TRANSIENT,

  /// It will not work. The server has rolled back.
  OTHER;

  /// Administrator's shutdown, crash of another backend, starting up, database dropped; and a
  /// server that became a standby, on which there is nothing to write.
  private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03", "57P04", "25006");

  /// Time-out of a statement or a lock.
  private static final Set<String> TIMED_OUT = Set.of("57014", "55P03");

  static Failure of(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null || state.startsWith("08") || GONE.contains(state)) {
      return CONNECTION;
    }
    if (state.equals("23505")) {
      return DUPLICATE;
    }
    // 40: deadlock or serialization; 53: out of disk, memory or connections.
    if (state.startsWith("40") || state.startsWith("53") || TIMED_OUT.contains(state)) {
      return TRANSIENT;
    }
    return OTHER;
  }
}
