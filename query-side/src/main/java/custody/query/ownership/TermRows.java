package custody.query.ownership;

import custody.contract.CorrectionEvent.Voided;
import custody.contract.Personal;
import custody.contract.Recorded;
import custody.query.ownership.Term.Kind;
import custody.query.ownership.Term.What;
import custody.query.projection.TableCopy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tables of what is given for a time. A customer has few of it, so whatever changes, all of
/// that customer's is written anew.
final class TermRows {
  private final TableCopy terms =
      new TableCopy(
          "view_ownership.term",
          "customer",
          "position",
          "event",
          "effective_at",
          "recorded_at",
          "kind",
          "id",
          "gives",
          "until",
          "owner",
          "rep",
          "account",
          "rule",
          "actor",
          "channel",
          "reason",
          "reason_erased");
  private final Map<Kind, TableCopy> given =
      Map.of(
          Kind.COVER, table("cover", "owner", "rep"),
          Kind.COLLABORATOR, table("collaborator", "rep"),
          Kind.STEWARD, table("steward", "account"),
          Kind.EXEMPTION, table("exemption", "rule"));

  private static TableCopy table(String name, String... columns) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "customer",
                name,
                "position",
                "event",
                "valid_from",
                "valid_to",
                "known_from",
                "known_to"));
    all.addAll(List.of(columns));
    return new TableCopy("view_ownership." + name, all.toArray(String[]::new));
  }

  /// Those known before, of customers that have any.
  static Map<UUID, List<Term>> load(Collection<UUID> customers, Connection db) throws SQLException {
    Map<UUID, List<Term>> terms = new HashMap<>();
    if (customers.isEmpty()) {
      return terms;
    }
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT customer, position, event, effective_at, recorded_at, voided_at, kind, id, gives,
              until, owner, rep, account, rule
            FROM view_ownership.term WHERE customer = ANY (?) ORDER BY customer, position
            """)) {
      query.setArray(1, db.createArrayOf("uuid", customers.toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          terms
              .computeIfAbsent(row.getObject(1, UUID.class), _ -> new ArrayList<>())
              .add(
                  new Term(
                      row.getLong(2),
                      row.getObject(3, UUID.class),
                      row.getObject(4, OffsetDateTime.class).toInstant(),
                      row.getObject(5, OffsetDateTime.class).toInstant(),
                      instant(row, 6),
                      new What(
                          Kind.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                          row.getObject(8, UUID.class),
                          row.getBoolean(9),
                          instant(row, 10),
                          row.getObject(11, UUID.class),
                          row.getObject(12, UUID.class),
                          row.getString(13),
                          row.getObject(14, UUID.class))));
        }
      }
    }
    return terms;
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /// What is known after these events; what was known before keeps its place.
  List<Term> learn(List<Term> known, Collection<Recorded> events) {
    List<Term> after = new ArrayList<>(known);
    for (Recorded recorded : events) {
      What what = What.of(recorded.event());
      if (what != null) {
        after.add(
            new Term(
                recorded.position(),
                recorded.eventId(),
                recorded.effectiveAt(),
                recorded.recordedAt(),
                null,
                what));
        write(recorded, what);
      } else if (recorded.event() instanceof Voided(UUID voided)) {
        after.replaceAll(
            term ->
                term.event().equals(voided) && term.voidedAt() == null
                    ? term.voidedAt(recorded.recordedAt())
                    : term);
      }
    }
    return after;
  }

  private void write(Recorded recorded, What what) {
    Personal<String> reason = recorded.envelope().reason();
    terms.row(
        recorded.stream(),
        recorded.position(),
        recorded.eventId(),
        recorded.effectiveAt(),
        recorded.recordedAt(),
        what.kind().name().toLowerCase(Locale.ROOT),
        what.id(),
        what.gives(),
        what.until(),
        what.owner(),
        what.rep(),
        what.account(),
        what.rule(),
        recorded.envelope().actor(),
        recorded.envelope().channel().name().toLowerCase(Locale.ROOT),
        reason instanceof Personal.Known<String>(String text) ? text : null,
        reason instanceof Personal.Erased<String>);
  }

  void give(UUID customer, Collection<Given> all) {
    for (Given each : all) {
      What what = each.by().what();
      List<@Nullable Object> row = new ArrayList<>();
      row.add(customer);
      row.add(what.id());
      row.add(each.by().position());
      row.add(each.by().event());
      row.add(each.from());
      row.add(text(each.to()));
      row.add(each.knownFrom());
      row.add(text(each.knownTo()));
      switch (what.kind()) {
        case COVER -> {
          row.add(what.owner());
          row.add(what.rep());
        }
        case COLLABORATOR -> row.add(what.rep());
        case STEWARD -> row.add(what.account());
        case EXEMPTION -> row.add(what.rule());
      }
      table(what.kind()).row(row.toArray());
    }
  }

  private TableCopy table(Kind kind) {
    TableCopy table = given.get(kind);
    if (table == null) {
      throw new IllegalStateException("no table for " + kind);
    }
    return table;
  }

  private static Object text(Instant at) {
    return at.equals(Interval.FOR_EVER) ? "infinity" : at;
  }

  /// @param changed the customers whose terms or intervals changed
  /// @param voids corrections of this batch
  void write(Set<UUID> changed, Collection<Recorded> voids, Connection db) throws SQLException {
    terms.write(db);
    markVoided(voids, db);
    if (changed.isEmpty()) {
      return;
    }
    for (Kind kind : Kind.values()) {
      try (PreparedStatement delete =
          db.prepareStatement(
              "DELETE FROM view_ownership."
                  + kind.name().toLowerCase(Locale.ROOT)
                  + " WHERE customer = ANY (?)")) {
        delete.setArray(1, db.createArrayOf("uuid", changed.toArray()));
        delete.executeUpdate();
      }
      table(kind).write(db);
    }
  }

  private static void markVoided(Collection<Recorded> voids, Connection db) throws SQLException {
    if (voids.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        db.prepareStatement(
            """
            UPDATE view_ownership.term t SET voided_at = v.at
            FROM (SELECT customer, event, min(at)
              FROM unnest(?, ?, ?::timestamptz[]) v (customer, event, at) GROUP BY 1, 2)
              v (customer, event, at)
            WHERE t.customer = v.customer AND t.event = v.event AND t.voided_at IS NULL
            """)) {
      update.setArray(1, db.createArrayOf("uuid", voids.stream().map(Recorded::stream).toArray()));
      update.setArray(
          2,
          db.createArrayOf(
              "uuid", voids.stream().map(it -> ((Voided) it.event()).event()).toArray()));
      update.setArray(
          3,
          db.createArrayOf("text", voids.stream().map(it -> it.recordedAt().toString()).toArray()));
      update.executeUpdate();
    }
  }
}
