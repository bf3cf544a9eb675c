package custody.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.Seed;
import custody.query.QuerySideApplication;
import custody.query.TestView;
import custody.query.agenda.AgendaFixture;
import custody.query.customers.LatelyIndexed;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// A rebuild brings whole streams where a view allows it; the live loop never does.
class StreamByStreamTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  @Test
  void viewsThatAllowItEndUpTheSameStreamByStream() throws SQLException {
    long seed = Seed.get();
    List<Recorded> asRecorded = Histories.of(seed, 20, 6, 600);
    List<Recorded> byStream =
        asRecorded.stream()
            .sorted(Comparator.comparing(Recorded::stream).thenComparing(Recorded::sequence))
            .toList();
    try (ConfigurableApplicationContext querySide =
        SpringApplication.run(
            QuerySideApplication.class,
            String.join(
                    " ",
                    "--server.port=0 --management.server.port=0 --custody.projection.enabled=false",
                    String.join(" ", database.arguments()))
                .split(" "))) {
      List<View> views =
          querySide.getBeansOfType(View.class).values().stream()
              .filter(View::streamByStream)
              .toList();
      assertThat(views).hasSizeGreaterThan(3);
      for (View view : views) {
        TestView tables = tables(view);
        tables.apply(asRecorded, new Random(seed), 40);
        Map<String, List<String>> live = rows(view, tables);
        tables.clear();
        tables.apply(byStream, new Random(seed), 300);
        assertThat(rows(view, tables)).as("%s, seed %d", view.name(), seed).isEqualTo(live);
      }
    }
  }

  private static TestView tables(View view) {
    return view.name().equals("agenda")
        ? AgendaFixture.view(database.dataSource())
        : new TestView(view, database.dataSource());
  }

  private static Map<String, List<String>> rows(View view, TestView tables) throws SQLException {
    if (view.name().equals("customers")) {
      LatelyIndexed.in(database.dataSource());
    }
    Map<String, List<String>> rows = new TreeMap<>();
    try (Connection db = database.dataSource().getConnection();
        ResultSet names =
            db.getMetaData()
                .getTables(null, "view\\_" + view.name(), "%", new String[] {"TABLE"})) {
      while (names.next()) {
        rows.put(names.getString("TABLE_NAME"), tables.rows(names.getString("TABLE_NAME")));
      }
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }
}
