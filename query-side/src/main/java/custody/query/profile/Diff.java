package custody.query.profile;

import custody.query.RawJson;
import custody.query.history.EventInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JsonGenerator;

/// What is different between two states of one customer, and which events made it so.
///
/// @param events by position, those that made a difference and the corrections among them
record Diff(State from, State to, List<Change> changes, Map<Long, Entry> events) {

  /// @param before null = was not there
  /// @param after null = is not there
  /// @param causes facts that count in one of the states and not in the other
  record Change(
      Fact.Thing thing, @Nullable RawJson before, @Nullable RawJson after, List<Cause> causes) {
    String kind() {
      return before == null ? "added" : after == null ? "removed" : "changed";
    }
  }

  /// @param voided true if it does not count because its event was voided by then
  record Cause(long position, boolean voided) {}

  /// @param voidedBy position of the first correction; null = none
  record Entry(EventInfo info, @Nullable Long voidedBy) {}

  static Diff between(JdbcTemplate database, State from, State to) {
    Side before = new Side(from);
    Side after = new Side(to);
    TreeMap<String, Fact.Thing> things = new TreeMap<>();
    before.values.keySet().forEach(it -> things.put(it.toString(), it));
    after.values.keySet().forEach(it -> things.put(it.toString(), it));
    List<Change> changes = new ArrayList<>();
    TreeSet<Long> positions = new TreeSet<>();
    for (Fact.Thing thing : things.values()) {
      RawJson was = before.values.get(thing);
      RawJson is = after.values.get(thing);
      boolean wholeItem = before.items(thing) != after.items(thing) && !thing.field().isEmpty();
      if (Objects.equals(was, is) || wholeItem) {
        continue; // a contact that came or went is told as one change
      }
      List<Cause> causes = causes(thing, before, after);
      causes.forEach(cause -> positions.add(cause.position()));
      changes.add(new Change(thing, before.whole(thing), after.whole(thing), causes));
    }
    return new Diff(from, to, changes, entries(database, from.customer(), positions));
  }

  private static List<Cause> causes(Fact.Thing thing, Side before, Side after) {
    TreeMap<Long, Cause> causes = new TreeMap<>();
    for (Fact.Thing part : before.scope(thing)) {
      Fact was = before.facts.get(part);
      Fact is = after.facts.get(part);
      if (was != null && is != null && was.position() == is.position()) {
        continue;
      }
      cause(was, after.state).ifPresent(cause -> causes.put(cause.position(), cause));
      cause(is, before.state).ifPresent(cause -> causes.put(cause.position(), cause));
    }
    return List.copyOf(causes.values());
  }

  /// Why the fact is not in the other state, unless it counts there too and is only overridden.
  private static Optional<Cause> cause(@Nullable Fact fact, State other) {
    return fact == null || fact.counts(other.asOf(), other.knownAt())
        ? Optional.empty()
        : Optional.of(new Cause(fact.position(), fact.voided(other.knownAt())));
  }

  private static Map<Long, Entry> entries(
      JdbcTemplate database, UUID customer, TreeSet<Long> positions) {
    Map<Long, Entry> entries = new HashMap<>();
    if (positions.isEmpty()) {
      return entries;
    }
    Long[] wanted = positions.toArray(Long[]::new);
    database.query(
        """
        SELECT e.position, e.voided_by, %s FROM view_history.event e
        WHERE e.customer = ? AND (e.position = ANY (?) OR e.position IN
          (SELECT voided_by FROM view_history.event WHERE customer = ? AND position = ANY (?)))
        """
            .formatted(EventInfo.columns("e")),
        row -> {
          entries.put(
              row.getLong(1),
              new Entry(
                  Objects.requireNonNull(EventInfo.read(row, 3)), row.getObject(2, Long.class)));
        },
        customer,
        wanted,
        customer,
        wanted);
    return entries;
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("id", to.customer().toString());
    write(json, "from", from);
    write(json, "to", to);
    json.writeNumberProperty("position", to.position());
    json.writeArrayPropertyStart("changes");
    changes.forEach(change -> write(json, change));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, State state) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("asOf", state.asOf().toString());
    json.writeStringProperty("knownAt", state.knownAt().toString());
    json.writeNumberProperty("version", state.version());
    json.writeEndObject();
  }

  private void write(JsonGenerator json, Change change) {
    json.writeStartObject();
    Mirror.write(json, change.thing());
    json.writeStringProperty("change", change.kind());
    RawJson.write(json, "before", change.before());
    RawJson.write(json, "after", change.after());
    json.writeArrayPropertyStart("events");
    for (Cause cause : change.causes()) {
      Entry entry = events.get(cause.position());
      // What was voided is told by the correction: that is what made the difference.
      if (entry != null && cause.voided() && entry.voidedBy() != null) {
        entry = events.get(entry.voidedBy());
      }
      if (entry != null) {
        json.writeRawValue(entry.info().json());
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// Parts that are told by what is open of them, and those that end without an event, which no
  /// difference could be explained by.
  private static final Set<String> TOLD_OTHERWISE =
      Set.of(
          "followUps", "complaints", "covers", "collaborators", "stewards", "exemptions", "ended");

  /// A state, thing by thing.
  private static final class Side {
    final State state;
    final Map<Fact.Thing, Fact> facts = new HashMap<>();

    /// What is shown; an open step stands under its follow-up.
    final SequencedMap<Fact.Thing, RawJson> values = new LinkedHashMap<>();

    final Profile profile;

    Side(State state) {
      this.state = state;
      this.profile = Profile.of(state);
      for (Fact fact : state.facts()) {
        facts.put(fact.thing(), fact);
        RawJson value = fact.value();
        if (value != null && !TOLD_OTHERWISE.contains(fact.part())) {
          values.put(fact.thing(), value);
        }
      }
      profile
          .openComplaints()
          .forEach((id, it) -> values.put(new Fact.Thing("openComplaints", id, ""), it));
      profile
          .openSteps()
          .forEach((followUp, step) -> values.put(new Fact.Thing("openSteps", followUp, ""), step));
    }

    /// Whether the item this is a field of is there.
    boolean items(Fact.Thing thing) {
      return values.containsKey(new Fact.Thing(thing.part(), thing.item(), ""));
    }

    /// The value; of a contact, all its fields.
    @Nullable RawJson whole(Fact.Thing thing) {
      Map<String, RawJson> contact = profile.contacts().get(thing.item());
      if (!thing.part().equals("contacts") || !thing.field().isEmpty() || contact == null) {
        return values.get(thing);
      }
      List<String> fields = new ArrayList<>();
      contact.forEach((field, value) -> fields.add("\"" + field + "\":" + value));
      return RawJson.of("{" + String.join(",", fields) + "}");
    }

    /// What decides over a thing.
    List<Fact.Thing> scope(Fact.Thing thing) {
      return switch (thing.part()) {
        case "openSteps" ->
            List.of(
                new Fact.Thing("followUps", thing.item(), ""),
                new Fact.Thing("followUps", thing.item(), "step"),
                new Fact.Thing("followUps", thing.item(), "done"));
        case "openComplaints" ->
            List.of(
                new Fact.Thing("complaints", thing.item(), ""),
                new Fact.Thing("complaints", thing.item(), "escalated"),
                new Fact.Thing("complaints", thing.item(), "resolved"));
        case "contacts" -> List.of(thing, new Fact.Thing("contacts", thing.item(), ""));
        default -> List.of(thing);
      };
    }
  }
}
