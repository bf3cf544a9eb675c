package custody.query.customers;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CustomerEvent;
import custody.contract.Envelope;
import custody.contract.Holder;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.Kind;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.Seed;
import custody.query.Story;
import custody.query.TestHttp;
import custody.query.TestView;
import custody.query.ownership.OwnershipFixture;
import custody.service.field.FieldProperties;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// However many are found, and wherever they stand in the order wanted, they are the same, page by
/// page, as whoever reads the whole list would pick.
class ListingTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();
  private static final int CUSTOMERS = 4_000;
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

  private static TestHttp http;

  @BeforeAll
  static void start() throws Exception {
    Random random = new Random(SEED);
    List<Recorded> registered = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      registered.add(recorded(i, 0, i, registered(Story.text("name", name(i, random)))));
    }
    CustomersView view =
        new CustomersView(
            Clock.systemUTC(),
            new SubjectKeys(database.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY)));
    TestView fed = new TestView(view, database.dataSource());
    fed.apply(registered, random, 500);
    LatelyIndexed.in(database.dataSource());
    // Some wait to be indexed, who are found by what they were called no longer.
    List<Recorded> lately = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Amended renamed = new Amended(Story.text("name", name(i + 1, random)));
      lately.add(recorded(i * 50, 1, CUSTOMERS + i, renamed));
    }
    fed.apply(lately, random, 20);
    registered.addAll(lately);
    OwnershipFixture.view(database.dataSource()).apply(registered, random, 500);
    JdbcClient.create(database.dataSource()).sql("ANALYZE view_customers.customer").update();
    http =
        new TestHttp(
            database.dataSource(),
            Clock.systemUTC(),
            new FieldProperties(List.of(), List.of(), "CN"),
            List.of(CustomersController.class, CustomersView.class, SearchTest.Json.class));
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  /// Of five, four have to do with food, of whom one is a bakery. By name the others come first.
  private static String name(int number, Random random) {
    String any = Integer.toString(random.nextInt(1_000_000), 36);
    return switch (number % 5) {
      case 0 -> "0 铺子 " + any;
      case 1 -> any + " 食品 面包";
      default -> "王" + any + "食品";
    };
  }

  private static Registered registered(Changes fields) {
    return new Registered(Kind.OUTLET, fields, List.of(), new Holder.Pool("public"));
  }

  private static Recorded recorded(int customer, long sequence, int position, CustomerEvent event) {
    Instant at = BEGUN.plusSeconds(position);
    UUID id = new UUID(position, 1);
    Actor actor = new Actor(Actor.Kind.SERVICE, "test");
    // In no order that has to do with when they came.
    UUID stream = new UUID(customer * 0x9E37_79B9_7F4A_7C15L, customer);
    return new Recorded(
        position + 1L,
        id,
        stream,
        sequence,
        at,
        new Envelope(actor, Channel.IMPORT, null, at, id, null, null),
        event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-updated", "name", "-name", "grade"})
  void thoseFoundAreListedInTheOrderWanted(String sort) {
    List<JsonNode> all = listed("", sort, 1000);
    assertThat(all).hasSize(CUSTOMERS);
    for (String word : List.of("食品", "面包", "铺子", "王", "没有")) {
      for (int limit : new int[] {150, 1000}) {
        assertThat(ids(listed(word, sort, limit)))
            .as("seed %d, %s by %d", SEED, word, limit)
            .isEqualTo(ids(all.stream().filter(isCalled(word)).toList()));
      }
    }
  }

  /// Looking at one customer after the other, one would meet the others first, hundreds of them.
  @Test
  void thoseAtTheOtherEndAreFound() {
    List<JsonNode> found = new ArrayList<>();
    page("食品", "name", 20).get("customers").forEach(found::add);
    assertThat(ids(found))
        .isEqualTo(
            ids(listed("", "name", 1000).stream().filter(isCalled("食品")).limit(20).toList()));
  }

  @Test
  void theyAreCountedToAThousand() {
    assertThat(page("食品", "-updated", 10).get("total").asInt()).isEqualTo(1000);
    assertThat(page("食品", "-updated", 10).get("totalIsLowerBound").asBoolean()).isTrue();
    JsonNode few = page("面包", "-updated", 10);
    assertThat(few.get("total").asLong())
        .isEqualTo(listed("", "name", 1000).stream().filter(isCalled("面包")).count());
    assertThat(few.get("totalIsLowerBound").asBoolean()).isFalse();
  }

  private static Predicate<JsonNode> isCalled(String word) {
    return customer -> customer.get("name").stringValue().toLowerCase(Locale.ROOT).contains(word);
  }

  private static List<String> ids(List<JsonNode> customers) {
    return customers.stream().map(customer -> customer.get("id").stringValue()).toList();
  }

  private static JsonNode page(String word, String sort, int limit) {
    return http.json(path(word, sort, limit));
  }

  private static List<JsonNode> listed(String word, String sort, int limit) {
    List<JsonNode> customers = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = http.json(path(word, sort, limit) + next);
      page.get("customers").forEach(customers::add);
      next = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
    } while (!next.isEmpty());
    return customers;
  }

  private static String path(String word, String sort, int limit) {
    String typed = word.isEmpty() ? "" : "&q=" + URLEncoder.encode(word, StandardCharsets.UTF_8);
    return "/api/customers?limit=" + limit + "&sort=" + sort + typed;
  }
}
