package custody.benchmarks;

import custody.query.ownership.Ownership;
import custody.query.ownership.Ownership.Question;
import custody.query.sight.Condition;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Who owned each customer on a day, all of them, as the lines that an auditor gets.
final class Owners implements Workload {
  private static final Instant DAY = Instant.parse("2024-06-01T00:00:00Z");
  private static final int PORTION = 2000;
  private static final String LINE = "owner of every customer at a date";

  @Override
  public String name() {
    return "owners";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    ground.withViews();
    DataSource views = ground.custodyDatabase();
    Contender custody = custody(views);
    Ground.execute(
        views,
        """
        DROP TABLE IF EXISTS public.bare_owner;
        CREATE TABLE public.bare_owner AS
          SELECT customer, rep, pool, valid_from, valid_to, event FROM view_ownership.held
          WHERE known_to = 'infinity';
        CREATE INDEX ON public.bare_owner (customer, valid_from)
          INCLUDE (valid_to, rep, pool, event);
        """);
    // Both as autovacuum leaves them: their indexes answer without the tables then.
    Ground.execute(views, "VACUUM ANALYZE public.bare_owner, view_ownership.held");
    Contender bare =
        scan(
            "bare range scan",
            views,
            """
            SELECT customer, rep, pool, valid_from, valid_to, event FROM public.bare_owner
            WHERE valid_from <= ? AND valid_to > ? ORDER BY customer
            """,
            2);
    table.accept(duel.patient().row(LINE, custody, bare, 1, ">= 0.8"));
    if (duel.pace().inDetail()) {
      peers(ground, company, duel, custody, table);
    }
  }

  private static void peers(
      Ground ground, Company company, Duel duel, Contender custody, Consumer<Row> table)
      throws Exception {
    DataSource views = ground.custodyDatabase();
    DataSource temporal = ground.database("temporal");
    temporal(views, temporal);
    Contender overlapless =
        scan(
            "temporal table (WITHOUT OVERLAPS)",
            temporal,
            """
            SELECT customer, rep, pool, lower(during), upper(during), event FROM owner
            WHERE during @> ?::timestamptz ORDER BY customer
            """,
            1);
    table.accept(duel.row(LINE, custody, overlapless, 1, ""));
    try (EnversPeer envers = new EnversPeer(ground.database("envers_owners"))) {
      long revision = envers.recordOwners(company);
      table.accept(duel.row(LINE, custody, envers.owners(revision), 1, ""));
    }
  }

  static Contender custody(DataSource views) {
    Question question = new Question(DAY, null, null, null, false, null, Condition.ALWAYS);
    return Contender.of(
        "Custody, as NDJSON",
        client -> Ownership.stream(views, question, _ -> {}, OutputStream.nullOutputStream()));
  }

  private static Contender scan(String name, DataSource database, String sql, int parameters) {
    return Contender.of(
        name,
        client -> {
          try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement query = connection.prepareStatement(sql)) {
              query.setFetchSize(PORTION);
              query.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(-1);
              for (int i = 1; i <= parameters; i++) {
                query.setObject(i, DAY.atOffset(ZoneOffset.UTC));
              }
              try (ResultSet row = query.executeQuery()) {
                return Read.all(row);
              }
            } finally {
              connection.rollback();
            }
          }
        });
  }

  private static void temporal(DataSource views, DataSource temporal) throws Exception {
    Ground.execute(
        temporal,
        """
        CREATE EXTENSION btree_gist;
        CREATE TABLE owner (
          customer uuid NOT NULL, rep uuid, pool text, during tstzrange NOT NULL, event uuid NOT NULL,
          PRIMARY KEY (customer, during WITHOUT OVERLAPS));
        """);
    try (Connection from = views.getConnection();
        PreparedStatement read =
            from.prepareStatement(
                "SELECT customer, rep, pool, valid_from::text, valid_to::text, event"
                    + " FROM public.bare_owner");
        ResultSet row = read.executeQuery();
        Connection to = temporal.getConnection();
        PreparedStatement write =
            to.prepareStatement(
                "INSERT INTO owner VALUES (?, ?, ?, tstzrange(?::timestamptz, ?::timestamptz),"
                    + " ?)")) {
      to.setAutoCommit(false);
      for (int rows = 1; row.next(); rows++) {
        for (int column = 1; column <= 6; column++) {
          write.setObject(column, row.getObject(column));
        }
        write.addBatch();
        if (rows % 1000 == 0) {
          write.executeBatch();
        }
      }
      write.executeBatch();
      to.commit();
      to.setAutoCommit(true);
    }
    Ground.execute(temporal, "VACUUM ANALYZE owner");
  }
}
