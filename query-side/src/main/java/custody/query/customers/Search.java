package custody.query.customers;

import custody.contract.FieldValue;
import custody.contract.Holder;
import custody.contract.RepId;
import custody.query.Answers;
import custody.query.customers.Index.Term;
import custody.query.sight.Condition;
import custody.query.sight.Masking;
import custody.query.sight.Sight;
import custody.service.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One search, as SQL.
final class Search {
  private static final int COUNTED = 1000;
  private static final int MOST_TERMS = 10;
  private static final int LONGEST = 200;

  /// A phone number as people write it, with something between its digits.
  private static final Pattern PHONE =
      Pattern.compile("[+(]?\\d[\\d ()+./-]*[ ()+./-][\\d ()./-]*");

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Condition FINDABLE = new Condition("c.kind IS NOT NULL", List.of());

  private final List<Condition> conditions = new ArrayList<>();
  private final Sight sight;
  private final Masking masking;
  private final boolean masks;

  /// Of what was typed: what leads to it, and what decides. Null unless something was.
  private @Nullable Condition tokens;

  private Condition texts = Condition.ALWAYS;

  /// @param sight of whoever searches
  /// @param masking of what they do not see of those customers that they see masked
  Search(Sight sight, Masking masking) {
    this.sight = sight;
    this.masking = masking;
    this.masks = !sight.open("c.id").equals(sight.seen("c.id"));
    conditions.add(FINDABLE);
    where(sight.seen("c.id"));
  }

  /// In which order, and by which columns the next page is found.
  enum Sort {
    NAME("name_key"),
    UPDATED("updated_at"),
    REGISTERED("registered_at"),
    GRADE("grade_key");

    private final String column;

    Sort(String column) {
      this.column = column;
    }

    /// Such as `name`, or `-updated` for the reverse.
    ///
    /// @throws Problem `sort-unknown`
    static Order order(@Nullable String text) {
      if (text == null) {
        return new Order(UPDATED, true);
      }
      boolean reverse = text.startsWith("-");
      for (Sort sort : values()) {
        if (sort.name().toLowerCase(Locale.ROOT).equals(reverse ? text.substring(1) : text)) {
          return new Order(sort, reverse);
        }
      }
      throw new Problem(
          400,
          "sort-unknown",
          "sort must be one of name, updated, registered, grade; with - in front for the reverse.");
    }
  }

  record Order(Sort by, boolean reverse) {}

  /// A customer found.
  ///
  /// @param kind null if it was merged into another
  /// @param holder null while the view of ownership has not got as far
  /// @param masked true if contact data is; null if nothing is
  record Found(
      UUID id,
      @Nullable String kind,
      @Nullable String name,
      @Nullable Classification classification,
      JsonNode externalIds,
      JsonNode fields,
      @Nullable Holder holder,
      Instant registeredAt,
      Instant updatedAt,
      @Nullable Boolean masked) {}

  record Classification(String grade, String colour) {}

  /// @param last what the next page begins behind; null if this is the last page
  record Result(List<Found> found, @Nullable List<String> last) {}

  /// How many there are.
  ///
  /// @param lowerBound true if there are more than were counted
  record Total(int number, boolean lowerBound) {}

  /// What was typed. All its terms must be found, anywhere.
  ///
  /// @throws Problem `query-too-long`
  void typed(String text) {
    List<String> terms = Words.of(text);
    if (text.length() > LONGEST || terms.size() > MOST_TERMS) {
      throw new Problem(
          400,
          "query-too-long",
          "q has at most " + LONGEST + " characters and " + MOST_TERMS + " words.");
    }
    if (terms.isEmpty()) {
      if (!text.isBlank()) {
        conditions.add(new Condition("false", List.of())); // nothing but signs
      }
      return;
    }
    List<List<String>> ways = new ArrayList<>();
    ways.add(terms);
    String digits = text.replaceAll("\\D", "");
    if (digits.length() >= 3 && PHONE.matcher(text.strip()).matches()) {
      ways.add(List.of(digits));
    }
    tokens = oneOf(ways, Search::tokens);
    texts = oneOf(ways, term -> text(term, "f.words", "f.sounds"));
    if (masks) {
      // Who searches for a number must not find out whose it is.
      Condition open = sight.open("c.id");
      texts =
          texts.and(
              Condition.or(
                  List.of(open, all(terms, term -> text(term, "f.name_words", "f.name_sounds")))));
    }
  }

  private static Condition oneOf(List<List<String>> ways, Function<String, Condition> term) {
    return Condition.or(ways.stream().map(way -> all(way, term)).toList());
  }

  private static Condition all(List<String> terms, Function<String, Condition> term) {
    return terms.stream().map(term).reduce(Condition::and).orElseThrow();
  }

  private static Condition tokens(String text) {
    Term term = Index.term(text);
    Condition words = tokens(term.wordTokens());
    return term.sound().isEmpty()
        ? words
        : Condition.or(List.of(words, tokens(term.soundTokens())));
  }

  private static Condition tokens(Set<Integer> tokens) {
    return new Condition("f.tokens @> ?", List.<Object>of((Object) tokens.toArray(Integer[]::new)));
  }

