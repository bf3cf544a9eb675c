package custody.query.ownership;

import custody.contract.CallEvent;
import custody.contract.ChurnEvent;
import custody.contract.ComplaintEvent;
import custody.contract.CorrectionEvent;
import custody.contract.ErasureEvent;
import custody.contract.Event;
import custody.contract.FollowUpEvent;
import custody.contract.HandoverEvent;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.PersonalDataEvent;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RecyclingEvent;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent;
import custody.contract.RuleEvent;
import custody.query.ownership.Term.What;
import custody.query.projection.TableCopy;
import custody.query.projection.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Projects the moves of customers into intervals, and what is given beside them for a time: both
/// bitemporally.
@Component
final class OwnershipView implements View {

  @Override
  public String name() {
    return "ownership";
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
  public boolean concerns(Recorded recorded) {
    Event event = recorded.event();
    return target(event) != null
        || What.of(event) != null
        || event instanceof CorrectionEvent.Voided;
  }

  @Override
  public void apply(List<Recorded> batch, Connection db) throws SQLException {
    Map<UUID, List<Recorded>> touched = new LinkedHashMap<>();
    for (Recorded recorded : batch) {
      if (concerns(recorded)) {
        touched.computeIfAbsent(recorded.stream(), _ -> new ArrayList<>()).add(recorded);
      }
    }
    if (touched.isEmpty()) {
      return;
    }
    List<UUID> notNew = knownBefore(touched);
    Map<UUID, List<Term>> termsBefore = TermRows.load(notNew, db);
    Map<UUID, List<Move>> before =
        movedOn(notNew.stream().filter(it -> !termsBefore.containsKey(it)).toList(), touched, db);
    before.putAll(load(notNew.stream().filter(it -> !before.containsKey(it)).toList(), db));
    TableCopy moves =
        new TableCopy(
            "view_ownership.move",
            "customer",
            "position",
            "event",
            "effective_at",
            "recorded_at",
            "voided_at",
            "rep",
            "pool",
            "actor",
            "channel",
            "reason",
            "reason_erased");
    Voids voids = new Voids();
    HeldChanges changes = new HeldChanges();
    TermRows terms = new TermRows();
    Set<UUID> responsibleChanged = new LinkedHashSet<>();
    touched.forEach(
        (customer, events) -> {
          List<Move> movesBefore = before.getOrDefault(customer, List.of());
          List<Move> movesAfter = learn(movesBefore, events);
          List<Interval> held = Intervals.of(movesAfter);
          // If not, it is a correction of something else.
          boolean moved = !movesAfter.equals(movesBefore);
          if (moved) {
            for (int i = 0; i < movesBefore.size(); i++) {
              voids.addIfVoided(customer, movesBefore.get(i), movesAfter.get(i));
            }
            int next = movesBefore.size();
            for (Recorded recorded : events) {
              if (target(recorded.event()) != null) {
                write(customer, movesAfter.get(next++), recorded, moves);
              }
            }
            changes.add(customer, Intervals.of(movesBefore), held);
          }
          List<Term> known = termsBefore.getOrDefault(customer, List.of());
          List<Term> after = terms.learn(known, events);
          if (!after.isEmpty() && (moved || !after.equals(known))) {
            responsibleChanged.add(customer);
            terms.give(customer, Given.of(after, held));
          }
        });
    moves.write(db);
    voids.write(db);
    changes.write(db);
    terms.write(
        responsibleChanged,
        batch.stream().filter(it -> it.event() instanceof CorrectionEvent.Voided).toList(),
        db);
  }

  /// Who had the customer stays; why they got it was personal.
  @Override
  public long erase(UUID stream, List<Recorded> history, Connection db) throws SQLException {
    Object[] erased =
        history.stream()
            .filter(it -> it.envelope().reason() instanceof Personal.Erased)
            .map(Recorded::position)
            .toArray();
    long rows = 0;
    for (String table : List.of("move", "term")) {
      try (PreparedStatement update =
          db.prepareStatement(
              """
              UPDATE view_ownership.%s SET reason = NULL, reason_erased = true
              WHERE customer = ? AND position = ANY (?) AND reason IS NOT NULL
              """
                  .formatted(table))) {
        update.setObject(1, stream);
        update.setArray(2, db.createArrayOf("int8", erased));
        rows += update.executeUpdate();
      }
    }
    return rows;
  }

  /// The moves with what these events add; those known before keep their places.
  private static List<Move> learn(List<Move> known, List<Recorded> events) {
    List<Move> moves = new ArrayList<>(known);
    for (Recorded recorded : events) {
      Holder to = target(recorded.event());
      if (to != null) {
        moves.add(
            new Move(
                recorded.position(),
                recorded.eventId(),
                recorded.effectiveAt(),
                recorded.recordedAt(),
                null,
                to));
      } else if (recorded.event() instanceof CorrectionEvent.Voided(UUID voided)) {
        moves.replaceAll(
            move ->
                move.event().equals(voided) && move.voidedAt() == null
                    ? move.voidedAt(recorded.recordedAt())
                    : move);
      }
    }
    return moves;
  }

  private static @Nullable Holder target(Event event) {
    return switch (event) {
      case OwnershipEvent move -> move.to();
      case Registered registered -> registered.holder();
      case ProfileEvent _,
          FollowUpEvent _,
          ResponsibilityEvent _,
          RecyclingEvent _,
          ComplaintEvent _,
          ChurnEvent _,
          CallEvent _,
          CorrectionEvent _,
          PersonalDataEvent _,
          RepEvent _,
          RuleEvent _,
          HandoverEvent _,
          ErasureEvent _ ->
          null;
    };
  }

  private static void write(UUID customer, Move move, Recorded recorded, TableCopy moves) {
    Personal<String> reason = recorded.envelope().reason();
    moves.row(
        customer,
        move.position(),
        move.event(),
        move.effectiveAt(),
        move.recordedAt(),
        move.voidedAt(),
        rep(move.to()),
        pool(move.to()),
        recorded.envelope().actor(),
        recorded.envelope().channel().name().toLowerCase(Locale.ROOT),
        reason instanceof Personal.Known<String>(String text) ? text : null,
        reason instanceof Personal.Erased<String>);
  }

  /// Customers of whom there may be something in the tables.
  private static List<UUID> knownBefore(Map<UUID, List<Recorded>> touched) {
    List<UUID> known = new ArrayList<>();
    touched.forEach(
        (customer, events) -> {
          if (!(events.getFirst().event() instanceof Registered)) {
            known.add(customer);
          }
        });
    return known;
  }

  /// The last move of customers who move on from there: what comes later than it, and was learned
  /// later, changes nothing in what stands before, however much that is. What is told of it is what
  /// is known now; since when that is known is all that the fold asks of when it was recorded.
  private static Map<UUID, List<Move>> movedOn(
      List<UUID> customers, Map<UUID, List<Recorded>> touched, Connection db) throws SQLException {
    Object[] moved =
        customers.stream()
            .filter(
                it ->
                    touched.getOrDefault(it, List.of()).stream()
                        .allMatch(recorded -> recorded.event() instanceof OwnershipEvent))
            .toArray();
    Map<UUID, List<Move>> moves = new HashMap<>();
    if (moved.length == 0) {
      return moves;
    }
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT customer, position, event, valid_from, known_from, NULL::timestamptz, rep, pool
            FROM view_ownership.held
            WHERE customer = ANY (?) AND known_to = 'infinity' AND valid_to = 'infinity'
            """)) {
      query.setArray(1, db.createArrayOf("uuid", moved));
      read(query, moves);
    }
    moves
        .entrySet()
        .removeIf(
            it -> {
              Move last = it.getValue().getLast();
              return touched.getOrDefault(it.getKey(), List.of()).stream()
                  .anyMatch(
                      recorded ->
                          !recorded.effectiveAt().isAfter(last.effectiveAt())
                              || !recorded.recordedAt().isAfter(last.recordedAt()));
            });
    return moves;
  }

  private static Map<UUID, List<Move>> load(List<UUID> known, Connection db) throws SQLException {
    Map<UUID, List<Move>> moves = new HashMap<>();
    if (known.isEmpty()) {
      return moves;
    }
    try (PreparedStatement query =
        db.prepareStatement(
            """
            SELECT customer, position, event, effective_at, recorded_at, voided_at, rep, pool
            FROM view_ownership.move WHERE customer = ANY (?) ORDER BY customer, position
            """)) {
      query.setArray(1, db.createArrayOf("uuid", known.toArray()));
      read(query, moves);
    }
    return moves;
  }

  private static void read(PreparedStatement query, Map<UUID, List<Move>> moves)
      throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        moves
            .computeIfAbsent(row.getObject(1, UUID.class), _ -> new ArrayList<>())
            .add(
                new Move(
                    row.getLong(2),
                    row.getObject(3, UUID.class),
                    row.getObject(4, OffsetDateTime.class).toInstant(),
                    row.getObject(5, OffsetDateTime.class).toInstant(),
                    instant(row.getObject(6, OffsetDateTime.class)),
                    holder(row.getObject(7, UUID.class), row.getString(8))));
      }
    }
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }

  static Holder holder(@Nullable UUID rep, @Nullable String pool) {
    return rep != null ? new Holder.Owner(new RepId(rep)) : new Holder.Pool(String.valueOf(pool));
  }

  static @Nullable UUID rep(Holder holder) {
    return holder instanceof Holder.Owner(RepId rep) ? rep.value() : null;
  }

  static @Nullable String pool(Holder holder) {
    return holder instanceof Holder.Pool(String pool) ? pool : null;
  }

  /// Moves known before that a correction of this batch voids.
  private static final class Voids {
    private final List<UUID> customers = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final List<String> at = new ArrayList<>();

    void addIfVoided(UUID customer, Move before, Move after) {
      if (before.voidedAt() == null && after.voidedAt() != null) {
        customers.add(customer);
        positions.add(after.position());
        at.add(after.voidedAt().toString());
      }
    }

    void write(Connection db) throws SQLException {
      if (customers.isEmpty()) {
        return;
      }
      try (PreparedStatement update =
          db.prepareStatement(
              """
              UPDATE view_ownership.move m SET voided_at = v.at
              FROM unnest(?, ?, ?::timestamptz[]) v (customer, position, at)
              WHERE m.customer = v.customer AND m.position = v.position
              """)) {
        update.setArray(1, db.createArrayOf("uuid", customers.toArray()));
        update.setArray(2, db.createArrayOf("bigint", positions.toArray()));
        update.setArray(3, db.createArrayOf("text", at.toArray()));
        update.executeUpdate();
      }
    }
  }

  /// What a batch changes in the intervals. Written by one statement, because the database holds
  /// every statement to leaving neither gap nor overlap.
  private static final class HeldChanges {
    private final Rows gone = new Rows();
    private final Rows changed = new Rows();
    private final Rows begun = new Rows();

    void add(UUID customer, Collection<Interval> before, Collection<Interval> after) {
      Map<Interval.Key, Interval> old = new HashMap<>();
      before.forEach(interval -> old.put(interval.key(), interval));
      for (Interval interval : after) {
        Interval was = old.remove(interval.key());
        if (was == null) {
          begun.add(customer, interval);
        } else if (!was.to().equals(interval.to()) || !was.knownTo().equals(interval.knownTo())) {
          changed.add(customer, interval);
        }
      }
      old.values().forEach(interval -> gone.add(customer, interval));
    }

    void write(Connection db) throws SQLException {
      if (gone.isEmpty() && changed.isEmpty() && begun.isEmpty()) {
        return;
      }
      List<String> steps = new ArrayList<>();
      if (!gone.isEmpty()) {
        steps.add(
            """
            gone AS (
              DELETE FROM view_ownership.held h
              USING unnest(?, ?, ?::timestamptz[]) x (customer, position, known_from)
              WHERE (h.customer, h.position, h.known_from) = (x.customer, x.position, x.known_from))
            """);
      }
      if (!changed.isEmpty()) {
        steps.add(
            """
            changed AS (
              UPDATE view_ownership.held h SET valid_to = x.valid_to, known_to = x.known_to
              FROM unnest(?, ?, ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
                x (customer, position, known_from, valid_to, known_to)
              WHERE (h.customer, h.position, h.known_from) = (x.customer, x.position, x.known_from))
            """);
      }
      if (!begun.isEmpty()) {
        steps.add(
            """
            begun AS (
              INSERT INTO view_ownership.held (customer, position, known_from, valid_to, known_to,
                valid_from, event, rep, pool)
              SELECT * FROM unnest(?, ?, ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                ?::timestamptz[], ?, ?, ?))
            """);
      }
      try (PreparedStatement statement =
          db.prepareStatement("WITH " + String.join(", ", steps) + " SELECT")) {
        int next = gone.bind(statement, 1, 3);
        next = changed.bind(statement, next, 5);
        begun.bind(statement, next, 9);
        statement.execute();
      }
    }
  }

  /// Intervals as columns, in the order in which the statements above name them.
  private static final class Rows {
    private final List<UUID> customers = new ArrayList<>();
    private final List<Interval> intervals = new ArrayList<>();

    void add(UUID customer, Interval interval) {
      customers.add(customer);
      intervals.add(interval);
    }

    boolean isEmpty() {
      return intervals.isEmpty();
    }

    int bind(PreparedStatement statement, int first, int columns) throws SQLException {
      if (isEmpty()) {
        return first;
      }
      Connection db = statement.getConnection();
      for (int column = 0; column < columns; column++) {
        statement.setArray(
            first + column,
            switch (column) {
              case 0 -> db.createArrayOf("uuid", customers.toArray());
              case 1 -> db.createArrayOf("bigint", all(i -> i.begin().position()));
              case 2 -> db.createArrayOf("text", all(i -> text(i.knownFrom())));
              case 3 -> db.createArrayOf("text", all(i -> text(i.to())));
              case 4 -> db.createArrayOf("text", all(i -> text(i.knownTo())));
              case 5 -> db.createArrayOf("text", all(i -> text(i.from())));
              case 6 -> db.createArrayOf("uuid", all(i -> i.begin().event()));
              case 7 -> db.createArrayOf("uuid", all(i -> rep(i.begin().to())));
              case 8 -> db.createArrayOf("text", all(i -> pool(i.begin().to())));
              default -> throw new IllegalArgumentException("column " + column);
            });
      }
      return first + columns;
    }

    private @Nullable Object[] all(Function<Interval, @Nullable Object> column) {
      return intervals.stream().map(column).toArray();
    }

    private static String text(Instant at) {
      return at.equals(Interval.FOR_EVER) ? "infinity" : at.toString();
    }
  }
}
