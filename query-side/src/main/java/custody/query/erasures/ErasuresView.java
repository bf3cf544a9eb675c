package custody.query.erasures;

import custody.contract.Actor;
import custody.contract.ContactId;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent;
import custody.contract.ErasureEvent.Approved;
import custody.contract.ErasureEvent.Completed;
import custody.contract.ErasureEvent.Reapplied;
import custody.contract.ErasureEvent.Refused;
import custody.contract.ErasureEvent.Requested;
import custody.contract.ErasureEvent.Subject;
import custody.contract.Recorded;
import custody.query.projection.View;
import custody.wire.ContractJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Projects erasure cases. They are few, so each event is written by itself.
@Component
final class ErasuresView implements View {
  @Override
  public String name() {
    return "erasures";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean streamByStream() {
    return true;
  }

  @Override
  public boolean concerns(Recorded recorded) {
    return recorded.event() instanceof ErasureEvent;
  }

  @Override
  public void apply(List<Recorded> batch, Connection db) throws SQLException {
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof ErasureEvent event) {
        apply(recorded, event, db);
      }
    }
  }

  /// What stands here are ids, and reasons that name nobody.
  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) {
    return 0;
  }

  private static void apply(Recorded recorded, ErasureEvent event, Connection db)
      throws SQLException {
    Actor actor = recorded.envelope().actor();
    Instant at = recorded.recordedAt();
    String why = json(recorded.envelope().reason());
    switch (event) {
      case Requested it ->
          begin(db, recorded, it.subject(), it.basis(), "requested", actor, at, why, null);
      case Approved _, Refused _ ->
          write(
              db,
              "UPDATE view_erasures.erasure SET version = ?, state = ?, decided_by = ?,"
                  + " decided_at = ?, decision = ?::json WHERE id = ?",
              recorded.version(),
              event instanceof Approved ? "approved" : "refused",
              actor.toString(),
              at,
              why,
              recorded.stream());
      case Reapplied it -> {
        begin(
            db,
            recorded,
            it.subject(),
            it.basis(),
            "approved",
            it.requestedBy(),
            it.erasedAt(),
            null,
            at);
        write(
            db,
            "UPDATE view_erasures.erasure SET decided_by = ?, decided_at = ? WHERE id = ?",
            it.approvedBy().toString(),
            it.erasedAt(),
            recorded.stream());
      }
      case Completed it ->
          write(
              db,
              "UPDATE view_erasures.erasure SET version = ?, state = 'completed', completed_at = ?,"
                  + " event = ?, keys = ?::json, removed = ?::json WHERE id = ?",
              recorded.version(),
              at,
              it.event(),
              json(it.keys()),
              json(it.removed()),
              recorded.stream());
    }
  }

  private static void begin(
      Connection db,
      Recorded recorded,
      Subject subject,
      ErasureBasis basis,
      String state,
      Actor requestedBy,
      Instant requestedAt,
      @Nullable String reason,
      @Nullable Instant reappliedAt)
      throws SQLException {
    ContactId contact = subject.contact();
    write(
        db,
        """
        INSERT INTO view_erasures.erasure (id, kind, stream, contact, basis, state, requested_by, requested_at,
          reason, reapplied_at, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?)
        ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state,
          reapplied_at = EXCLUDED.reapplied_at, version = EXCLUDED.version
        """,
        recorded.stream(),
        text(subject.kind()),
        subject.stream(),
        contact == null ? null : contact.value(),
        text(basis),
        state,
        requestedBy.toString(),
        requestedAt,
        reason,
        reappliedAt,
        recorded.version());
  }

  private static void write(Connection db, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = db.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(
            i + 1, values[i] instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static @Nullable String json(@Nullable Object value) {
    return value == null ? null : ContractJson.plain().writeValueAsString(value);
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