  private static Condition text(String text, String words, String sounds) {
    Term term = Index.term(text);
    Condition word = new Condition(words + " LIKE ?", List.of("%" + term.word() + "%"));
    return term.sound().isEmpty()
        ? word
        : Condition.or(
            List.of(word, new Condition(sounds + " LIKE ?", List.of("%" + term.sound() + "%"))));
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

  /// What is selected from, whose values are {@link #values}. If something was typed, those who
  /// changed lately are looked through apart, so that the others are found by the index as if there
  /// were nobody else. NOT IN, because it is hashed whatever the planner believes to stand there:
  /// NOT EXISTS was compared with all of them for each one found.
  String from() {
    if (tokens == null) {
      return " FROM view_customers.customer c WHERE " + all(List.of());
    }
    return " FROM (SELECT c.* FROM view_customers.customer c JOIN view_customers.found_by f"
        + " ON f.customer = c.id WHERE "
        + all(List.of(tokens, texts))
        + " AND f.customer NOT IN (SELECT l.customer FROM view_customers.found_by_lately l)"
        + " UNION ALL SELECT c.* FROM view_customers.customer c"
        + " JOIN view_customers.found_by_lately f ON f.customer = c.id WHERE "
        + all(List.of(texts))
        + ") c WHERE true";
  }

  private String all(List<Condition> more) {
    return Stream.concat(conditions.stream(), more.stream())
        .map(Condition::sql)
        .collect(Collectors.joining(" AND "));
  }

  List<Object> values() {
    List<Condition> asked = new ArrayList<>(conditions);
    if (tokens != null) {
      asked.add(tokens);
      asked.add(texts);
      asked.addAll(conditions);
      asked.add(texts);
    }
    return asked.stream().flatMap(condition -> condition.values().stream()).toList();
  }

  /// Only those who are seen with everything.
  void open() {
    where(sight.open("c.id"));
  }

  Total total(Connection db) throws SQLException {
    String sql = "SELECT count(*) FROM (SELECT" + from() + " LIMIT " + (COUNTED + 1) + ") n";
    try (PreparedStatement query = db.prepareStatement(sql)) {
      Answers.bind(query, 1, values());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        int number = row.getInt(1);
        return new Total(Math.min(number, COUNTED), number > COUNTED);
      }
    }
  }

  /// One page.
  ///
  /// @param behind what the page begins behind; empty for the first
  Result page(Order order, List<String> behind, int limit, Instant now, Connection db)
      throws SQLException {
    String column = order.by().column;
    String direction = order.reverse() ? " DESC" : "";
    Condition open = sight.open("p.id");
    List<Object> all = new ArrayList<>(open.values());
    all.addAll(values());
    String sql = "SELECT c.*, c." + column + " AS sort_key" + from();
    if (!behind.isEmpty()) {
      sql += " AND (c." + column + ", c.id) " + (order.reverse() ? "<" : ">") + " (?, ?)";
      all.add(
          switch (order.by()) {
            case NAME -> HexFormat.of().parseHex(behind.getFirst());
            case UPDATED, REGISTERED -> Instant.parse(behind.getFirst());
            case GRADE -> behind.getFirst();
          });
      all.add(UUID.fromString(behind.get(1)));
    }
    sql += " ORDER BY c." + column + direction + ", c.id" + direction + " LIMIT " + limit;
    all.add(now);
    all.add(now);
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT p.id, p.kind, p.name, p.grade, p.colour, p.external_ids, p.fields, h.rep,"
                + " h.pool, p.registered_at, p.updated_at, p.name_key, p.grade_key, "
                + open.sql()
                + " FROM ("
                + sql
                + ") p LEFT JOIN LATERAL (SELECT rep, pool FROM view_ownership.held o"
                + " WHERE o.customer = p.id AND o.known_to = 'infinity' AND o.valid_from <= ?"
                + " AND o.valid_to > ?) h ON true ORDER BY p.sort_key"
                + direction
                + ", p.id"
                + direction)) {
      Answers.bind(query, 1, all);
      List<Found> found = new ArrayList<>();
      List<String> last = List.of();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Found customer = found(row);
          found.add(customer);
          last = List.of(key(order.by(), customer, row), customer.id().toString());
        }
      }
      return new Result(found, found.size() < limit ? null : last);
    }
  }

  private static String key(Sort sort, Found customer, ResultSet row) throws SQLException {
    return switch (sort) {
      case NAME -> HexFormat.of().formatHex(row.getBytes(12));
      case UPDATED -> customer.updatedAt().toString();
      case REGISTERED -> customer.registeredAt().toString();
      case GRADE -> row.getString(13);
    };
  }

  private Found found(ResultSet row) throws SQLException {
    Masking mask = row.getBoolean(14) ? Masking.NONE : masking;
    String kind = row.getString(2);
    UUID rep = row.getObject(8, UUID.class);
    String pool = row.getString(9);
    String grade = row.getString(4);
    return new Found(
        row.getObject(1, UUID.class),
        kind,
        mask.name(kind, row.getString(3)),
        grade == null ? null : new Classification(grade, row.getString(5)),
        JSON.readTree(row.getString(6)),
        mask.customer(kind, JSON.readTree(row.getString(7))),
        rep != null
            ? new Holder.Owner(new RepId(rep))
            : pool != null ? new Holder.Pool(pool) : null,
        row.getObject(10, OffsetDateTime.class).toInstant(),
        row.getObject(11, OffsetDateTime.class).toInstant(),
        mask.isOn() ? true : null);
  }
}
