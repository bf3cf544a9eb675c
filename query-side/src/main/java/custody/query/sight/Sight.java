package custody.query.sight;

import custody.contract.CustomerId;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Caller;
import custody.service.Problem;
import custody.service.Scope;
import custody.service.looks.Look;
import custody.service.looks.Look.Action;
import custody.service.rights.Relation;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one caller may see in one request. Controllers take it as an argument. Every query about
/// customers either has {@link #seen} or {@link #open} among its conditions, or is about one
/// customer and comes behind {@link #require}.
///
/// Nothing that is hidden is told apart from what is not there.
public final class Sight {
  /// Who has a customer now, as known now. The queries around it have names of their own for what
  /// they read, `h` among them: what stands here is called as nothing else is.
  private static final String NOW =
      " has.known_to = 'infinity' AND has.valid_from <= ? AND has.valid_to > ?";

  /// Whoever has left sees nothing.
  private static final String ACTIVE =
      "EXISTS (SELECT FROM view_reps.member m WHERE m.rep = ? AND m.active AND m.since <= ?"
          + " AND m.until > ?)";

  private final Caller caller;
  private final Instant now;
  private final @Nullable String reason;
  private final Sights sights;
  private final Look look;
  private final Set<Relation> seen;
  private final Set<Relation> open;

  /// What the caller is to few customers only, as far as it has been gauged.
  private final Set<Set<Relation>> few = new HashSet<>();

  Sight(Caller caller, Instant now, @Nullable String reason, Sights sights, Look look) {
    this.look = look;
    this.caller = caller;
    this.now = now;
    this.reason = reason;
    this.sights = sights;
    Access access = caller.access();
    look.begins();
    EnumSet<Relation> all = EnumSet.copyOf(Rules.allowing(access, Right.SEE));
    if (reason != null) {
      all.addAll(Rules.allowing(access, Right.SEE_FOR_REASON));
    }
    this.open = Collections.unmodifiableSet(EnumSet.copyOf(all));
    all.addAll(Rules.allowing(access, Right.SEE_FOR_REASON));
    all.addAll(Rules.allowing(access, Right.SEE_MASKED));
    this.seen = Collections.unmodifiableSet(all);
  }

  public Caller caller() {
    return caller;
  }

  /// Why the caller looks, if they said so.
  public @Nullable String reason() {
    return reason;
  }

  /// The customers that are seen at all, some of them with masked contact data.
  ///
  /// @param column of the query, that holds a customer's id
  public Condition seen(String column) {
    return condition(column, seen);
  }

  /// The customers that are seen with everything.
  ///
  /// @param column of the query, that holds a customer's id
  public Condition open(String column) {
    return condition(column, open);
  }

  /// The customers that are seen, of those that are in a pool.
  ///
  /// @param column of the query, that holds a customer's id
  public Condition seenInPools(String column) {
    return seen.contains(Relation.POOLED) ? Condition.ALWAYS : seen(column);
  }

  /// Whether everything about the customer may be answered. To be called before anything about it
  /// is read.
  ///
  /// @param atLeast the version to wait for; null = whatever there is
  /// @param version the customer's version in the view, 0 if it is not there
  /// @throws Problem `customer-not-found` if the caller does not see it or there is none;
  ///     `contact-data-masked` if they see it masked only
  public void require(CustomerId customer, @Nullable Long atLeast, LongSupplier version) {
    if (!requireSeen(customer, atLeast, version)) {
      throw Rules.allowing(caller.access(), Right.SEE_FOR_REASON).isEmpty()
          ? new Problem(
              403,
              "customer-masked",
              "You see this customer's profile only, with contact data masked. Claim it, or ask its"
                  + " owner's manager, to see the rest.")
          : reasonMissing();
    }
  }

  public void require(CustomerId customer) {
    require(customer, null, () -> 0);
  }

  public boolean requireSeen(CustomerId customer) {
    return requireSeen(customer, null, () -> 0);
  }

  /// Whether the customer may be answered with everything in it; false if its contact data is to be
  /// masked.
  ///
  /// @throws Problem `customer-not-found` if the caller does not see it or there is none
  public boolean requireSeen(CustomerId customer, @Nullable Long atLeast, LongSupplier version) {
    boolean all = sights.await(this, customer, atLeast, version);
    look.at(customer.value());
    return all;
  }

