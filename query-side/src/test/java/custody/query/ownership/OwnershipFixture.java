package custody.query.ownership;

import custody.query.TestView;
import javax.sql.DataSource;

/// The view of ownership, for tests of what joins it.
public final class OwnershipFixture {
  private OwnershipFixture() {}

  public static TestView view(DataSource database) {
    return new TestView(new OwnershipView(), database);
  }
}
