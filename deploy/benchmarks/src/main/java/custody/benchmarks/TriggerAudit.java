package custody.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;

/// Peer: a plain table, and a trigger that keeps every row's former versions.
final class TriggerAudit {
  private TriggerAudit() {}

  static Contender appending(Company company, DataSource database) throws SQLException {
    Ground.execute(
        database,
        """
        CREATE TABLE customer (id uuid PRIMARY KEY, remark text, changed_by text);
        CREATE TABLE customer_audit (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          at timestamptz NOT NULL DEFAULT clock_timestamp(),
          customer uuid NOT NULL,
          before jsonb,
          after jsonb);
        CREATE INDEX ON customer_audit (customer, at);
        CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO customer_audit (customer, before, after)
          VALUES (NEW.id, to_jsonb(OLD), to_jsonb(NEW));
          RETURN NULL;
        END $$;
        CREATE TRIGGER audit AFTER INSERT OR UPDATE ON customer
          FOR EACH ROW EXECUTE FUNCTION audit();
        """);
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO customer VALUES (?, ?, 'benchmarks')")) {
      for (int i = 0; i < company.size(); i++) {
        insert.setObject(1, company.customer(i).value());
        insert.setString(2, Company.remark(ThreadLocalRandom.current()));
        insert.addBatch();
        if (i % 1000 == 999 || i == company.size() - 1) {
          insert.executeBatch();
        }
      }
    }
    return Contender.of(
        "trigger audit",
        client -> {
          try (Connection connection = database.getConnection();
              PreparedStatement update =
                  connection.prepareStatement("UPDATE customer SET remark = ? WHERE id = ?")) {
            update.setString(1, Company.remark(ThreadLocalRandom.current()));
            update.setObject(2, company.customer(company.skewed()).value());
            return update.executeUpdate();
          }
        });
  }
}
