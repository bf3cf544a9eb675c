package custody.query.agenda;

import custody.query.TestView;
import javax.sql.DataSource;

/// The agenda, for tests of what all views do.
public final class AgendaFixture {
  private AgendaFixture() {}

  /// It goes back to what was applied.
  public static TestView view(DataSource database) {
    return new TestView(AgendaView::new, database);
  }
}