  /// Puts on record which customers a search shows.
  ///
  /// @param words that were searched for
  public void searched(List<String> words, Collection<UUID> found) {
    look.searched(words);
    look.at(Action.SEARCHED, found);
  }

  /// Puts on record which customers a list shows.
  public void listed(Collection<UUID> customers) {
    look.at(Action.SAW, customers);
  }

  /// Puts on record that a row of what is taken away is about this customer; said while it is sent.
  public void holds(UUID customer) {
    look.holds(customer);
  }

  /// What is answered is taken away, if at all, by this right instead of that to export.
  public void takenBy(Right right) {
    look.takenBy(right);
  }

  /// Whether the customer's masked data may be opened to the caller, which is then on record as
  /// that; if it is not masked to them, this is a look like any other.
  ///
  /// @throws Problem `customer-not-found`, `not-allowed`, `look-reason-missing`
  public void reveal(CustomerId customer) {
    if (requireSeen(customer)) {
      return;
    }
    if (Rules.allowing(caller.access(), Right.SEE_FOR_REASON).isEmpty()) {
      require(Right.REVEAL, customer);
    }
    requireReason();
    look.reveals(customer.value());
  }

  /// The same for many at once.
  ///
  /// @return those of them that the caller sees and may open, in the order of their ids
  public List<CustomerId> reveal(Collection<CustomerId> customers) {
    require(Right.REVEAL_MANY);
    EnumSet<Relation> opening = EnumSet.noneOf(Relation.class);
    opening.addAll(open);
    opening.addAll(Rules.allowing(caller.access(), Right.REVEAL));
    requireReason();
    List<CustomerId> opened = sights.among(condition("c.id", opening), customers);
    look.reveals(
        sights.among(condition("c.id", opening).andNot(open("c.id")), opened).stream()
            .map(CustomerId::value)
            .toList());
    return opened;
  }

  private void requireReason() {
    if (reason == null) {
      throw reasonMissing();
    }
  }

  private static Problem reasonMissing() {
    return new Problem(
        403,
        "look-reason-missing",
        "This shows personal data. Say why you look, in the header Custody-Reason.");
  }

  /// Puts on record that the caller keeps up with what happens to the customers they see.
  public void follows() {
    look.follows();
  }

  /// Those of these customers that are seen at all.
  public Set<UUID> seenOf(Set<UUID> customers) {
    return those(seen("c.id"), customers);
  }

  /// Those of these customers that are seen with everything.
  public Set<UUID> openOf(Set<UUID> customers) {
    return those(open("c.id"), customers);
  }

  private Set<UUID> those(Condition condition, Set<UUID> customers) {
    return condition.isAlways() || customers.isEmpty()
        ? customers
        : sights.among(condition, customers.stream().map(CustomerId::new).toList()).stream()
            .map(CustomerId::value)
            .collect(Collectors.toUnmodifiableSet());
  }

  /// What the same caller sees by now.
  public Sight again() {
    return sights.of(caller, reason, look);
  }

  /// @throws Problem `not-allowed` unless the caller has this right, whatever the customer
  public void require(Right right) {
    Rules.require(caller, right);
  }

  /// @throws Problem `not-allowed` unless the caller has this right with this customer, which they
  ///     are known to see
  public void require(Right right, CustomerId customer) {
    Condition allowed = condition("c.id", Rules.allowing(caller.access(), right));
    if (!sights.holds(allowed, customer)) {
      throw new Problem(403, "not-allowed", "Your role does not allow this. Ask an administrator.");
    }
  }

  /// Whether the caller has this right, whatever the customer.
  public boolean may(Right right) {
    return Rules.allow(caller, right);
  }

  /// Whether the caller has this right with whatever is in the teams they answer for.
  public boolean answersForTeams(Right right) {
    return !caller.access().teams().isEmpty()
        && Rules.allowing(caller.access(), right).contains(Relation.TEAM);
  }

  /// Finds out whether the caller sees few customers or many, which is only about how quickly a
  /// query finds them. To be called before a connection is held.
  void gauge() {
    for (Set<Relation> relations : List.of(seen, open)) {
      if (sights.isFew(caller, relations, select(relations))) {
        few.add(relations);
      }
    }
  }

  /// Whether nobody's customers are hidden, and nothing in them is masked.
  boolean isBoundless() {
    return open("any.customer").isAlways();
  }

