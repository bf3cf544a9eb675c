package custody.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.RepId;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A row is the same whether it goes in among a few, as text, or among many, in binary.
class TableCopyTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final UUID ID = UUID.fromString("018f0000-0000-7000-8000-0000000000ff");
  private static final int MANY = 500;

  private static final List<@Nullable Object[]> ROWS =
      List.<@Nullable Object[]>of(
          new @Nullable Object[] {
            ID,
            Instant.parse("2026-11-28T21:14:15.123456Z"),
            LocalDate.parse("2026-11-28"),
            Long.MIN_VALUE,
            -1,
            Short.MAX_VALUE,
            true,
            "张三\t\"a\\b\"\n😀",
            "{\"b\": 1,  \"a\": [null, \"é\"]}",
            "{\"b\": 1, \"a\": [null, \"é\"]}",
            "\\x00ff10",
            List.of(1, -2, Integer.MAX_VALUE)
          },
          new @Nullable Object[] {
            new RepId(ID),
            "infinity",
            LocalDate.parse("1949-10-01"),
            0L,
            7L,
            3,
            false,
            "",
            "1",
            "[]",
            "\\x",
            List.of()
          },
          new @Nullable Object[] {
            null,
            Instant.parse("1900-01-01T00:00:00.0000005Z"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null
          },
          new @Nullable Object[] {
            ID,
            Instant.parse("1999-12-31T23:59:59.999999500Z"),
            LocalDate.EPOCH,
            1,
            2,
            3,
            true,
            "infinity",
            "null",
            "null",
            "\\xab",
            List.of(0)
          },
          new @Nullable Object[] {
            ID,
            Instant.parse("2026-01-01T00:00:00.123456789Z"),
            LocalDate.parse("2000-02-29"),
            1,
            2,
            3,
            true,
            "\\N",
            "\"\\u0041\"",
            "\"\\u0041\"",
            "\\xab",
            List.of(0)
          });

  @Test
  void manyRowsReadAsFewDo() throws SQLException {
    try (Connection db = database.dataSource().getConnection();
        Statement statement = db.createStatement()) {
      statement.execute(
          """
          CREATE TEMPORARY TABLE thing (
            id uuid, at timestamptz, day date, long bigint, number integer, small smallint,
            yes boolean, words text, said json, kept jsonb, key bytea, tokens integer[]
          )
          """);
      List<String> few = new ArrayList<>();
      for (@Nullable Object[] row : ROWS) {
        TableCopy one = copy();
        one.row(row);
        one.write(db);
        few.addAll(taken(statement));
      }
      TableCopy all = copy();
      for (int i = 0; i < MANY; i++) {
        ROWS.forEach(all::row);
      }
      all.write(db);
      List<String> many = taken(statement);
      assertThat(few).hasSize(ROWS.size());
      assertThat(many).hasSize(MANY * ROWS.size());
      assertThat(many.subList(0, ROWS.size())).isEqualTo(few);
      assertThat(many.subList(many.size() - ROWS.size(), many.size())).isEqualTo(few);
    }
  }

  private static TableCopy copy() {
    return new TableCopy(
        "thing", "id", "at", "day", "long", "number", "small", "yes", "words", "said", "kept",
        "key", "tokens");
  }

  private static List<String> taken(Statement statement) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SELECT thing::text FROM thing ORDER BY ctid")) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    statement.execute("TRUNCATE thing");
    return rows;
  }
}
