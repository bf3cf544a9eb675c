package custody.query.reps;

import custody.query.TestView;
import javax.sql.DataSource;

/// The view of reps, for tests of what asks it.
public final class RepsFixture {
  private RepsFixture() {}

  public static TestView view(DataSource database) {
    return new TestView(new RepsView(), database);
  }
}
