package custody.query.handover;

import custody.contract.CustomerId;
import custody.contract.HandoverEvent;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverEvent.Allotted;
import custody.contract.HandoverEvent.Approved;
import custody.contract.HandoverEvent.Cancelled;
import custody.contract.HandoverEvent.Closed;
import custody.contract.HandoverEvent.Completed;
import custody.contract.HandoverEvent.CustomersFailed;
import custody.contract.HandoverEvent.CustomersKept;
import custody.contract.HandoverEvent.CustomersMoved;
import custody.contract.HandoverEvent.CustomersReturned;
import custody.contract.HandoverEvent.LeftAlone;
import custody.contract.HandoverEvent.Opened;
import custody.contract.HandoverEvent.Paused;
import custody.contract.HandoverEvent.Planned;
import custody.contract.HandoverEvent.Resumed;
import custody.contract.HandoverEvent.Started;
import custody.contract.HandoverEvent.UndoStarted;
import custody.contract.HandoverEvent.Undone;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.Recorded;
import custody.contract.RepId;
import custody.query.projection.TableCopy;
import custody.query.projection.View;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Projects handover cases. The version grows with every revision of a case's event too, because
/// the plan is kept in the contract's JSON.
@Component
final class HandoversView implements View {
  static final String NAME = "handovers";

  @Override
  public String name() {
    return NAME;
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
    return recorded.event() instanceof HandoverEvent;
  }

  private record Key(UUID handover, CustomerId customer) {}

  /// What became of a customer.
  private record Fate(String state, @Nullable String code) {}

  private static final class Changes {
    final Map<UUID, Handover> cases = new LinkedHashMap<>();
    final Set<UUID> emptied = new HashSet<>();
    final Map<Key, Allotment> allotted = new LinkedHashMap<>();
    final Map<Key, Fate> fates = new LinkedHashMap<>();

    void forgetPlan(UUID handover) {
      emptied.add(handover);
      allotted.keySet().removeIf(key -> key.handover().equals(handover));
      fates.keySet().removeIf(key -> key.handover().equals(handover));
    }

    void fate(UUID handover, List<CustomerId> customers, String state) {
      customers.forEach(it -> fates.put(new Key(handover, it), new Fate(state, null)));
    }

    void leftAlone(UUID handover, List<LeftAlone> customers, String state) {
      customers.forEach(
          it -> fates.put(new Key(handover, it.customer()), new Fate(state, it.code())));
    }
  }

