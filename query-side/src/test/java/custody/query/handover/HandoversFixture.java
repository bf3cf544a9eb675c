package custody.query.handover;

import custody.query.TestView;
import javax.sql.DataSource;

/// The view of handover cases, for tests of what joins it.
public final class HandoversFixture {
  private HandoversFixture() {}

  public static TestView view(DataSource database) {
    return new TestView(new HandoversView(), database);
  }
}
