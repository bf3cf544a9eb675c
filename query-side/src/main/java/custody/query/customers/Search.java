package custody.query.customers;

import custody.contract.FieldValue;
import custody.contract.RepId;
import custody.query.sight.Condition;
import custody.query.sight.Masking;
import custody.query.sight.Sight;
import custody.service.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One search, as SQL.
final class Search {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Condition FINDABLE = new Condition("c.kind IS NOT NULL", List.of());

  private final List<Condition> conditions = new ArrayList<>();
  private final Sight sight;
  private final Masking masking;
  private final boolean masks;

  private @Nullable Typed typed;

  /// @param sight of whoever searches
  /// @param masking of what they do not see of those customers that they see masked
  Search(Sight sight, Masking masking) {
    this.sight = sight;
    this.masking = masking;
    this.masks = !sight.open("c.id").equals(sight.seen("c.id"));
    conditions.add(FINDABLE);
    where(sight.seen("c.id"));
  }

  /// What was typed. All its terms must be found, anywhere.
  ///
  /// @throws Problem `query-too-long`
  void typed(String text) {
    Typed what = Typed.of(text, masks ? sight.open("c.id") : null);
    if (!what.isNothing()) {
      typed = what;
    } else if (!text.isBlank()) {
      conditions.add(new Condition("false", List.of())); // nothing but signs
    }
  }

  void kind(String kind) {
    where("c.kind = ?", kind);
  }

  void grade(String grade) {
    where("c.grade_key = ?", grade);
  }

  /// @param value plain JSON
  void field(String name, JsonNode value) {
    unmasked(name);
    where("c.fields @> ?::jsonb", JSON.writeValueAsString(Map.of(name, value)));
  }

  /// @param least inclusive; money finds only what is in its currency
  void atLeast(String field, FieldValue least) {
    bounded(field, ">=", least);
  }

  /// @param most inclusive; money finds only what is in its currency
  void atMost(String field, FieldValue most) {
    bounded(field, "<=", most);
  }

  /// By a path, in which a value of another type (the field's, before it was configured anew) is
  /// not found but no mistake either.
  private void bounded(String field, String comparison, FieldValue bound) {
    unmasked(field);
    String path =
        switch (bound) {
          case FieldValue.Number(var number) ->
              "@ %s %s".formatted(comparison, number.toPlainString());
          case FieldValue.Money(var amount, var currency) ->
              "@.currency == \"%s\" && @.amount %s %s"
                  .formatted(currency, comparison, amount.toPlainString());
          case FieldValue.Date(var day) -> "@ %s \"%s\"".formatted(comparison, day);
          case FieldValue.Text _,
              FieldValue.Choice _,
              FieldValue.Phone _,
              FieldValue.Mail _,
              FieldValue.Url _,
              FieldValue.GeoPoint _ ->
              throw new IllegalArgumentException("without order: " + field);
        };
    where("c.fields @?? ?::jsonpath", "$.\"%s\" ? (%s)".formatted(field, path));
  }

  /// Entries merged into another, too: once registered, nothing else takes their kind.
  void mergedToo(Instant now) {
    conditions.set(
        0, new Condition("(" + FINDABLE.sql() + " OR c.registered_at <= ?)", List.of(now)));
  }

  void among(List<UUID> ids) {
    where("c.id = ANY (?)", (Object) ids.toArray(UUID[]::new));
  }

  void owner(RepId rep, Instant now) {
    holder("rep", rep.value(), now);
  }

  void pool(String pool, Instant now) {
    holder("pool", pool, now);
  }

  /// @param sort rep or pool
  /// @throws Problem `holder-unknown`
  void held(String sort, Instant now) {
    if (!sort.equals("rep") && !sort.equals("pool")) {
      throw new Problem(400, "holder-unknown", "holder must be rep or pool.");
    }
    where(
        "c.id IN (SELECT h.customer FROM view_ownership.held h WHERE h."
            + sort
            + " IS NOT NULL AND h.known_to = 'infinity' AND h.valid_from <= ? AND h.valid_to > ?)",
        now,
        now);
  }