  @Override
  public void apply(List<Recorded> batch, Connection db) throws SQLException {
    List<Recorded> ours = batch.stream().filter(it -> it.event() instanceof HandoverEvent).toList();
    if (ours.isEmpty()) {
      return;
    }
    Changes changes = new Changes();
    changes.cases.putAll(load(ours, db));
    TableCopy entries =
        new TableCopy(
            "view_handovers.entry",
            "handover",
            "sequence",
            "event",
            "name",
            "recorded_at",
            "effective_at",
            "actor",
            "channel",
            "reason");
    for (Recorded recorded : ours) {
      HandoverEvent event = (HandoverEvent) recorded.event();
      fold(recorded, event, changes);
      Personal<String> reason = recorded.envelope().reason();
      entries.row(
          recorded.stream(),
          recorded.sequence(),
          recorded.eventId(),
          EventType.of(event).logicalName(),
          recorded.recordedAt(),
          recorded.effectiveAt(),
          recorded.envelope().actor(),
          recorded.envelope().channel().name().toLowerCase(Locale.ROOT),
          reason == null ? null : ContractJson.plain().writeValueAsString(reason));
    }
    entries.write(db);
    write(changes, db);
  }

  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) throws SQLException {
    long gone = 0;
    for (String rows :
        List.of("handover WHERE id", "allotted WHERE handover", "entry WHERE handover")) {
      try (PreparedStatement delete =
          db.prepareStatement("DELETE FROM view_handovers." + rows + " = ?")) {
        delete.setObject(1, stream);
        gone += delete.executeUpdate();
      }
    }
    apply(history, db);
    return gone;
  }

  private static void fold(Recorded recorded, HandoverEvent event, Changes changes) {
    UUID id = recorded.stream();
    switch (event) {
      case Planned _ -> changes.forgetPlan(id);
      case Allotted it -> {
        for (Allotment allotment : it.allotments()) {
          for (CustomerId customer : allotment.customers()) {
            changes.allotted.put(new Key(id, customer), allotment);
          }
        }
      }
      case CustomersMoved it -> changes.fate(id, it.customers(), "moved");
      case CustomersFailed it -> changes.leftAlone(id, it.customers(), "failed");
      case CustomersReturned it -> changes.fate(id, it.customers(), "returned");
      case CustomersKept it -> changes.leftAlone(id, it.customers(), "kept");
      case Opened _,
          Approved _,
          Started _,
          Paused _,
          Resumed _,
          Cancelled _,
          Completed _,
          UndoStarted _,
          Undone _,
          Closed _ -> {}
    }
    Handover before = changes.cases.get(id);
    changes.cases.put(
        id,
        before == null
            ? Handover.opened(recorded, (Opened) event)
            : before.evolve(recorded, event));
  }

  private static Map<UUID, Handover> load(List<Recorded> ours, Connection db) throws SQLException {
    Map<UUID, Handover> cases = new HashMap<>();
    try (PreparedStatement query =
        db.prepareStatement("SELECT id, state FROM view_handovers.handover WHERE id = ANY (?)")) {
      query.setArray(
          1, db.createArrayOf("uuid", ours.stream().map(Recorded::stream).distinct().toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          cases.put(row.getObject(1, UUID.class), state(row.getString(2)));
        }
      }
    }
    return cases;
  }

  static Handover state(String json) {
    return ContractJson.plain().readValue(json, Handover.class);
  }

  private static void write(Changes changes, Connection db) throws SQLException {
    try (PreparedStatement upsert =
        db.prepareStatement(
            """
            INSERT INTO view_handovers.handover (id, version, status, opened_at, from_reps, state)
            VALUES (?, ?, ?, ?, ?, ?::json)
            ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, status = EXCLUDED.status,
              state = EXCLUDED.state
            """)) {
      for (Handover it : changes.cases.values()) {
        upsert.setObject(1, it.id().value());
        upsert.setLong(2, it.version());
        upsert.setString(3, it.status().name().toLowerCase(Locale.ROOT));
        upsert.setObject(4, it.opened().at().atOffset(ZoneOffset.UTC));
        upsert.setArray(
            5, db.createArrayOf("uuid", it.from().stream().map(RepId::value).toArray()));
        upsert.setString(6, ContractJson.plain().writeValueAsString(it));
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
    if (!changes.emptied.isEmpty()) {
      try (PreparedStatement delete =
          db.prepareStatement("DELETE FROM view_handovers.allotted WHERE handover = ANY (?)")) {
        delete.setArray(1, db.createArrayOf("uuid", changes.emptied.toArray()));
        delete.executeUpdate();
      }
    }
    TableCopy rows =
        new TableCopy(
            "view_handovers.allotted",
            "handover",
            "customer",
            "from_rep",
            "to_rep",
            "to_pool",
            "rule",
            "state",
            "code");
    changes.allotted.forEach(
        (key, allotment) -> {
          // Written once, with what became of it in this batch already.
          Fate fate =
              Objects.requireNonNullElse(changes.fates.remove(key), new Fate("planned", null));
          rows.row(
              key.handover(),
              key.customer(),
              allotment.from(),
              allotment.to() instanceof Holder.Owner(RepId rep) ? rep : null,
              allotment.to() instanceof Holder.Pool(String pool) ? pool : null,
              allotment.rule(),
              fate.state(),
              fate.code());
        });
    rows.write(db);
    update(changes.fates, db);
  }

  private static void update(Map<Key, Fate> fates, Connection db) throws SQLException {
    if (fates.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        db.prepareStatement(
            """
            UPDATE view_handovers.allotted a SET state = f.state, code = f.code
            FROM unnest(?, ?, ?, ?) f (handover, customer, state, code)
            WHERE a.handover = f.handover AND a.customer = f.customer
            """)) {
      List<Fate> values = new ArrayList<>(fates.values());
      update.setArray(
          1, db.createArrayOf("uuid", fates.keySet().stream().map(Key::handover).toArray()));
      update.setArray(
          2,
          db.createArrayOf(
              "uuid", fates.keySet().stream().map(it -> it.customer().value()).toArray()));
      update.setArray(3, db.createArrayOf("text", values.stream().map(Fate::state).toArray()));
      update.setArray(4, db.createArrayOf("text", values.stream().map(Fate::code).toArray()));
      update.executeUpdate();
    }
  }
}
