package custody.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class GuardsTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final JdbcClient owner = JdbcClient.create(database.dataSource());

  @BeforeAll
  static void anEventIsStored() {
    JdbcClient.create(database.dataSource())
        .sql(
            """
            INSERT INTO custody.event (sequence, recorded_at, effective_at, stream, event_id, revision,
                stream_type, name, envelope, payload)
            VALUES (0, now(), now(), uuidv7(), uuidv7(), 1, 'customer', 'x', '{}', '{}')
            """)
        .update();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE custody.event SET payload = '{}'",
        "UPDATE custody.event SET payload = '{}' WHERE false",
        "DELETE FROM custody.event",
        "TRUNCATE custody.event",
        "TRUNCATE custody.event CASCADE",
        "MERGE INTO custody.event e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
        """
        INSERT INTO custody.event OVERRIDING SYSTEM VALUE SELECT * FROM custody.event
        ON CONFLICT (position) DO UPDATE SET payload = 'changed'
        """
      })
  void evenTheOwnerCannotChangeWhatIsRecorded(String attempt) {
    assertThatThrownBy(() -> owner.sql(attempt).update())
        .rootCause()
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("append-only");
    assertThat(owner.sql("SELECT payload FROM custody.event").query(String.class).single())
        .isEqualTo("{}");
  }

  @Test
  void norWhileReplicationIsApplied() {
    JdbcClient administrator = JdbcClient.create(database.superuser());
    assertThatThrownBy(
            () ->
                administrator
                    .sql(
                        "SET session_replication_role = replica; DELETE FROM custody.event; RESET"
                            + " session_replication_role")
                    .update())
        .rootCause()
        .hasMessageContaining("append-only");
  }
}