  /// Only those whose location is seen.
  void within(Box box) {
    unmasked(Box.FIELD);
    where(box.condition());
  }

  private void holder(String column, Object holder, Instant now) {
    where(
        "c.id IN (SELECT h.customer FROM view_ownership.held h WHERE h."
            + column
            + " = ? AND h.known_to = 'infinity' AND h.valid_from <= ? AND h.valid_to > ?)",
        holder,
        now,
        now);
  }

  /// Only where the field is seen.
  private void unmasked(String field) {
    if (masks && masking.hides(field)) {
      where(sight.open("c.id"));
    }
  }

  private void where(Condition condition) {
    if (!condition.isAlways()) {
      conditions.add(condition);
    }
  }

  private void where(String condition, Object... values) {
    where(new Condition(condition, List.of(values)));
  }

  boolean isTyped() {
    return typed != null;
  }

  /// All that are found, as `c`: what follows `SELECT` and its columns.
  Sql from() {
    return typed == null
        ? new Sql().add(" FROM view_customers.customer c WHERE ").add(conditions())
        : new Sql().add(" FROM (").add(found("c.*", "c.*")).add(") c WHERE true");
  }

  /// All that are found by what was typed. Those who changed lately are looked through apart, so
  /// that the others are found by the index as if there were nobody else. NOT IN, because it is
  /// hashed whatever the planner believes to stand there: NOT EXISTS was compared with all of them
  /// for each one found.
  ///
  /// @param columns of the customer, `c`, and what it is found by, `f`
  /// @param ofLately the same for those who changed lately, of whom there is no `f`
  Sql found(String columns, String ofLately) {
    Typed what = Objects.requireNonNull(typed);
    return new Sql()
        .add("SELECT " + columns + " FROM view_customers.customer c")
        .add(" JOIN view_customers.found_by f ON f.customer = c.id WHERE ")
        .add(conditions().and(what.tokens()).and(what.texts("f")))
        .add(" AND f.customer NOT IN (SELECT l.customer FROM view_customers.found_by_lately l)")
        .add(" UNION ALL SELECT " + ofLately + " FROM view_customers.customer c")
        .add(" JOIN view_customers.found_by_lately l ON l.customer = c.id WHERE ")
        .add(conditions().and(what.texts("l")));
  }

  /// The same as {@link #from}, of the next customers in an order: each is looked at, found or not.
  /// Without OFFSET 0 PostgreSQL may read all there is instead.
  ///
  /// @param behind {@link Order#behind}
  /// @param most customers that are looked at
  Sql inOrder(Order order, List<String> behind, long most) {
    Typed what = Objects.requireNonNull(typed);
    String key = "c." + order.column();
    return new Sql()
        .add(" FROM (SELECT c.* FROM view_customers.customer c WHERE true")
        .add(order.behind(behind, key, "c.id"))
        .add(order.by(key, "c.id") + " LIMIT " + most + ") c")
        .add(" LEFT JOIN LATERAL (SELECT * FROM view_customers.found_by f")
        .add(" WHERE f.customer = c.id OFFSET 0) f ON true")
        .add(" LEFT JOIN LATERAL (SELECT * FROM view_customers.found_by_lately l")
        .add(" WHERE l.customer = c.id OFFSET 0) l ON true WHERE ")
        .add(conditions())
        .add(" AND CASE WHEN l.customer IS NULL THEN ")
        .add(what.texts("f"))
        .add(" ELSE ")
        .add(what.texts("l"))
        .add(" END");
  }

  private Condition conditions() {
    return conditions.stream().reduce(Condition::and).orElseThrow();
  }

  /// Only those who are seen with everything.
  void open() {
    where(sight.open("c.id"));
  }
}
