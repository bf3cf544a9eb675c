package custody.service.handover;

import custody.contract.HandoverId;
import custody.wire.ContractJson;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The last draft of each case, handed from the side that has the views to the side that decides.
public final class Drafts {
  private final JdbcClient database;

  public Drafts(JdbcClient database) {
    this.database = database;
  }

  /// Keeps it, unless there is one of a later plan.
  public void keep(Draft draft) {
    database
        .sql(
            """
            INSERT INTO custody.handover_draft (handover, plan, digest, made_at, body)
            VALUES (:handover, :plan, :digest, :madeAt, :body)
            ON CONFLICT (handover) DO UPDATE
            SET plan = :plan, digest = :digest, made_at = :madeAt, body = :body
            WHERE handover_draft.plan < :plan
            """)
        .param("handover", draft.handover().value())
        .param("plan", draft.plan())
        .param("digest", draft.digest())
        .param("madeAt", draft.madeAt().atOffset(ZoneOffset.UTC))
        .param("body", ContractJson.plain().writeValueAsString(draft))
        .update();
  }

  public Optional<Draft> find(HandoverId handover) {
    return database
        .sql("SELECT body FROM custody.handover_draft WHERE handover = :handover")
        .param("handover", handover.value())
        .query(String.class)
        .optional()
        .map(body -> ContractJson.plain().readValue(body, Draft.class));
  }
}
