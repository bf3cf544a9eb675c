package custody.query.trail;

import custody.contract.CustomerEvent;
import custody.contract.Envelope;
import custody.contract.ErasureEvent;
import custody.contract.Event;
import custody.contract.HandoverEvent;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RuleEvent;
import custody.query.projection.TableCopy;
import custody.query.projection.View;
import custody.wire.EventType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Finds every event by its id, and those that caused or belong to each other. The store itself is
/// not searched: it reads by position and by stream, whatever the engine.
@Component
public final class TrailView implements View {
  @Override
  public String name() {
    return "trail";
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
  public void apply(List<Recorded> batch, Connection db) throws SQLException {
    TableCopy events =
        new TableCopy(
            "view_trail.event",
            "position",
            "sequence",
            "recorded_at",
            "effective_at",
            "event",
            "stream",
            "correlation",
            "cause",
            "kind",
            "name",
            "actor",
            "channel");
    for (Recorded it : batch) {
      Envelope envelope = it.envelope();
      events.row(
          it.position(),
          it.sequence(),
          it.recordedAt(),
          it.effectiveAt(),
          it.eventId(),
          it.stream(),
          envelope.correlationId(),
          envelope.causationId(),
          kind(it.event()),
          EventType.of(it.event()).logicalName(),
          envelope.actor(),
          envelope.channel().name().toLowerCase(Locale.ROOT));
    }
    events.write(db);
  }

  /// Nothing of what an event says is here.
  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) {
    return 0;
  }

  private static String kind(Event event) {
    return switch (event) {
      case CustomerEvent _ -> "customer";
      case RepEvent _ -> "rep";
      case RuleEvent _ -> "rule";
      case HandoverEvent _ -> "handover";
      case ErasureEvent _ -> "erasure";
    };
  }
}
