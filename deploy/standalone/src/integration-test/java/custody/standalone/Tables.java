package custody.standalone;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What stands in the database, whatever table it is in.
final class Tables {
  private Tables() {}

  /// The tables that hold the text, as text in any case or as bytes.
  ///
  /// @param where which tables, by a condition on schemaname and tablename
  static List<String> with(JdbcClient jdbc, String where, String text) {
    List<String> holding = new ArrayList<>();
    for (String table :
        jdbc.sql(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables"
                    + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND "
                    + where)
            .query(String.class)
            .list()) {
      boolean holds =
          jdbc.sql(
                  "SELECT EXISTS (SELECT FROM "
                      + table
                      + " t WHERE position(lower(:text) IN lower(t::text)) > 0"
                      + " OR position(encode(convert_to(:text, 'UTF8'), 'hex') IN t::text) > 0)")
              .param("text", text)
              .query(Boolean.class)
              .single();
      if (holds) {
        holding.add(table);
      }
    }
    return holding;
  }
}
