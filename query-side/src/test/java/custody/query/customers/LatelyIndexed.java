package custody.query.customers;

import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/// What else happens beside the batches, and soon, done now: tables can be compared whole then.
public final class LatelyIndexed {
  private LatelyIndexed() {}

  public static void in(DataSource database) throws SQLException {
    SubjectKeys keys = new SubjectKeys(database, MasterKeys.parse(TestDatabase.MASTER_KEY));
    new Indexing(database, new CustomersView(Clock.systemUTC(), keys)).index();
  }
}
