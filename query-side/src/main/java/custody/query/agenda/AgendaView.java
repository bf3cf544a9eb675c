package custody.query.agenda;

import custody.contract.CallEvent;
import custody.contract.ChurnEvent;
import custody.contract.ComplaintEvent;
import custody.contract.CorrectionEvent;
import custody.contract.CustomerEvent;
import custody.contract.ErasureEvent;
import custody.contract.Event;
import custody.contract.FollowUpEvent;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpEvent.NextStepDone;
import custody.contract.HandoverEvent;
import custody.contract.Id;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.ContactRemoved;
import custody.contract.ProfileEvent.DateRemoved;
import custody.contract.ProfileEvent.DateSet;
import custody.contract.ProfileEvent.MergeReverted;
import custody.contract.ProfileEvent.Merged;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RecyclingEvent;
import custody.contract.RecyclingEvent.Exempted;
import custody.contract.RecyclingEvent.ExemptionEnded;
import custody.contract.RepEvent;
import custody.contract.RepEvent.Joined;
import custody.contract.RepEvent.LeavingAnnounced;
import custody.contract.RepEvent.Left;
import custody.contract.RepEvent.Moved;
import custody.contract.RepEvent.PersonalDataErased;
import custody.contract.ResponsibilityEvent;
import custody.contract.ResponsibilityEvent.CollaboratorAdded;
import custody.contract.ResponsibilityEvent.CollaboratorRemoved;
import custody.contract.ResponsibilityEvent.CoverEnded;
import custody.contract.ResponsibilityEvent.CoverStarted;
import custody.contract.ResponsibilityEvent.StewardAssigned;
import custody.contract.ResponsibilityEvent.StewardRemoved;
import custody.contract.RuleEvent;
import custody.contract.RuleEvent.RuleSet;
import custody.contract.RuleEvent.RuleWithdrawn;
import custody.query.agenda.Part.Fact;
import custody.query.agenda.Part.Version;
import custody.query.projection.TableCopy;
import custody.query.projection.View;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Projects what rules judge by. The version grows with every revision of an event kept here too,
/// because facts are kept in the contract's JSON.
@Component
final class AgendaView implements View {
  private static final Comparator<Fact> IN_EFFECTIVE_ORDER =
      Comparator.comparing(Fact::effectiveAt).thenComparingLong(Fact::position);

  /// What an event is about.
  private record Thing(UUID stream, Part part, String item) {}

