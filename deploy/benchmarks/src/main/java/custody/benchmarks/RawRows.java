package custody.benchmarks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/// The limits: what PostgreSQL does with the bare rows and nothing around them.
final class RawRows {
  private static final int MOST = 512;

  private RawRows() {}

  static void createTable(DataSource database) throws SQLException {
    Ground.execute(
        database,
        """
        CREATE TABLE IF NOT EXISTS raw (
          position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          sequence bigint NOT NULL,
          recorded_at timestamptz NOT NULL DEFAULT now(),
          stream uuid NOT NULL,
          payload text NOT NULL)
        """);
  }

  static String payload() {
    return "{\"changes\":\"%s\",\"envelope\":\"%s\"}"
        .formatted(Company.remark(ThreadLocalRandom.current()), "x".repeat(100));
  }

  /// R: one row per transaction.
  static Contender oneByOne(Company company, DataSource database) {
    return Contender.of(
        "R: one row per transaction",
        client -> {
          try (Connection connection = database.getConnection();
              PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT INTO raw (sequence, stream, payload) VALUES (?, ?, ?)")) {
            insert.setLong(1, 1);
            insert.setObject(2, company.customer(company.skewed()).value());
            insert.setString(3, payload());
            return insert.executeUpdate();
          }
        });
  }

  /// So many rows in one transaction, by COPY.
  static Contender copied(Company company, DataSource database, int rows) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      lines
          .append(i)
          .append('\t')
          .append(company.customer(company.skewed()))
          .append('\t')
          .append(payload())
          .append('\n');
    }
    byte[] copy = lines.toString().getBytes(StandardCharsets.UTF_8);
    return Contender.of(
        "COPY of %,d rows".formatted(rows),
        client -> {
          try (Connection connection = database.getConnection()) {
            return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                    "COPY raw (sequence, stream, payload) FROM STDIN",
                    new ByteArrayInputStream(copy));
          }
        });
  }

  /// G: what clients hand in at the same time in one INSERT, on one connection.
  static Contender grouped(Company company, DataSource database) {
    return new Grouped(company, database);
  }

  private static final class Grouped implements Contender {
    private record Waiting(Object stream, String payload, CompletableFuture<Void> done) {}

    private final Company company;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(10_000);
    private final Thread writer;

    Grouped(Company company, DataSource database) {
      this.company = company;
      this.writer = Thread.ofPlatform().daemon().start(() -> write(database));
    }

    @Override
    public String name() {
      return "G: bare grouped INSERT";
    }

    @Override
    public long work(int client) throws Exception {
      CompletableFuture<Void> done = new CompletableFuture<>();
      queue.put(new Waiting(company.customer(company.skewed()).value(), payload(), done));
      done.get();
      return 1;
    }

    private void write(DataSource database) {
      List<Waiting> group = new ArrayList<>();
      try (Connection connection = database.getConnection();
          PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO raw (sequence, stream, payload)"
                      + " SELECT 1, * FROM unnest(?::uuid[], ?::text[])")) {
        while (true) {
          group.add(queue.take());
          queue.drainTo(group, MOST - 1);
          insert.setArray(
              1, connection.createArrayOf("uuid", group.stream().map(Waiting::stream).toArray()));
          insert.setArray(
              2, connection.createArrayOf("text", group.stream().map(Waiting::payload).toArray()));
          insert.executeUpdate();
          group.forEach(one -> one.done().complete(null));
          group.clear();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SQLException e) {
        group.forEach(one -> one.done().completeExceptionally(e));
      }
    }

    @Override
    public void close() {
      writer.interrupt();
    }
  }
}
