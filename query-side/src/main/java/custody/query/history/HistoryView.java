package custody.query.history;

import custody.contract.CorrectionEvent.Voided;
import custody.contract.CustomerEvent;
import custody.contract.Envelope;
import custody.contract.Recorded;
import custody.query.projection.TableCopy;
import custody.query.projection.View;
import custody.wire.EventType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// What happened to customers, event by event, with what each says of single things: history,
/// profile, mirror and diff are questions to this one table.
@Component
public final class HistoryView implements View {
  @Override
  public String name() {
    return "history";
  }

  @Override
  public int version() {
    return 5;
  }

  @Override
  public boolean streamByStream() {
    return true;
  }

  @Override
  public void apply(List<Recorded> batch, Connection db) throws SQLException {
    TableCopy events =
        new TableCopy(
            "view_history.event",
            "customer",
            "position",
            "sequence",
            "event",
            "recorded_at",
            "effective_at",
            "name",
            "actor",
            "channel",
            "reason",
            "source",
            "payload",
            "facts");
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof CustomerEvent event) {
        event(recorded, event, events);
      }
    }
    events.write(db);
    // Behind the rows, because a correction may stand in the same batch as what it corrects.
    markVoided(batch.stream().filter(it -> it.event() instanceof Voided).toList(), db);
  }

  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) throws SQLException {
    long gone;
    try (PreparedStatement delete =
        db.prepareStatement("DELETE FROM view_history.event WHERE customer = ?")) {
      delete.setObject(1, stream);
      gone = delete.executeUpdate();
    }
    apply(history, db);
    return gone;
  }

  private static void event(Recorded recorded, CustomerEvent event, TableCopy events) {
    Envelope envelope = recorded.envelope();
    events.row(
        recorded.stream(),
        recorded.position(),
        recorded.sequence(),
        recorded.eventId(),
        recorded.recordedAt(),
        recorded.effectiveAt(),
        EventType.of(event).logicalName(),
        envelope.actor(),
        envelope.channel().name().toLowerCase(Locale.ROOT),
        EventJson.reason(envelope),
        EventJson.jsonOrNull(envelope.source()),
        EventJson.payload(event),
        FactText.of(event));
  }

  private static void markVoided(List<Recorded> corrections, Connection db) throws SQLException {
    if (corrections.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        db.prepareStatement(
            """
            WITH correction AS (
              SELECT DISTINCT ON (customer, event) customer, event, at, position
              FROM unnest(?, ?, ?::timestamptz[], ?) AS c (customer, event, at, position)
              ORDER BY customer, event, position
            )
            UPDATE view_history.event e SET voided_at = c.at, voided_by = c.position FROM correction c
            WHERE e.customer = c.customer AND e.event = c.event AND e.voided_at IS NULL
            """)) {
      statement.setArray(1, array(db, "uuid", corrections.stream().map(Recorded::stream)));
      statement.setArray(
          2, array(db, "uuid", corrections.stream().map(it -> ((Voided) it.event()).event())));
      statement.setArray(
          3, array(db, "text", corrections.stream().map(it -> it.recordedAt().toString())));
      statement.setArray(4, array(db, "int8", corrections.stream().map(Recorded::position)));
      statement.executeUpdate();
    }
  }

  private static Array array(Connection db, String type, Stream<?> values) throws SQLException {
    return db.createArrayOf(type, values.toArray());
  }
}
