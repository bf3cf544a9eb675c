package custody.query;

import custody.contract.Recorded;
import custody.query.projection.StreamReader;
import custody.query.projection.View;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;

/// One view in its serving schema, fed by the test instead of the engine.
public final class TestView {
  private final View view;
  private final DataSource database;
  private final SortedMap<Long, Recorded> recorded = new TreeMap<>();

  /// Its tables, empty.
  public TestView(View view, DataSource database) {
    this(_ -> view, database);
  }

  /// The same of a view that goes back to the events.
  public TestView(Function<StreamReader, View> view, DataSource database) {
    this.view =
        view.apply(
            streams ->
                recorded.values().stream().filter(it -> streams.contains(it.stream())).toList());
    this.database = database;
    clear();
  }

  public void clear() {
    recorded.clear();
    try (Connection db = database.getConnection();
        Statement statement = db.createStatement();
        InputStream ddl = view.getClass().getResourceAsStream(view.name() + ".sql")) {
      String schema = "view_" + view.name();
      statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
      statement.execute("CREATE SCHEMA " + schema);
      statement.execute("SET search_path TO " + schema + ", public");
      statement.execute(
          new String(Objects.requireNonNull(ddl).readAllBytes(), StandardCharsets.UTF_8));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a view that goes back to the events finds there, be it applied or not.
  public void record(List<Recorded> history) {
    history.forEach(it -> recorded.put(it.position(), it));
  }

  /// Applies the history cut into batches of random sizes up to the given one; as the engine does,
  /// not those that do not concern it.
  public void apply(List<Recorded> history, Random random, int largest) {
    try (Connection db = database.getConnection()) {
      db.setAutoCommit(false);
      record(history);
      for (int from = 0; from < history.size(); ) {
        int to = Math.min(history.size(), from + 1 + random.nextInt(largest));
        try (Statement statement = db.createStatement()) {
          statement.execute(
              "SELECT set_config('search_path', 'view_" + view.name() + ", public', true)");
        }
        List<Recorded> batch = history.subList(from, to);
        if (batch.stream().anyMatch(view::concerns)) {
          view.apply(batch, db);
        }
        db.commit();
        from = to;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// All rows of a table as text, sorted.
  public List<String> rows(String table) {
    try (Connection db = database.getConnection();
        Statement statement = db.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT * FROM view_" + view.name() + "." + table)) {
      ResultSetMetaData columns = rows.getMetaData();
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.append(columns.getColumnName(i)).append('=').append(rows.getString(i)).append(' ');
        }
        all.add(row.toString());
      }
      return all.stream().sorted().toList();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
