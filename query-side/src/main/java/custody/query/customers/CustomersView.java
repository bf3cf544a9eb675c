package custody.query.customers;

import custody.contract.CorrectionEvent.Voided;
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
import custody.query.projection.TableCopy;
import custody.query.projection.View;
import custody.store.SubjectKeys;
import custody.wire.ContractJson;
import custody.wire.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/// Projects customers as they are now, for the search. The version grows with every revision of a
/// profile event too, because facts are kept in the contract's JSON.
@Component
final class CustomersView implements View {
  /// The most customers refreshed along with a batch because a fact dated ahead took effect.
  private static final int DUE = 500;

  private static final String LOCK =
      """
      SELECT id, updated_at, xmin::text, pg_current_xact_id()::xid::text
      FROM view_customers.customer WHERE id = ANY (?) ORDER BY id FOR UPDATE
      """;

  private static final String LOAD =
      """
      SELECT customer, position, event, effective_at, recorded_at, name, payload
      FROM view_customers.fact WHERE customer = ANY (?) ORDER BY customer, position
      """;

  /// What stands there from before the erasure, if something else stands in its place by now.
  /// Behind that other row's lock, as in {@link Indexing}: two that lock in turn would wait for
  /// each other.
  private static final String FORGET_FOUND_BY =
      """
      UPDATE view_customers.found_by SET tokens = '{}', words = '', sounds = '', name_words = '',
        name_sounds = ''
      WHERE customer = ?
        AND EXISTS (
          SELECT FROM view_customers.found_by_lately l WHERE l.customer = found_by.customer)
      """;

  private final Clock clock;
  private final Remembered remembered = new Remembered();
  private final AtomicBoolean written = new AtomicBoolean();
  private final AtomicInteger added = new AtomicInteger();

  CustomersView(Clock clock, SubjectKeys keys) {
    this.clock = clock;
    keys.tell(remembered);
  }