  @Override
  public String name() {
    return "agenda";
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
    versions(batch, db);
    rules(batch, db);
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof HandoverEvent event) {
        Cases.apply(recorded, event, db);
      }
    }
    Set<UUID> voided = new HashSet<>();
    Set<UUID> begun = new HashSet<>();
    for (Recorded recorded : batch) {
      switch (recorded.event()) {
        case CorrectionEvent.Voided it -> voided.add(it.event());
        case Registered _ -> begun.add(recorded.stream());
        default -> {} // only these decide what has to be read
      }
    }
    Map<Thing, List<Fact>> before = forget(batch, db);
    Set<Thing> touched = new LinkedHashSet<>(before.keySet());
    Map<Thing, List<Fact>> learned = new HashMap<>();
    TableCopy rows =
        new TableCopy(
            "view_agenda.fact",
            "stream",
            "part",
            "item",
            "position",
            "event",
            "effective_at",
            "name",
            "payload");
    for (Recorded recorded : batch) {
      for (Thing thing : things(recorded.stream(), recorded.event())) {
        touched.add(thing);
        if (!voided.contains(recorded.eventId())) {
          learned
              .computeIfAbsent(thing, _ -> new ArrayList<>())
              .add(new Fact(recorded.position(), recorded.effectiveAt(), recorded.event()));
          rows.row(
              thing.stream(),
              thing.part().name(),
              thing.item(),
              recorded.position(),
              recorded.eventId(),
              recorded.effectiveAt(),
              EventType.of(recorded.event()).logicalName(),
              ContractJson.plain().writeValueAsString(Part.kept(recorded.event())));
        }
      }
    }
    if (touched.isEmpty()) {
      return;
    }
    Map<Thing, List<Fact>> moved = new HashMap<>(learned);
    moved.keySet().removeIf(it -> before.containsKey(it) || begun.contains(it.stream()));
    Set<Thing> goingOn = movedOn(moved, db);
    Map<Thing, List<Fact>> kept =
        load(
            touched.stream()
                .filter(it -> !begun.contains(it.stream()) && !goingOn.contains(it))
                .toList(),
            db);
    rows.write(db);
    add(kept, before);
    add(kept, learned);
    write(touched, before, learned, db);
  }

  /// How far each customer's stream has come.
  private static void versions(List<Recorded> batch, Connection db) throws SQLException {
    Map<UUID, Long> versions = new LinkedHashMap<>();
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof CustomerEvent) {
        versions.merge(recorded.stream(), recorded.version(), Math::max);
      }
    }
    if (versions.isEmpty()) {
      return;
    }
    try (PreparedStatement write =
        db.prepareStatement(
            """
            INSERT INTO view_agenda.customer (customer, version) SELECT * FROM unnest(?, ?)
            ON CONFLICT (customer) DO UPDATE SET version = greatest(customer.version, excluded.version)
            """)) {
      write.setArray(1, db.createArrayOf("uuid", versions.keySet().toArray()));
      write.setArray(2, db.createArrayOf("bigint", versions.values().toArray()));
      write.executeUpdate();
    }
  }

  private static void rules(List<Recorded> batch, Connection db) throws SQLException {
    TableCopy rules =
        new TableCopy(
            "view_agenda.rule",
            "rule",
            "version",
            "position",
            "event",
            "effective_at",
            "recorded_at",
            "actor",
            "reason",
            "payload");
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof RuleEvent event) {
        rules.row(
            recorded.stream(),
            recorded.version(),
            recorded.position(),
            recorded.eventId(),
            recorded.effectiveAt(),
            recorded.recordedAt(),
            recorded.envelope().actor(),
            recorded.envelope().reason() instanceof Personal.Known<String>(String reason)
                ? reason
                : null,
            switch (event) {
              case RuleSet it -> ContractJson.plain().writeValueAsString(it);
              case RuleWithdrawn _ -> null;
            });
      }
    }
    rules.write(db);
  }

  /// Takes out the facts known before that a correction of this batch voids.
  private static Map<Thing, List<Fact>> forget(List<Recorded> batch, Connection db)
      throws SQLException {
    List<UUID> streams = new ArrayList<>();
    List<UUID> events = new ArrayList<>();
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof CorrectionEvent.Voided(UUID event)) {
        streams.add(recorded.stream());
        events.add(event);
      }
    }
    if (events.isEmpty()) {
      return new LinkedHashMap<>();
    }
    try (PreparedStatement delete =
        db.prepareStatement(
            """
            DELETE FROM view_agenda.fact f USING unnest(?, ?) v (stream, event)
            WHERE f.stream = v.stream AND f.event = v.event
            RETURNING f.stream, f.part, f.item, f.position, f.effective_at, f.name, f.payload
            """)) {
      delete.setArray(1, db.createArrayOf("uuid", streams.toArray()));
      delete.setArray(2, db.createArrayOf("uuid", events.toArray()));
      return facts(delete);
    }
  }

  /// Ends who has the customers that were moved on, at the move: for what comes from then on, it is
  /// of no matter who had them before. That is so only where somebody has the customer without end,
  /// and the move comes later; then what has been told of it all need not be read back.
  ///
  /// @param learned of things of which there are earlier facts, none of them voided just now
  /// @return the things whose versions go on with what is learned
  private static Set<Thing> movedOn(Map<Thing, List<Fact>> learned, Connection db)
      throws SQLException {
    List<UUID> customers = new ArrayList<>();
    List<String> moves = new ArrayList<>();
    learned.forEach(
        (thing, facts) -> {
          if (facts.stream().allMatch(fact -> fact.event() instanceof OwnershipEvent)) {
            customers.add(thing.stream());
            moves.add(Collections.min(facts, IN_EFFECTIVE_ORDER).effectiveAt().toString());
          }
        });
    Set<Thing> goingOn = new HashSet<>();
    if (customers.isEmpty()) {
      return goingOn;
    }
    try (PreparedStatement update =
        db.prepareStatement(
            """
            UPDATE view_agenda.holder h SET valid_to = m.at FROM unnest(?, ?::timestamptz[]) m (stream, at)
            WHERE h.stream = m.stream AND h.valid_to = 'infinity' AND h.valid_from < m.at
            RETURNING h.stream
            """)) {
      update.setArray(1, db.createArrayOf("uuid", customers.toArray()));
      update.setArray(2, db.createArrayOf("text", moves.toArray()));
      try (ResultSet row = update.executeQuery()) {
        while (row.next()) {
          goingOn.add(only(row.getObject(1, UUID.class), Part.HOLDER));
        }
      }
    }
    return goingOn;
  }

  private static Map<Thing, List<Fact>> load(List<Thing> things, Connection db)
      throws SQLException {
    if (things.isEmpty()) {
      return Map.of();
    }
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT f.stream, f.part, f.item, f.position, f.effective_at, f.name, f.payload
            FROM unnest(?, ?, ?) t (stream, part, item) JOIN view_agenda.fact f USING (stream, part, item)
            """)) {
      bind(query, things, db);
      return facts(query);
    }
  }

  private static Map<Thing, List<Fact>> facts(PreparedStatement query) throws SQLException {
    Map<Thing, List<Fact>> facts = new LinkedHashMap<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        EventType type = Objects.requireNonNull(EventType.named(row.getString(6)));
        facts
            .computeIfAbsent(
                new Thing(
                    row.getObject(1, UUID.class), Part.valueOf(row.getString(2)), row.getString(3)),
                _ -> new ArrayList<>())
            .add(
                new Fact(
                    row.getLong(4),
                    row.getObject(5, OffsetDateTime.class).toInstant(),
                    (Event) ContractJson.plain().readValue(row.getString(7), type.type())));
      }
    }
    return facts;
  }

  private static void add(Map<Thing, List<Fact>> facts, Map<Thing, List<Fact>> to) {
    facts.forEach((thing, more) -> to.computeIfAbsent(thing, _ -> new ArrayList<>()).addAll(more));
  }

  private static void bind(PreparedStatement statement, List<Thing> things, Connection db)
      throws SQLException {
    statement.setArray(1, db.createArrayOf("uuid", things.stream().map(Thing::stream).toArray()));
    statement.setArray(
        2, db.createArrayOf("text", things.stream().map(it -> it.part().name()).toArray()));
    statement.setArray(3, db.createArrayOf("text", things.stream().map(Thing::item).toArray()));
  }

  /// The versions of every thing touched that are others than before. An event that comes last ends
  /// one and begins another; those before stay as they are, however many there are.
  private static void write(
      Set<Thing> touched,
      Map<Thing, List<Fact>> before,
      Map<Thing, List<Fact>> after,
      Connection db)
      throws SQLException {
    for (Part part : Part.values()) {
      Gone gone = new Gone();
      List<String> columns = new ArrayList<>(List.of("stream", "item", "valid_from", "valid_to"));
      columns.addAll(part.columns());
      TableCopy rows = new TableCopy(part.table, columns.toArray(String[]::new));
      for (Thing thing : touched) {
        if (thing.part() == part) {
          List<Version> versions = versions(part, after.get(thing));
          Set<Version> old = Set.of();
          if (before.containsKey(thing)) {
            old = new LinkedHashSet<>(versions(part, before.get(thing)));
            Set<Version> kept = new HashSet<>(versions);
            for (Version version : old) {
              if (!kept.contains(version)) {
                gone.add(thing, version);
              }
            }
          }
          for (Version version : versions) {
            if (!old.contains(version)) {
              rows.row(row(thing, version));
            }
          }
        }
      }
      gone.delete(part, db);
      rows.write(db);
    }
  }

  private static List<Version> versions(Part part, @Nullable List<Fact> facts) {
    if (facts == null) {
      return List.of();
    }
    List<Fact> ordered = new ArrayList<>(facts);
    ordered.sort(IN_EFFECTIVE_ORDER);
    return part.versions(ordered);
  }

  private static @Nullable Object[] row(Thing thing, Version version) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(thing.stream());
    row.add(thing.item());
    row.add(version.from());
    row.add(version.to() == null ? "infinity" : version.to());
    row.addAll(version.row().values().subList(0, thing.part().columns().size()));
    return row.toArray();
  }

  /// Versions that hold no longer, or not until when they did. No two of a thing begin together.
  private static final class Gone {
    private final List<UUID> streams = new ArrayList<>();
    private final List<String> items = new ArrayList<>();
    private final List<String> from = new ArrayList<>();

    void add(Thing thing, Version version) {
      streams.add(thing.stream());
      items.add(thing.item());
      from.add(version.from().toString());
    }

    void delete(Part part, Connection db) throws SQLException {
      if (streams.isEmpty()) {
        return;
      }
      try (PreparedStatement delete =
          db.prepareStatement(
              "DELETE FROM "
                  + part.table
                  + " r USING unnest(?, ?, ?::timestamptz[]) t (stream, item, valid_from)"
                  + " WHERE r.stream = t.stream AND r.item = t.item"
                  + " AND r.valid_from = t.valid_from")) {
        delete.setArray(1, db.createArrayOf("uuid", streams.toArray()));
        delete.setArray(2, db.createArrayOf("text", items.toArray()));
        delete.setArray(3, db.createArrayOf("text", from.toArray()));
        delete.executeUpdate();
      }
    }
  }

  private static List<Thing> things(UUID stream, Event event) {
    return switch (event) {
      case ProfileEvent profile ->
          switch (profile) {
            case Registered _ -> List.of(only(stream, Part.NAME), only(stream, Part.HOLDER));
            case Merged _, MergeReverted _ -> List.of(only(stream, Part.HOLDER));
            case Amended it ->
                it.fields().values().containsKey("name") || it.fields().cleared().contains("name")
                    ? List.of(only(stream, Part.NAME))
                    : List.of();
            case Classified _ -> List.of(only(stream, Part.GRADE));
            case DateSet it -> List.of(one(stream, Part.IMPORTANT_DATE, it.date()));
            case DateRemoved it -> List.of(one(stream, Part.IMPORTANT_DATE, it.date()));
            case ContactAdded _, ContactAmended _, ContactRemoved _, AssortmentReported _ ->
                List.of();
          };
      case FollowUpEvent followUp ->
          List.of(
              one(
                  stream,
                  Part.FOLLOW_UP,
                  switch (followUp) {
                    case FollowUpRecorded it -> it.followUp();
                    case FollowUpAmended it -> it.followUp();
                    case NextStepDone it -> it.followUp();
                  }));
      case OwnershipEvent _ -> List.of(only(stream, Part.HOLDER));
      case ResponsibilityEvent responsibility ->
          switch (responsibility) {
            case CoverStarted it -> List.of(one(stream, Part.COVER, it.cover()));
            case CoverEnded it -> List.of(one(stream, Part.COVER, it.cover()));
            case StewardAssigned it -> List.of(one(stream, Part.STEWARD, it.steward()));
            case StewardRemoved it -> List.of(one(stream, Part.STEWARD, it.steward()));
            case CollaboratorAdded _, CollaboratorRemoved _ -> List.of();
          };
      case RecyclingEvent recycling ->
          List.of(
              one(
                  stream,
                  Part.EXEMPTION,
                  switch (recycling) {
                    case Exempted it -> it.exemption();
                    case ExemptionEnded it -> it.exemption();
                  }));
      case RepEvent rep ->
          switch (rep) {
            case Joined _, Moved _, Left _ -> List.of(only(stream, Part.POST));
            case LeavingAnnounced _, PersonalDataErased _ -> List.of();
          };
      case ComplaintEvent _,
          ChurnEvent _,
          CallEvent _,
          CorrectionEvent _,
          PersonalDataEvent _,
          RuleEvent _,
          HandoverEvent _,
          ErasureEvent _ ->
          List.of();
    };
  }

  private static Thing only(UUID stream, Part part) {
    return new Thing(stream, part, "");
  }

  private static Thing one(UUID stream, Part part, Id id) {
    return new Thing(stream, part, id.value().toString());
  }

  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) throws SQLException {
    long gone = Cases.erase(stream, db);
    List<String> tables = new ArrayList<>(List.of("view_agenda.fact"));
    for (Part part : Part.values()) {
      tables.add(part.table);
    }
    for (String table : tables) {
      try (PreparedStatement delete =
          db.prepareStatement("DELETE FROM " + table + " WHERE stream = ?")) {
        delete.setObject(1, stream);
        gone += delete.executeUpdate();
      }
    }
    if (history.stream().noneMatch(recorded -> recorded.event() instanceof RuleEvent)) {
      apply(history, db);
    }
    return gone;
  }
}
