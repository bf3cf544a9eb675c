package custody.query.projection;

import java.sql.SQLException;

/// A view could not apply a batch.
final class ViewFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient View view;
  private final Exception cause;

  ViewFailure(View view, Exception cause) {
    super("view " + view.name(), cause);
    this.view = view;
    this.cause = cause;
  }

  View view() {
    return view;
  }

  Exception cause() {
    return cause;
  }

  /// Someone dropped a table or a column; only building the view anew helps.
  boolean tablesAreMissing() {
    return cause instanceof SQLException sql
        && ("42P01".equals(sql.getSQLState()) || "42703".equals(sql.getSQLState()));
  }
}
