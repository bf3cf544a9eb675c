package custody.query.customers;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerAt;
import custody.contract.CustomerEvent;
import custody.contract.FieldValue;
import custody.contract.Histories;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.Recorded;
import custody.contract.Seed;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.query.ownership.OwnershipFixture;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import custody.service.field.FieldProperties;
import custody.service.field.FieldType;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class SearchTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();
  private static final List<Recorded> HISTORY = Histories.of(SEED, 120, 5, 900);
  private static final Instant END = HISTORY.getLast().recordedAt().plusSeconds(60);
  private static final MovableClock CLOCK = new MovableClock();
  private static final FieldProperties FIELDS =
      new FieldProperties(
          List.of(
              new FieldProperties.Field(
                  "seats", FieldType.NUMBER, null, false, false, 1000, List.of(), null),
              new FieldProperties.Field(
                  "turnover", FieldType.MONEY, null, false, false, 1000, List.of(), null),
              new FieldProperties.Field(
                  "opened", FieldType.DATE, null, false, false, 1000, List.of(), null)),
          List.of(),
          "CN");

  private static final Map<Instant, Map<UUID, CustomerAt>> AT = new HashMap<>();

  private static Map<UUID, List<Recorded>> streams = Map.of();
  private static TestHttp http;

  @BeforeAll
  static void start() {
    view(database).apply(HISTORY, new Random(SEED), 40);
    OwnershipFixture.view(database.dataSource()).apply(HISTORY, new Random(SEED), 100);
    streams =
        HISTORY.stream()
            .filter(recorded -> recorded.event() instanceof CustomerEvent)
            .collect(Collectors.groupingBy(Recorded::stream));
    http =
        new TestHttp(
            database.dataSource(),
            CLOCK,
            FIELDS,
            List.of(CustomersController.class, CustomersView.class, Json.class));
  }

  private static TestView view(TestDatabase database) {
    SubjectKeys keys =
        new SubjectKeys(database.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY));
    return new TestView(new CustomersView(CLOCK, keys), database.dataSource());
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @Test
  void searchFindsWhatANaiveReaderFindsAtAnyTime() throws SQLException {
    Random random = new Random(SEED);
    for (Duration later : List.of(Duration.ZERO, Duration.ofDays(60))) {
      goTo(END.plus(later));
      ids("q=anyone"); // and no row is due any more
      for (boolean indexed : new boolean[] {false, true}) {
        if (indexed) {
          LatelyIndexed.in(database.dataSource());
        }
        assertThat(waiting(database)).matches(waiting -> waiting > 0 ^ indexed);
        for (int i = 0; i < 60; i++) {
          String q = typed(random);
          assertThat(ids("q=" + encoded(q)))
              .as("seed %d, %s, %s", SEED, later, q)
              .isEqualTo(naive(customer -> matches(customer, q)));
        }
      }
    }
  }

  private static int waiting(TestDatabase database) {
    return JdbcClient.create(database.dataSource())
        .sql("SELECT count(*) FROM view_customers.found_by_lately")
        .query(Integer.class)
        .single();
  }

  @Test
  void filtersSayWhatTheDefinitionSays() {
    for (Duration later : List.of(Duration.ZERO, Duration.ofDays(100))) {
      goTo(END.plus(later));
      Set<Holder> holders = new HashSet<>();
      all().values().forEach(customer -> holders.add(customer.holder()));
      for (Holder holder : holders) {
        String filter =
            switch (holder) {
              case Holder.Owner(var rep) -> "owner=" + rep;
              case Holder.Pool(var pool) -> "pool=" + encoded(pool);
            };
        assertThat(ids(filter)).isEqualTo(naive(customer -> holder.equals(customer.holder())));
        assertThat(ids(filter + "&grade=A&q=" + encoded("东方")))
            .isEqualTo(
                naive(
                    customer ->
                        holder.equals(customer.holder())
                            && customer.classification() != null
                            && customer.classification().grade().equals("A")
                            && matches(customer, "东方")));
      }
      for (String seats : List.of("7", "42")) {
        assertThat(ids("field.seats=" + seats))
            .isEqualTo(
                naive(
                    customer ->
                        customer.fields().get("seats") instanceof Personal.Known<FieldValue> known
                            && FieldJson.write(known.value()).toString().equals(seats)));
      }
      assertThat(ids("holder=pool"))
          .isEqualTo(naive(customer -> customer.holder() instanceof Holder.Pool))
          .isNotEmpty();
      assertThat(ids("holder=rep"))
          .isEqualTo(naive(customer -> customer.holder() instanceof Holder.Owner));
      assertThat(ids("kind=outlet"))
          .isEqualTo(naive(customer -> "OUTLET".equals(String.valueOf(customer.kind()))));
    }
  }

  @Test
  void whoWasMergedIsFoundByThoseOnlyWhoAskForThem() {
    goTo(END);
    Set<String> merged = new TreeSet<>();
    all()
        .forEach(
            (id, customer) -> {
              if (customer.kind() != null && customer.mergedInto() != null) {
                merged.add(id.toString());
              }
            });
    assertThat(merged).isNotEmpty();
    String those = "ids=" + String.join(",", merged);
    assertThat(ids(those)).isEmpty();
    assertThat(ids(those + "&merged=true")).isEqualTo(merged);
  }

  @Test
  void rangesSayWhatTheDefinitionSays() {
    goTo(END);
    Random random = new Random(SEED);
    for (int i = 0; i < 10; i++) {
      int min = random.nextInt(99);
      int max = random.nextInt(99);
      assertThat(ids("field.seats.min=" + min)).isEqualTo(naive(c -> seats(c) >= min));
      assertThat(ids("field.seats.max=" + max + "&field.seats.min=" + min))
          .isEqualTo(naive(c -> seats(c) >= min && seats(c) <= max));
    }
    assertThat(naive(c -> seats(c) >= 0)).isNotEmpty();
  }

  private static int seats(CustomerAt customer) {
    return customer.fields().get("seats") instanceof Personal.Known<FieldValue> known
            && known.value() instanceof FieldValue.Number(var number)
        ? number.intValueExact()
        : Integer.MIN_VALUE;
  }

  @Test
  void moneyIsComparedInItsCurrencyAndDatesByTheCalendar() {
    goTo(END);
    UUID customer = UUID.fromString(ids("").iterator().next()); // and no row is due any more
    JdbcClient.create(database.dataSource())
        .sql("UPDATE view_customers.customer SET fields = fields || ?::jsonb WHERE id = ?")
        .param("{\"turnover\":{\"amount\":1200.50,\"currency\":\"CNY\"},\"opened\":\"1999-12-31\"}")
        .param(customer)
        .update();
    for (String found :
        List.of(
            "field.turnover.min=" + encoded("1200.5 CNY"),
            "field.turnover.max=" + encoded("2000 CNY"),
            "field.opened.min=1999-12-31&field.opened.max=1999-12-31",
            "field.opened.max=2000-01-01")) {
      assertThat(ids(found)).as(found).containsExactly(customer.toString());
    }
    for (String not :
        List.of(
            "field.turnover.min=" + encoded("1200.51 CNY"),
            "field.turnover.min=" + encoded("1 USD"),
            "field.opened.min=2000-01-01")) {
      assertThat(ids(not)).as(not).isEmpty();
    }
  }

  @Test
  void traditionalCharactersFindSimplifiedOnes() {
    goTo(END);
    assertThat(ids("q=" + encoded("東方紅"))).isNotEmpty().isEqualTo(ids("q=" + encoded("东方红")));
    assertThat(Words.of("臺灣 龍井 茶業股份")).isEqualTo(Words.of("台湾 龙井 茶业股份"));
  }

  @Test
  void everyOrderCanBePagedAndIsReversedByAMinus() {
    goTo(END);
    Set<String> all = naive(_ -> true);
    for (String sort : List.of("name", "updated", "registered", "grade")) {
      List<String> forward = listed("sort=" + sort, 7);
      List<String> reverse = listed("sort=-" + sort, 11);
      assertThat(forward).hasSize(all.size());
      assertThat(new TreeSet<>(forward)).isEqualTo(all);
      assertThat(reverse.reversed()).isEqualTo(forward);
    }
  }

  @Test
  void namesAreInChineseOrder() {
    goTo(END);
    List<String> names = new ArrayList<>();
    http.json("/api/customers?sort=name&limit=1000")
        .get("customers")
        .forEach(customer -> names.add(customer.path("name").stringValue("")));
    names.removeIf(String::isEmpty);
    List<String> beginnings = names.stream().map(name -> name.substring(0, 1)).distinct().toList();
    assertThat(beginnings)
        .containsSubsequence(
            List.of("北", "重", "上", "G", "O", "Z").stream().filter(beginnings::contains).toList());
  }

  @Test
  void theTotalIsCounted() {
    goTo(END);
    JsonNode page = http.json("/api/customers?limit=3");
    assertThat(page.get("total").intValue()).isEqualTo(naive(_ -> true).size());
    assertThat(page.get("totalIsLowerBound").booleanValue()).isFalse();
  }

  @Test
  void rebuiltAtOnceTheTablesAreTheSame() throws SQLException {
    goTo(END);
    try (TestDatabase other = TestDatabase.create()) {
      TestView view = view(other);
      view.apply(HISTORY, new Random(SEED), 1);
      LatelyIndexed.in(other.dataSource());
      List<String> customers = view.rows("customer");
      List<String> foundBy = view.rows("found_by");
      for (int largest : List.of(13, 100_000)) {
        view.clear();
        view.apply(HISTORY, new Random(SEED), largest);
        assertThat(view.rows("customer")).as("seed %d", SEED).isEqualTo(customers);
        LatelyIndexed.in(other.dataSource());
        assertThat(view.rows("found_by")).as("seed %d", SEED).isEqualTo(foundBy);
      }
    }
  }

  @Test
  void badQuestionsAreRefused() {
    for (var question :
        Map.of(
                "field.name.min=a",
                "filter-invalid",
                "knownAt=2024-01-01T00:00:00Z",
                "search-is-of-now",
                "colour=red",
                "parameter-unknown",
                "sort=colour",
                "sort-unknown",
                "kind=firm",
                "kind-unknown",
                "field.nothing=1",
                "field-unknown",
                "field.seats=many",
                "filter-invalid",
                "cursor=abc",
                "cursor-invalid",
                "q=" + "x".repeat(201),
                "query-too-long")
            .entrySet()) {
      assertThat(http.json("/api/customers?" + question.getKey()).get("code").stringValue())
          .isEqualTo(question.getValue());
    }
  }

  private static String typed(Random random) {
    List<String> whole =
        List.of(
            "北京东方红餐饮",
            "重庆长安小面",
            "Golden Gate Foods",
            "O'Brien & Sons",
            "上海银行大厦店",
            "zurich KÄSE ag",
            "beijingdongfanghong",
            "bjdfh",
            "chongqing",
            "zhongqing",
            "yinhang",
            "shanghaiyinxing",
            "zhangsan",
            "zs",
            "K-12",
            "8613",
            "010",
            "!?",
            "张三",
            "cq 长安");
    String text = whole.get(random.nextInt(whole.size()));
    int from = random.nextInt(text.length());
    int to = from + 1 + random.nextInt(text.length() - from);
    return text.substring(from, to);
  }

  private interface Wanted {
    boolean is(CustomerAt customer);
  }

  /// Time only goes forward where the service runs; rows of a later time know nothing of an earlier
  /// one, so that all of them are due when a test goes back.
  private static void goTo(Instant now) {
    CLOCK.now = now;
    JdbcClient.create(database.dataSource())
        .sql("UPDATE view_customers.customer SET next_change_at = '-infinity'")
        .update();
  }

  private static Map<UUID, CustomerAt> all() {
    return AT.computeIfAbsent(CLOCK.now, _ -> fold());
  }

  private static Map<UUID, CustomerAt> fold() {
    return streams.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                stream -> CustomerAt.of(stream.getValue(), CLOCK.now, Instant.MAX)));
  }

  private static Set<String> naive(Wanted wanted) {
    Set<String> found = new TreeSet<>();
    all()
        .forEach(
            (id, customer) -> {
              boolean toBeFound = customer.kind() != null && customer.mergedInto() == null;
              if (toBeFound && wanted.is(customer)) {
                found.add(id.toString());
              }
            });
    return found;
  }

  /// Without tokens and without a database.
  private static boolean matches(CustomerAt customer, String q) {
    List<String> terms = Words.of(q);
    if (terms.isEmpty()) {
      return q.isBlank();
    }
    Set<String> words = new LinkedHashSet<>();
    Set<String> sounds = new LinkedHashSet<>();
    List<Map<String, Personal<FieldValue>>> parts = new ArrayList<>(customer.contacts().values());
    parts.add(customer.fields());
    for (Map<String, Personal<FieldValue>> fields : parts) {
      fields.forEach(
          (field, value) -> {
            if (value instanceof Personal.Known<FieldValue>(FieldValue.Text(String text))) {
              words.addAll(Words.of(text));
              if (field.equals("name")) {
                Words.of(text).stream()
                    .filter(word -> Words.isHan(word.codePointAt(0)))
                    .forEach(word -> sounds.addAll(Sounds.of(word)));
              }
            } else if (value instanceof Personal.Known<FieldValue>(FieldValue.Phone phone)) {
              words.add(phone.phone().substring(1));
            }
          });
    }
    customer.externalIds().forEach(id -> words.addAll(Words.of(id.id())));
    return terms.stream()
        .allMatch(
            term -> {
              boolean anywhere = Words.isHan(term.codePointAt(0)) || term.length() >= 3;
              return any(words, word -> anywhere ? word.contains(term) : word.startsWith(term))
                  || any(sounds, sound -> sound.startsWith(term));
            });
  }

  private static boolean any(Collection<String> texts, Predicate<String> wanted) {
    return texts.stream().anyMatch(wanted);
  }

  private static Set<String> ids(String query) {
    return new TreeSet<>(listed(query, 1000));
  }

  private static List<String> listed(String query, int limit) {
    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = http.json("/api/customers?limit=" + limit + "&" + query + next);
      page.get("customers").forEach(customer -> ids.add(customer.get("id").stringValue()));
      next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
    } while (!next.isEmpty());
    return ids;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A configuration's field reader, as the service makes it.
  static final class Json {
    @Bean
    FieldJson fieldJson(FieldCatalog catalog) {
      return new FieldJson(catalog, "CN");
    }
  }

  private static final class MovableClock extends Clock {
    private Instant now = END;

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(@Nullable ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
