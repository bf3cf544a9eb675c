package custody.query.reps;

import custody.contract.Actor;
import custody.contract.CallEvent;
import custody.contract.CallEvent.CallReceived;
import custody.contract.CallEvent.RecordingLinked;
import custody.contract.ChurnEvent;
import custody.contract.ComplaintEvent;
import custody.contract.CorrectionEvent;
import custody.contract.CustomerEvent;
import custody.contract.ErasureEvent;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.HandoverEvent;
import custody.contract.OwnershipEvent;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.Recorded;
import custody.contract.RecyclingEvent;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent;
import custody.contract.RuleEvent;
import custody.query.projection.TableCopy;
import custody.query.projection.View;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Projects what happened to reps and what they did. The version grows with every revision of a
/// rep's event too, because facts are kept in the contract's JSON.
@Component
final class RepsView implements View {

  @Override
  public String name() {
    return "reps";
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public boolean streamByStream() {
    return true;
  }

  @Override
  public boolean concerns(Recorded recorded) {
    return switch (recorded.event()) {
      case RepEvent _, CorrectionEvent _ -> true;
      case CustomerEvent event -> made(event) != null || acted(recorded.envelope().actor()) != null;
      case RuleEvent _, HandoverEvent _, ErasureEvent _ -> false;
    };
  }

  @Override
  public void apply(List<Recorded> batch, Connection db) throws SQLException {
    TableCopy facts = facts();
    TableCopy deeds =
        new TableCopy(
            "view_reps.deed",
            "rep",
            "effective_at",
            "what",
            "event",
            "recorded_at",
            "customer",
            "name");
    List<Recorded> voids =
        batch.stream()
            .filter(recorded -> recorded.event() instanceof CorrectionEvent.Voided)
            .toList();
    for (Recorded recorded : batch) {
      String name = EventType.of(recorded.event()).logicalName();
      switch (recorded.event()) {
        case RepEvent event -> fact(facts, recorded, event);
        case CustomerEvent event -> {
          UUID made = made(event);
          UUID acted = acted(recorded.envelope().actor());
          if (made != null) {
            deed(deeds, made, "made", recorded, name);
          }
          if (acted != null && !acted.equals(made)) {
            deed(deeds, acted, "acted", recorded, name);
          }
        }
        case RuleEvent _, HandoverEvent _, ErasureEvent _ -> {}
      }
    }
    facts.write(db);
    deeds.write(db);
    members(batch, db);
    correct(voids, db);
  }

  /// Anew for every rep something happened to: they have few facts each.
  private static void members(List<Recorded> batch, Connection db) throws SQLException {
    Object[] reps =
        batch.stream()
            .filter(recorded -> recorded.event() instanceof RepEvent)
            .map(Recorded::stream)
            .distinct()
            .toArray();
    if (reps.length == 0) {
      return;
    }
    try (PreparedStatement write =
        db.prepareStatement(
            """
            WITH gone AS (
              DELETE FROM view_reps.member WHERE rep = ANY (?)
            ), post AS (
              SELECT rep, effective_at, position, name <> 'rep.left' AS active,
                payload::json ->> 'team' AS team
              FROM view_reps.fact
              WHERE rep = ANY (?) AND name IN ('rep.joined', 'rep.moved', 'rep.left')
            ), carried AS (
              SELECT *, count(team) OVER w AS teams,
                lead(effective_at, 1, 'infinity') OVER w AS until
              FROM post WINDOW w AS (PARTITION BY rep ORDER BY effective_at, position)
            )
            INSERT INTO view_reps.member (rep, team, since, until, active)
            SELECT rep, max(team) OVER (PARTITION BY rep, teams), effective_at, until, active
            FROM carried
            """)) {
      write.setArray(1, db.createArrayOf("uuid", reps));
      write.setArray(2, db.createArrayOf("uuid", reps));
      write.executeUpdate();
    }
  }

  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) throws SQLException {
    long gone;
    try (PreparedStatement delete =
        db.prepareStatement("DELETE FROM view_reps.fact WHERE rep = ?")) {
      delete.setObject(1, stream);
      gone = delete.executeUpdate();
    }
    TableCopy facts = facts();
    for (Recorded recorded : history) {
      if (recorded.event() instanceof RepEvent event) {
        fact(facts, recorded, event);
      }
    }
    facts.write(db);
    return gone;
  }

  private static TableCopy facts() {
    return new TableCopy(
        "view_reps.fact",
        "rep",
        "position",
        "sequence",
        "event",
        "effective_at",
        "recorded_at",
        "name",
        "payload");
  }

  private static void fact(TableCopy facts, Recorded recorded, RepEvent event) {
    facts.row(
        recorded.stream(),
        recorded.position(),
        recorded.sequence(),
        recorded.eventId(),
        recorded.effectiveAt(),
        recorded.recordedAt(),
        EventType.of(event).logicalName(),
        ContractJson.plain().writeValueAsString(event));
  }

  private static void deed(TableCopy deeds, UUID rep, String what, Recorded recorded, String name) {
    deeds.row(
        rep,
        recorded.effectiveAt(),
        what,
        recorded.eventId(),
        recorded.recordedAt(),
        recorded.stream(),
        name);
  }

  private static @Nullable UUID made(CustomerEvent event) {
    RepId rep =
        switch (event) {
          case FollowUpEvent followUp ->
              switch (followUp) {
                case FollowUpRecorded it -> it.details().rep();
                case FollowUpAmended it -> it.details().rep();
                case NextStepDone _ -> null;
              };
          case CallEvent call ->
              switch (call) {
                case CallReceived it -> it.details().rep();
                case RecordingLinked _ -> null;
              };
          case ProfileEvent _,
              OwnershipEvent _,
              ResponsibilityEvent _,
              RecyclingEvent _,
              ComplaintEvent _,
              ChurnEvent _,
              CorrectionEvent _,
              PersonalDataEvent _ ->
              null;
        };
    return rep == null ? null : rep.value();
  }

  private static @Nullable UUID acted(Actor actor) {
    return switch (actor.kind()) {
      case REP -> uuid(actor.id());
      case USER, SERVICE, RULE -> null;
    };
  }

  /// Null if it is none: whoever wrote that, it must not stop the views.
  private static @Nullable UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void correct(List<Recorded> voids, Connection db) throws SQLException {
    if (voids.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        db.prepareStatement(
            """
            INSERT INTO view_reps.correction (event, recorded_at)
            SELECT event, min(at) FROM unnest(?, ?::timestamptz[]) v (event, at) GROUP BY event
            ON CONFLICT DO NOTHING
            """)) {
      insert.setArray(
          1,
          db.createArrayOf(
              "uuid",
              voids.stream()
                  .map(recorded -> ((CorrectionEvent.Voided) recorded.event()).event())
                  .toArray()));
      insert.setArray(
          2,
          db.createArrayOf(
              "text", voids.stream().map(recorded -> recorded.recordedAt().toString()).toArray()));
      insert.executeUpdate();
    }
  }
}
