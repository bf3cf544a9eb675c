package custody.query.history;

import custody.query.TestView;
import javax.sql.DataSource;

/// The view of histories, for tests of what joins it.
public final class HistoryFixture {
  private HistoryFixture() {}

  public static TestView view(DataSource database) {
    return new TestView(new HistoryView(), database);
  }
}
