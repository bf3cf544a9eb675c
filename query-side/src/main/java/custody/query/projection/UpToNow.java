package custody.query.projection;

import custody.query.Answers;
import custody.service.Problem;
import custody.store.EventLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.web.servlet.HandlerInterceptor;

/// Reading one's own writes where one answer is about many streams, such as a list: a question with
/// the header `Custody-At-Least: now` waits until the views show everything that was recorded when
/// it was asked, for a bounded time.
final class UpToNow implements HandlerInterceptor {
  private static final String HEADER = "Custody-At-Least";

  private final DataSource database;
  private final EventLog events;
  private final String[] views;

  UpToNow(DataSource database, EventLog events, List<View> views) {
    this.database = database;
    this.events = events;
    this.views = views.stream().map(View::name).toArray(String[]::new);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse answer, Object asked) {
    String least = request.getHeader(HEADER);
    if (least == null || !List.of("GET", "HEAD").contains(request.getMethod())) {
      return true;
    }
    if (!least.equals("now")) {
      throw new Problem(
          400,
          "at-least-invalid",
          "Custody-At-Least can be `now` only; for a version of one customer use ?atLeast=.");
    }
    AtLeast.await(events.head(), this::position);
    return true;
  }

  /// What all views show by now. They are written together; one that is new here may be behind.
  private long position() {
    try (Connection db = database.getConnection();
        PreparedStatement query =
            db.prepareStatement(
                "SELECT coalesce(min(position), 0) FROM custody.view_position WHERE view = ANY"
                    + " (?)")) {
      Array names = db.createArrayOf("text", views);
      query.setArray(1, names);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw Answers.failure("read the views' positions", e);
    }
  }
}