  private Condition condition(String column, Set<Relation> relations) {
    if (column.indexOf('.') < 0) {
      throw new IllegalArgumentException(column + " must name its table: it stands in a subquery");
    }
    Condition condition =
        few.contains(relations) ? among(column, relations) : each(column, relations);
    RepId rep = caller.access().rep();
    return rep == null || condition.isAlways() || condition.equals(Condition.NEVER)
        ? condition
        : new Condition(ACTIVE, List.of(rep.value(), now, now)).and(condition);
  }

  /// Written so that the planner may begin with those who are seen. How many they are it does not
  /// guess, so they must be few.
  private Condition among(String column, Set<Relation> relations) {
    return select(relations)
        .in("EXISTS (SELECT FROM (%s) visible WHERE visible.customer = " + column + ")");
  }

  /// Written so that of each row its own customer's holder is looked up, however many there are.
  private Condition each(String column, Set<Relation> relations) {
    Set<Relation> given = EnumSet.of(Relation.COVERED, Relation.SHARED, Relation.STEWARDED);
    given.retainAll(relations);
    Condition holder =
        Condition.any(
            relations.stream().map(this::ofHolder).toList(),
            ways ->
                Condition.or(ways)
                    .in(
                        "coalesce((SELECT %s FROM view_ownership.held has WHERE has.customer = "
                            + column
                            + " AND"
                            + NOW
                            + "), false)",
                        now,
                        now));
    return Condition.any(List.of(holder, among(column, given)), Condition::or);
  }

  private Condition select(Set<Relation> relations) {
    return Condition.any(relations.stream().map(this::select).toList(), Condition::union);
  }

  /// The customers to whom the caller is this.
  private Condition select(Relation relation) {
    RepId rep = caller.access().rep();
    return switch (relation) {
      case COVERED -> rep == null ? Condition.NEVER : given("cover", "rep", rep.value());
      case SHARED -> rep == null ? Condition.NEVER : given("collaborator", "rep", rep.value());
      case STEWARDED -> given("steward", "account", caller.actor().toString());
      case ANY, OWN, POOLED, TEAM ->
          relation == Relation.TEAM && isBoundToTeams()
              ? team()
              : ofHolder(relation)
                  .in(
                      "SELECT has.customer FROM view_ownership.held has WHERE %s AND" + NOW,
                      now,
                      now);
    };
  }

  private Condition given(String table, String column, Object to) {
    return new Condition(
        "SELECT has.customer FROM view_ownership.%s has WHERE has.%s = ? AND"
                .formatted(table, column)
            + NOW,
        List.of(to, now, now));
  }

  private boolean isBoundToTeams() {
    Set<String> teams = caller.access().teams();
    return !teams.isEmpty() && !teams.contains(Access.EVERY_TEAM);
  }

  private Condition team() {
    return new Condition(
        "SELECT has.customer FROM view_reps.member m JOIN view_ownership.held has ON has.rep ="
            + " m.rep AND (m.until > ? OR has.valid_from >= m.since AND has.valid_from < m.until)"
            + " WHERE m.team = ANY (?) AND m.since <= ? AND"
            + NOW,
        List.of(now, caller.access().teams().toArray(String[]::new), now, now, now));
  }

  /// What makes the caller this to a customer, of the customer's holder, who stands in `has`.
  private Condition ofHolder(Relation relation) {
    Access access = caller.access();
    return switch (relation) {
      case ANY -> Condition.ALWAYS;
      case OWN ->
          access.rep() == null
              ? Condition.NEVER
              : new Condition("has.rep = ?", List.of(access.rep().value()));
      case POOLED -> new Condition("has.pool IS NOT NULL", List.of());
      case TEAM -> {
        if (access.teams().contains(Access.EVERY_TEAM)) {
          yield access.may(Scope.READ)
              ? Condition.ALWAYS
              : new Condition("has.rep IS NOT NULL", List.of());
        }
        yield access.teams().isEmpty()
            ? Condition.NEVER
            : new Condition(
                "EXISTS (SELECT FROM view_reps.member m WHERE m.rep = has.rep AND m.team = ANY (?)"
                    + " AND m.since <= ? AND (m.until > ?"
                    + " OR has.valid_from >= m.since AND has.valid_from < m.until))",
                List.of(access.teams().toArray(String[]::new), now, now));
      }
      case COVERED, SHARED, STEWARDED -> Condition.NEVER; // others than the holder decide it
    };
  }
}
