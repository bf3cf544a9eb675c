package custody.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerEvent;
import custody.contract.CustomerId;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.query.TestView;
import custody.query.history.History.Order;
import custody.query.history.History.Place;
import custody.query.history.History.Question;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/// What is remembered of histories is what would be read.
class MemoryTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final List<String> FAMILIES = List.of("follow-up", "ownership", "customer");

  private final SubjectKeys keys =
      new SubjectKeys(database.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY));
  private final HistoryView view = new HistoryView();
  private final TestView views = new TestView(view, database.dataSource());
  private final History remembering = new History(database.dataSource(), keys);

  /// Where the view is by now, which is further than any of the customers.
  @BeforeAll
  static void position() {
    new JdbcTemplate(database.dataSource())
        .update(
            "INSERT INTO custody.view_position (view, version, position, updated_at)"
                + " VALUES ('history', 1, 1000000, now())");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void eachAnswerIsTheOneThatWouldBeRead(long seed) throws SQLException {
    Random random = new Random(seed);
    List<Recorded> history = Histories.unsteady(seed, 3, 3, 150);
    List<UUID> customers =
        history.stream()
            .filter(it -> it.event() instanceof CustomerEvent)
            .map(Recorded::stream)
            .distinct()
            .toList();
    for (int from = 0; from < history.size(); ) {
      int to = Math.min(history.size(), from + 1 + random.nextInt(40));
      views.apply(history.subList(from, to), random, 10);
      from = to;
      List<Recorded> known = history.subList(0, to);
      for (UUID customer : customers) {
        List<Recorded> stream = known.stream().filter(it -> it.stream().equals(customer)).toList();
        if (stream.isEmpty()) {
          continue;
        }
        if (random.nextInt(8) == 0) {
          rewrite(stream);
        }
        assertSame(all(customer));
        for (int i = 0; i < 8; i++) {
          assertSame(any(customer, stream, random));
        }
      }
    }
  }

  @Test
  void aLaterLookReadsNoneOfItAgainUntilItIsRewrittenOrForgotten() throws SQLException {
    List<Recorded> history = Histories.of(7, 1, 2, 60);
    views.apply(history, new Random(1), 60);
    List<Recorded> stream =
        history.stream().filter(it -> it.event() instanceof CustomerEvent).toList();
    Question question = all(stream.getFirst().stream());

    Line first = firstLine(question);
    assertThat(firstLine(question)).isSameAs(first);
    rewrite(stream);
    Line rewritten = firstLine(question);
    assertThat(rewritten).isNotSameAs(first);
    assertThat(firstLine(question)).isSameAs(rewritten);
    remembering.forget(stream.getFirst().stream());
    assertThat(firstLine(question)).isNotSameAs(rewritten);
  }

  /// A page that may not be all is not taken for all.
  @Test
  void aFullPageIsNotRemembered() {
    List<Recorded> history = Histories.of(7, 1, 2, 60);
    views.apply(history, new Random(1), 60);
    Question question = all(history.getLast().stream());
    int size = remembering.page(question, 1000).entries().size();

    History another = new History(database.dataSource(), keys);
    assertThat(another.page(question, size - 1).entries()).hasSize(size - 1);
    assertThat(another.page(question, 1000).entries()).hasSize(size);
  }

  private Line firstLine(Question question) {
    return remembering.page(question, 1000).entries().getFirst().line();
  }

  private void assertSame(Question question) {
    History reading = new History(database.dataSource(), keys);
    int limit = question.after() == null ? 1000 : 5;
    Page expected = reading.page(question, limit);
    Page actual = remembering.page(question, limit);
    assertThat(actual.lastRecorded()).isEqualTo(expected.lastRecorded());
    assertThat(actual.position()).isEqualTo(expected.position());
    assertThat(actual.last()).isEqualTo(expected.last());
    assertThat(told(actual)).as(question.toString()).isEqualTo(told(expected));
    assertThat(streamed(remembering, question)).isEqualTo(streamed(reading, question));
  }

  private static List<String> told(Page page) {
    return page.entries().stream().map(it -> it.line().json().toString()).toList();
  }

  private static String streamed(History history, Question question) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    history.stream(question, NOW, _ -> {}, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Question all(UUID customer) {
    return new Question(
        new CustomerId(customer), Set.of(), null, Order.EFFECTIVE, null, null, null, null);
  }

  private static Question any(UUID customer, List<Recorded> stream, Random random) {
    Order order = random.nextBoolean() ? Order.EFFECTIVE : Order.RECORDED;
    return new Question(
        new CustomerId(customer),
        Set.of(),
        random.nextBoolean() ? null : FAMILIES.subList(0, 1 + random.nextInt(FAMILIES.size())),
        order,
        moment(stream, random),
        moment(stream, random),
        moment(stream, random),
        random.nextInt(3) == 0
            ? new Place(one(stream, random).effectiveAt(), one(stream, random).position())
            : null);
  }

  private static @Nullable Instant moment(List<Recorded> stream, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> one(stream, random).effectiveAt();
      case 1 -> one(stream, random).recordedAt();
      case 2 -> NOW;
      default -> null;
    };
  }

  private static Recorded one(List<Recorded> stream, Random random) {
    return stream.get(random.nextInt(stream.size()));
  }

  /// As an erasure does.
  private void rewrite(List<Recorded> stream) throws SQLException {
    try (Connection db = database.dataSource().getConnection()) {
      db.setAutoCommit(false);
      view.erase(stream.getFirst().stream(), stream, db);
      db.commit();
    }
  }
}
