package custody.benchmarks;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// Customers found by what one types, in Chinese and in English, while others write: over HTTP,
/// with a token and the page of results, beside a trigram index asked through the driver.
final class Searches implements Workload {
  private static final int CLIENTS = 2;

  /// Changes a second meanwhile.
  private static final int WRITES = 50;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public void run(Ground ground, Company company, Duel duel, Consumer<Row> table) throws Exception {
    int customers = duel.pace().searched();
    company.registerUpTo(customers, ground.commands());
    ground.withViews();
    DataSource trigrams = ground.database("trigrams");
    trigrams(company, trigrams, customers);
    // Thousands were registered in a moment: each search reads their entries one by one until they
    // are in their places, which takes the service seconds, or PostgreSQL's own vacuum many.
    Ground.execute(
        ground.custodyDatabase(),
        "SELECT gin_clean_pending_list('view_customers.found_by_tokens')");
    try (ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor()) {
      var writing =
          writer.scheduleAtFixedRate(
              () ->
                  ground
                      .commands()
                      .send(
                          Company.request(
                              company.amend(company.skewed(), ThreadLocalRandom.current()), null)),
              0,
              1_000_000 / WRITES,
              TimeUnit.MICROSECONDS);
      for (Language language : Language.values()) {
        Contender custody = custody(ground, language, customers);
        Contender peer = like(trigrams, language, customers);
        // Requests, as `http` has them; the second language goes the same way for the most part.
        Duel warming = language == Language.CHINESE ? duel.patient() : duel;
        String line = "search of %,d customers, %s".formatted(customers, language.label);
        table.accept(warming.row(line, custody, peer, CLIENTS, "p99 < 20 ms"));
      }
      writing.cancel(false);
    }
  }

  /// What people type.
  private enum Language {
    CHINESE("zh") {
      @Override
      String typed(int customers) {
        return Company.nameOf(random(customers)).replaceAll("[\\x00-\\x7f]", " ").strip();
      }
    },
    LETTERS_AND_DIGITS("en") {
      @Override
      String typed(int customers) {
        int number = random(customers);
        return ThreadLocalRandom.current().nextBoolean()
            ? Integer.toString(number, 36)
            : "139%08d".formatted(number).substring(4);
      }
    };

    private final String label;

    Language(String label) {
      this.label = label;
    }

    abstract String typed(int customers);

    private static int random(int customers) {
      return ThreadLocalRandom.current().nextInt(customers);
    }
  }

  private static Contender custody(Ground ground, Language language, int customers) {
    Http[] clients = new Http[CLIENTS];
    String bearer = ground.bearer("service:benchmarks");
    for (int i = 0; i < CLIENTS; i++) {
      clients[i] = new Http(ground.queryPort(), bearer);
    }
    return Contender.of(
        "Custody, over HTTP",
        client -> {
          String typed = URLEncoder.encode(language.typed(customers), StandardCharsets.UTF_8);
          clients[client].ask("GET", "/api/customers?q=" + typed, "", "");
          return 1;
        });
  }

  private static void trigrams(Company company, DataSource database, int customers)
      throws Exception {
    Ground.execute(
        database,
        """
        CREATE EXTENSION pg_trgm;
        CREATE TABLE customer (id uuid PRIMARY KEY, name text, phone text);
        """);
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO customer VALUES (?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (int i = 0; i < customers; i++) {
        insert.setObject(1, company.idOf(i).value());
        insert.setString(2, Company.nameOf(i));
        insert.setString(3, "+86139%08d".formatted(i));
        insert.addBatch();
        if (i % 1000 == 999 || i == customers - 1) {
          insert.executeBatch();
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
    Ground.execute(
        database, "CREATE INDEX ON customer USING gin ((name || ' ' || phone) gin_trgm_ops)");
    Ground.execute(database, "VACUUM ANALYZE customer");
  }

  private static Contender like(DataSource database, Language language, int customers) {
    return Contender.of(
        "pg_trgm, bare",
        client -> {
          StringBuilder sql = new StringBuilder("SELECT id, name, phone FROM customer WHERE true");
          String[] terms = language.typed(customers).split(" +", -1);
          for (int i = 0; i < terms.length; i++) {
            sql.append(" AND name || ' ' || phone LIKE ?");
          }
          try (Connection connection = database.getConnection();
              PreparedStatement query = connection.prepareStatement(sql + " LIMIT 50")) {
            for (int i = 0; i < terms.length; i++) {
              query.setString(i + 1, "%" + terms[i] + "%");
            }
            try (ResultSet row = query.executeQuery()) {
              Read.all(row);
            }
            return 1;
          }
        });
  }
}
