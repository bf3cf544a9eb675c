package custody.query.agenda;

import custody.contract.CorrectionEvent;
import custody.contract.CustomerEvent;
import custody.contract.HandoverEvent;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RepEvent.Joined;
import custody.contract.RuleEvent;
import custody.contract.RuleEvent.RuleSet;
import custody.contract.RuleEvent.RuleWithdrawn;
import custody.query.agenda.Part.Fact;
import custody.query.projection.StreamReader;
import custody.query.projection.TableCopy;
import custody.query.projection.View;
import custody.wire.ContractJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Projects what rules judge by. Events that come last go on from the version that holds; for what
/// is dated back or voided the stream is read again, so nothing is kept but versions.
@Component
final class AgendaView implements View {
  private static final Comparator<Fact> IN_EFFECTIVE_ORDER =
      Comparator.comparing(Fact::effectiveAt).thenComparingLong(Fact::sequence);

  /// Streams that are read by one question: more of them, with a thousand events each, take tens of
  /// megabytes.
  private static final int AT_ONCE = 32;

  private final StreamReader streams;

  AgendaView(StreamReader streams) {
    this.streams = streams;
  }

  @Override
  public String name() {
    return "agenda";
  }

  @Override
  public int version() {
    return 6;
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
    Map<Thing, List<Fact>> learned = facts(batch, thing -> true);
    Streams again = new Streams(batch);
    Set<Thing> anew = again.voided();
    Set<UUID> begun = new HashSet<>();
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof Registered || recorded.event() instanceof Joined) {
        begun.add(recorded.stream());
      }
    }
    VersionRows rows = new VersionRows(db);
    Map<Thing, List<Fact>> later = new LinkedHashMap<>();
    learned.forEach(
        (thing, facts) -> {
          if (anew.contains(thing)) {
            return;
          }
          if (begun.contains(thing.stream())
              || facts.stream().anyMatch(fact -> Part.begins(fact.event()))) {
            rows.add(thing, thing.part().versions(facts));
          } else if (thing.part().goesOn()) {
            later.put(thing, facts);
          } else {
            anew.add(thing);
          }
        });
    later.keySet().removeAll(rows.goOn(later));
    // Each event about a grade is seen in a version: without any, there was none.
    for (Thing thing :
        rows.without(later.keySet().stream().filter(it -> it.part() == Part.GRADE).toList())) {
      rows.add(thing, thing.part().versions(later.getOrDefault(thing, List.of())));
      later.remove(thing);
    }
    anew.addAll(later.keySet());
    rows.delete(anew);
    again.facts(anew).forEach((thing, facts) -> rows.add(thing, thing.part().versions(facts)));
    rows.write();
  }

  /// What these events say of things, in effective order, but for what they void of each other.
  private static Map<Thing, List<Fact>> facts(List<Recorded> events, Predicate<Thing> wanted) {
    Set<UUID> voided = new HashSet<>();
    for (Recorded recorded : events) {
      if (recorded.event() instanceof CorrectionEvent.Voided(UUID event)) {
        voided.add(event);
      }
    }
    Map<Thing, List<Fact>> facts = new LinkedHashMap<>();
    for (Recorded recorded : events) {
      if (!voided.contains(recorded.eventId())) {
        for (Thing thing : Thing.of(recorded)) {
          if (wanted.test(thing)) {
            facts
                .computeIfAbsent(thing, _ -> new ArrayList<>())
                .add(new Fact(recorded.sequence(), recorded.effectiveAt(), recorded.event()));
          }
        }
      }
    }
    facts.values().forEach(ofOne -> ofOne.sort(IN_EFFECTIVE_ORDER));
    return facts;
  }

  /// The streams of a batch, up to its end.
  private final class Streams {
    private final List<Recorded> batch;

    /// The last sequence of each that the batch has.
    private final Map<UUID, Long> ends = new HashMap<>();

    Streams(List<Recorded> batch) {
      this.batch = batch;
      batch.forEach(it -> ends.merge(it.stream(), it.sequence(), Math::max));
    }

    /// What was said by events before the batch that the batch voids.
    Set<Thing> voided() {
      Set<UUID> known = batch.stream().map(Recorded::eventId).collect(Collectors.toSet());
      Set<UUID> voided = new HashSet<>();
      Set<UUID> streams = new LinkedHashSet<>();
      for (Recorded recorded : batch) {
        if (recorded.event() instanceof CorrectionEvent.Voided(UUID event)
            && !known.contains(event)) {
          voided.add(event);
          streams.add(recorded.stream());
        }
      }
      Set<Thing> things = new HashSet<>();
      read(
          streams,
          events ->
              events.stream()
                  .filter(it -> voided.contains(it.eventId()))
                  .forEach(it -> things.addAll(Thing.of(it))));
      return things;
    }

    Map<Thing, List<Fact>> facts(Set<Thing> things) {
      Map<Thing, List<Fact>> facts = new HashMap<>();
      read(
          things.stream().map(Thing::stream).distinct().toList(),
          events -> facts.putAll(AgendaView.facts(events, things::contains)));
      return facts;
    }

    private void read(Collection<UUID> wanted, Consumer<List<Recorded>> reader) {
      List<UUID> all = List.copyOf(wanted);
      for (int from = 0; from < all.size(); from += AT_ONCE) {
        List<UUID> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
        reader.accept(
            streams.read(some).stream()
                .filter(it -> it.sequence() <= ends.getOrDefault(it.stream(), -1L))
                .toList());
      }
    }
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

  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) throws SQLException {
    long gone = Cases.erase(stream, db);
    for (Part part : Part.values()) {
      try (PreparedStatement delete =
          db.prepareStatement("DELETE FROM " + part.table + " WHERE stream = ?")) {
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
