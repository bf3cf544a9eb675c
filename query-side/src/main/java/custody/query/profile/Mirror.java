package custody.query.profile;

import custody.query.Answers;
import custody.query.RawJson;
import custody.query.history.EventInfo;
import custody.query.history.FactText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.JsonGenerator;

/// Every version of everything in the profile, as known at one time.
///
/// @param version of the stream as known then
/// @param position of the last event the view has
/// @param things each with its versions in effective order
record Mirror(
    UUID customer,
    Instant knownAt,
    long version,
    long position,
    Map<Fact.Thing, List<Version>> things) {

  private static final String SQL =
      """
      WITH moment AS (
        SELECT coalesce(?, greatest(?, last.recorded_at)) AS known_at
        FROM (SELECT recorded_at FROM view_history.event
          WHERE customer = ? ORDER BY position DESC LIMIT 1) last
      )
      SELECT m.known_at, known.version,
        (SELECT position FROM custody.view_position WHERE view = 'history'),
        e.position, e.voided_at, e.facts, %s, %s
      FROM moment m
      JOIN LATERAL (
        SELECT sequence + 1 AS version FROM view_history.event e
        WHERE e.customer = ? AND e.recorded_at <= m.known_at ORDER BY position DESC LIMIT 1
      ) known ON true
      JOIN view_history.event e ON e.customer = ? AND e.recorded_at <= m.known_at
        AND e.facts IS NOT NULL
      LEFT JOIN view_history.event c ON (c.customer, c.position) = (e.customer, e.voided_by)
        AND c.recorded_at <= m.known_at
      """
          .formatted(EventInfo.columns("e"), EventInfo.columns("c"));

  /// Of what is done with a customer, and who does it, a profile has no versions.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "followUps",
          "complaints",
          "churn",
          "covers",
          "collaborators",
          "stewards",
          "exemptions",
          "ended",
          "mergedInto");

  private static final RawJson NULL = RawJson.of("null");

  /// How far a version counts.
  enum Status {
    /// From `from` until `to`.
    HOLDS,
    /// Another one, recorded later, is effective from the same time.
    SUPERSEDED,
    /// Its event was voided.
    VOIDED,
    /// It speaks of a contact that was not there.
    WITHOUT_EFFECT;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// @param to the end of its effect, exclusive, UTC; null = still holds, or never did
  /// @param by the event that says it
  /// @param correction the event that voided that one; null = none
  record Version(
      Fact fact,
      Status status,
      @Nullable Instant to,
      EventInfo by,
      @Nullable EventInfo correction) {

    /// Whether this is the value at a moment.
    boolean holdsAt(Instant moment) {
      return status == Status.HOLDS
          && !fact.effectiveAt().isAfter(moment)
          && (to == null || to.isAfter(moment));
    }
  }

  private record Said(Fact fact, EventInfo by, @Nullable EventInfo correction) {}

  /// Empty if the customer was not known then.
  static java.util.Optional<Mirror> read(
      JdbcTemplate database, Instant now, UUID customer, @Nullable Instant knownAt) {
    List<Mirror> found = new ArrayList<>(1);
    database.query(
        SQL,
        row -> {
          found.add(read(customer, row)); // takes the rows that follow too
        },
        State.at(knownAt),
        State.at(now),
        customer,
        customer,
        customer);
    return found.stream().findFirst();
  }

  private static Mirror read(UUID customer, ResultSet row) throws SQLException {
    Instant knownAt = State.instant(row, 1);
    long version = row.getLong(2);
    long position = row.getLong(3);
    List<Said> said = new ArrayList<>();
    do {
      EventInfo by = Objects.requireNonNull(EventInfo.read(row, 7));
      EventInfo correction = EventInfo.read(row, 7 + EventInfo.WIDTH);
      Fact.of(
          Objects.requireNonNull(FactText.read(row, 6)),
          row.getLong(4),
          by.effectiveAt(),
          by.recordedAt(),
          Answers.instant(row, 5),
          fact -> {
            if (!LEFT_OUT.contains(fact.part())) {
              said.add(new Said(fact, by, correction));
            }
          });
    } while (row.next());
    said.sort(Comparator.comparing(Said::fact, Fact.BY_THING));
    return new Mirror(customer, knownAt, version, position, versions(said));
  }

  private static Map<Fact.Thing, List<Version>> versions(List<Said> said) {
    Map<Fact.Thing, List<Said>> byThing = new LinkedHashMap<>();
    for (Said one : said) {
      byThing.computeIfAbsent(one.fact().thing(), _ -> new ArrayList<>()).add(one);
    }
    Map<Fact.Thing, List<Version>> versions = new LinkedHashMap<>();
    byThing.forEach(
        (thing, all) -> {
          List<Said> frame =
              thing.field().isEmpty()
                  ? List.of()
                  : byThing.getOrDefault(new Fact.Thing(thing.part(), thing.item(), ""), List.of());
          versions.put(thing, versions(all, valid(frame), thing.part().equals("fields")));
        });
    return versions;
  }

  private static List<Fact> valid(List<Said> said) {
    return said.stream().filter(it -> it.correction() == null).map(Said::fact).toList();
  }

  /// @param frame when the item whose field this is came and went
  /// @param free true if the field belongs to the customer itself, which is always there
  private static List<Version> versions(List<Said> said, List<Fact> frame, boolean free) {
    List<Fact> ends = new ArrayList<>(valid(said));
    ends.addAll(frame);
    ends.sort(Fact.IN_EFFECTIVE_ORDER);
    List<Version> versions = new ArrayList<>();
    for (Said one : said) {
      Fact fact = one.fact();
      Instant to = null;
      Status status;
      if (one.correction() != null) {
        status = Status.VOIDED;
      } else if (!free && !fact.field().isEmpty() && !there(frame, fact)) {
        status = Status.WITHOUT_EFFECT;
      } else {
        to =
            ends.stream()
                .filter(end -> Fact.IN_EFFECTIVE_ORDER.compare(end, fact) > 0)
                .map(Fact::effectiveAt)
                .min(Comparator.naturalOrder())
                .orElse(null);
        status = fact.effectiveAt().equals(to) ? Status.SUPERSEDED : Status.HOLDS;
      }
      versions.add(new Version(fact, status, to, one.by(), one.correction()));
    }
    return versions;
  }

  private static boolean there(List<Fact> frame, Fact fact) {
    Fact last = null;
    for (Fact each : frame) {
      if (Fact.IN_EFFECTIVE_ORDER.compare(each, fact) <= 0) {
        last = each;
      }
    }
    return last != null && last.value() != null;
  }

  /// Only the things that are called so: a field, or a part of the profile.
  Mirror only(String name) {
    Map<Fact.Thing, List<Version>> named = new LinkedHashMap<>(things);
    named.keySet().removeIf(it -> !it.field().equals(name) && !it.part().equals(name));
    return new Mirror(customer, knownAt, version, position, named);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("id", customer.toString());
    json.writeNumberProperty("version", version);
    json.writeStringProperty("knownAt", knownAt.toString());
    json.writeNumberProperty("position", position);
    json.writeArrayPropertyStart("mirror");
    things.forEach(
        (thing, versions) -> {
          json.writeStartObject();
          write(json, thing);
          json.writeArrayPropertyStart("versions");
          versions.forEach(version -> write(json, version));
          json.writeEndArray();
          json.writeEndObject();
        });
    json.writeEndArray();
    json.writeEndObject();
  }

  static void write(JsonGenerator json, Fact.Thing thing) {
    json.writeStringProperty("part", thing.part());
    if (!thing.item().isEmpty()) {
      json.writeStringProperty("item", thing.item());
    }
    if (!thing.field().isEmpty()) {
      json.writeStringProperty("field", thing.field());
    }
  }

  private static void write(JsonGenerator json, Version version) {
    json.writeStartObject();
    RawJson value = version.fact().value();
    RawJson.write(json, "value", value == null ? NULL : value);
    json.writeStringProperty("status", version.status().text());
    json.writeStringProperty("from", version.fact().effectiveAt().toString());
    if (version.to() != null) {
      json.writeStringProperty("to", version.to().toString());
    }
    RawJson.write(json, "by", version.by().json());
    if (version.correction() != null) {
      RawJson.write(json, "voidedBy", version.correction().json());
    }
    json.writeEndObject();
  }
}