  @Override
  public String name() {
    return "customers";
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
  public boolean concerns(Recorded recorded) {
    return recorded.event() instanceof Voided
        || (recorded.event() instanceof ProfileEvent event && searched(event));
  }

  @Override
  public void apply(List<Recorded> batch, Connection db) throws SQLException {
    Map<UUID, List<Fact>> learned = new LinkedHashMap<>();
    Map<UUID, Instant> newsAt = new HashMap<>();
    List<Recorded> voids = new ArrayList<>();
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof ProfileEvent content && searched(content)) {
        learned
            .computeIfAbsent(recorded.stream(), _ -> new ArrayList<>())
            .add(Fact.of(recorded, content));
        newsAt.merge(recorded.stream(), happened(recorded), CustomersView::later);
      } else if (recorded.event() instanceof Voided) {
        voids.add(recorded);
      }
    }
    insert(learned.values(), db);
    for (Fact gone : voided(voids, newsAt, db)) {
      remembered.forget(gone.customer());
      learned
          .getOrDefault(gone.customer(), new ArrayList<>())
          .removeIf(fact -> fact.event().equals(gone.event()));
    }
    Set<UUID> touched = new LinkedHashSet<>(newsAt.keySet());
    touched.addAll(due(clock.instant(), DUE, db));
    refold(touched, learned, newsAt, db);
  }

  /// Brings customers up to date of whom a fact dated ahead has taken effect.
  ///
  /// @return whether there may be more
  boolean refreshDue(int most, Connection db) throws SQLException {
    Set<UUID> due = due(clock.instant(), most, db);
    refold(due, Map.of(), Map.of(), db);
    return due.size() == most;
  }

  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) throws SQLException {
    long gone;
    try (PreparedStatement delete =
        db.prepareStatement("DELETE FROM view_customers.fact WHERE customer = ?")) {
      delete.setObject(1, stream);
      gone = delete.executeUpdate();
    }
    List<Fact> facts = new ArrayList<>();
    List<Recorded> voids = new ArrayList<>();
    for (Recorded recorded : history) {
      if (recorded.event() instanceof ProfileEvent content && searched(content)) {
        facts.add(Fact.of(recorded, content));
      } else if (recorded.event() instanceof Voided) {
        voids.add(recorded);
      }
    }
    insert(List.of(facts), db);
    voided(voids, new HashMap<>(), db);
    remembered.forget(stream);
    // Over the row that is there, and behind its lock: it may be refreshed at the same time.
    refold(Set.of(stream), Map.of(), Map.of(), db);
    try (PreparedStatement forget = db.prepareStatement(FORGET_FOUND_BY)) {
      forget.setObject(1, stream);
      forget.executeUpdate();
    }
    return gone;
  }

  private static boolean searched(ProfileEvent event) {
    return switch (event) {
      case Registered _,
          Amended _,
          Classified _,
          ContactAdded _,
          ContactAmended _,
          ContactRemoved _,
          Merged _,
          MergeReverted _ ->
          true;
      case DateSet _, DateRemoved _, AssortmentReported _ -> false;
    };
  }

  private static void insert(Collection<List<Fact>> learned, Connection db) throws SQLException {
    TableCopy facts =
        new TableCopy(
            "view_customers.fact",
            "customer",
            "position",
            "event",
            "effective_at",
            "recorded_at",
            "name",
            "payload");
    for (List<Fact> ofCustomer : learned) {
      for (Fact fact : ofCustomer) {
        facts.row(
            fact.customer(),
            fact.position(),
            fact.event(),
            fact.effectiveAt(),
            fact.recordedAt(),
            EventType.of(fact.content()).logicalName(),
            ContractJson.plain().writeValueAsString(fact.content()));
      }
    }
    facts.write(db);
  }

  /// Takes out the facts that corrections void.
  ///
  /// @param newsAt where the corrections that took something out are noted
  private static List<Fact> voided(List<Recorded> voids, Map<UUID, Instant> newsAt, Connection db)
      throws SQLException {
    List<Fact> gone = new ArrayList<>();
    if (voids.isEmpty()) {
      return gone;
    }
    try (PreparedStatement delete =
        db.prepareStatement(
            """
            DELETE FROM view_customers.fact f USING unnest(?, ?, ?::timestamptz[]) v (customer, event, at)
            WHERE f.customer = v.customer AND f.event = v.event
            RETURNING f.customer, f.position, f.event, f.effective_at, f.recorded_at, f.name,
              f.payload, v.at
            """)) {
      delete.setArray(1, db.createArrayOf("uuid", voids.stream().map(Recorded::stream).toArray()));
      delete.setArray(
          2,
          db.createArrayOf(
              "uuid",
              voids.stream().map(recorded -> ((Voided) recorded.event()).event()).toArray()));
      delete.setArray(
          3,
          db.createArrayOf(
              "text", voids.stream().map(recorded -> recorded.recordedAt().toString()).toArray()));
      try (ResultSet row = delete.executeQuery()) {
        while (row.next()) {
          Fact fact = fact(row);
          gone.add(fact);
          newsAt.merge(fact.customer(), instant(row, 8), CustomersView::later);
        }
      }
    }
    return gone;
  }

  private static Set<UUID> due(Instant now, int most, Connection db) throws SQLException {
    Set<UUID> due = new LinkedHashSet<>();
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT id FROM view_customers.customer WHERE next_change_at <= ? LIMIT ?")) {
      query.setObject(1, now.atOffset(ZoneOffset.UTC));
      query.setInt(2, most);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          due.add(row.getObject(1, UUID.class));
        }
      }
    }
    return due;
  }

  /// Folds these customers: on from what is remembered of them, or anew.
  ///
  /// @param learned of them in this batch
  /// @param newsAt of the last change, if in this batch
  private void refold(
      Set<UUID> customers, Map<UUID, List<Fact>> learned, Map<UUID, Instant> newsAt, Connection db)
      throws SQLException {
    if (customers.isEmpty()) {
      return;
    }
    Instant asked = clock.instant();
    Map<UUID, Known> known = new HashMap<>();
    Map<UUID, List<Fact>> facts = new HashMap<>();
    List<UUID> there = new ArrayList<>();
    List<UUID> unknown = new ArrayList<>();
    for (UUID customer : customers.stream().sorted().toList()) {
      List<Fact> news = learned.getOrDefault(customer, List.of());
      if (!news.isEmpty() && news.getFirst().content() instanceof Registered) {
        facts.put(customer, news); // there is nothing else
        continue;
      }
      there.add(customer);
      Known goOn = remembered.and(customer, news, asked);
      if (goOn == null) {
        unknown.add(customer);
      } else {
        known.put(customer, goOn);
      }
    }
    Map<UUID, Locked> locked = new HashMap<>();
    if (!there.isEmpty()) {
      lockAndLoad(there, unknown, locked, facts, db);
      List<UUID> outdated = new ArrayList<>();
      known.forEach(
          (customer, goOn) -> {
            if (!goOn.isOf(locked.get(customer))) {
              outdated.add(customer);
            }
          });
      if (!outdated.isEmpty()) {
        known.keySet().removeAll(outdated);
        lockAndLoad(outdated, outdated, locked, facts, db);
      }
    }
    Instant now = clock.instant();
    Rows rows = new Rows();
    for (UUID customer : customers) {
      Known goOn = known.get(customer);
      List<Fact> all = facts.getOrDefault(customer, List.of());
      if (goOn == null && all.stream().noneMatch(fact -> fact.content() instanceof Registered)) {
        continue; // nothing was ever registered under this id
      }
      Folded folded = goOn == null ? Folded.of(customer, all, now) : goOn.folded();
      Texts texts = Texts.of(folded.state(), goOn == null ? Texts.NONE : goOn.texts());
      Row row = Row.of(folded, texts);
      Locked before = locked.get(customer);
      if (before == null) {
        rows.add(row, newsAt.getOrDefault(customer, now));
        added.incrementAndGet();
        continue;
      }
      rows.change(
          row,
          later(before.updatedAt(), newsAt.getOrDefault(customer, before.updatedAt())),
          goOn != null && goOn.foundBy().equals(row.foundBy()));
      remembered.put(new Known(folded, texts, row.foundBy(), before.rewrittenBy()));
    }
    rows.write(db);
    written.set(true);
  }

  /// Whether customers were written here since this was asked last.
  boolean hasWritten() {
    return written.getAndSet(false);
  }

  /// How many new ones were, since this was asked last.
  int added() {
    return added.getAndSet(0);
  }

  /// History that comes late, from elsewhere, is no news.
  private static Instant happened(Recorded it) {
    return it.effectiveAt().isBefore(it.recordedAt()) ? it.effectiveAt() : it.recordedAt();
  }

  /// Whoever refreshes a customer has its row first, so that nobody writes an older state over a
  /// newer one. The facts are asked for in the same round trip, and still seen as they are behind
  /// the lock: each statement has a snapshot of its own.
  ///
  /// @param unknown those of them whose facts are asked for
  private static void lockAndLoad(
      List<UUID> customers,
      List<UUID> unknown,
      Map<UUID, Locked> locked,
      Map<UUID, List<Fact>> facts,
      Connection db)
      throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(unknown.isEmpty() ? LOCK : LOCK + ";" + LOAD)) {
      query.setArray(1, db.createArrayOf("uuid", customers.toArray()));
      if (!unknown.isEmpty()) {
        query.setArray(2, db.createArrayOf("uuid", unknown.toArray()));
      }
      query.execute();
      try (ResultSet row = query.getResultSet()) {
        while (row.next()) {
          locked.put(
              row.getObject(1, UUID.class),
              new Locked(instant(row, 2), row.getString(3), row.getString(4)));
        }
      }
      if (unknown.isEmpty()) {
        return;
      }
      query.getMoreResults();
      try (ResultSet row = query.getResultSet()) {
        while (row.next()) {
          Fact fact = fact(row);
          facts.computeIfAbsent(fact.customer(), _ -> new ArrayList<>()).add(fact);
        }
      }
    }
  }

  private static Fact fact(ResultSet row) throws SQLException {
    EventType type = Objects.requireNonNull(EventType.named(row.getString(6)));
    return new Fact(
        row.getObject(1, UUID.class),
        row.getLong(2),
        row.getObject(3, UUID.class),
        instant(row, 4),
        instant(row, 5),
        (ProfileEvent) ContractJson.plain().readValue(row.getString(7), type.type()));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
