package custody.store;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/// A migration may go through all events there are.
final class PatientMigrations implements Callback {
  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      WatchedSockets.atLength(context.getConnection());
    } catch (SQLException e) {
      throw new FlywayException("the connection gives no time", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "patient";
  }
}
