package custody.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerId;
import custody.contract.Recorded;
import custody.query.Story;
import custody.query.TestView;
import custody.query.history.History.Order;
import custody.query.history.History.Question;
import custody.store.MasterKeys;
import custody.store.SubjectKeys;
import custody.store.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is read in several portions.
class LongHistoryTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final int EVENTS = 2_500;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Story story = new Story();
  private final TestView view = new TestView(new HistoryView(), database.dataSource());

  @Test
  void everyEventIsToldOnceWithWhatItChanged() {
    List<String> lines = told(EVENTS, () -> {});
    assertThat(lines).hasSize(EVENTS);
    for (int i = 1; i < EVENTS; i++) {
      assertThat(lines.get(i))
          .contains("\"version\":" + (i + 1))
          .contains("\"before\":\"name " + (i - 1) + "\",\"after\":\"name " + i + "\"");
    }
  }

  @Test
  void oneThatFillsItsPortionsIsToldToo() {
    assertThat(told(2_000, () -> {})).hasSize(2_000);
  }

  /// Recorded before the answer began, but the view hears of it behind the first portion.
  @Test
  void whatTheViewHearsOfMeanwhileIsToldWithWhatItChanged() {
    List<String> lines =
        told(
            EVENTS,
            () -> {
              UUID late =
                  story.amend(at(EVENTS - 1), at(EVENTS - 10), Story.text("name", "by the way"));
              List<Recorded> all = story.events();
              assertThat(all.getLast().eventId()).isEqualTo(late);
              view.apply(List.of(all.getLast()), new Random(1), 1);
            });
    assertThat(lines).hasSize(EVENTS + 1);
    assertThat(lines.get(EVENTS - 9))
        .contains("\"before\":\"name " + (EVENTS - 10) + "\",\"after\":\"by the way\"");
    assertThat(lines.get(EVENTS - 8))
        .contains("\"before\":\"by the way\",\"after\":\"name " + (EVENTS - 9) + "\"");
  }

  /// @param meanwhile once the first portion is read
  private List<String> told(int events, Runnable meanwhile) {
    story.register(at(0), null, Story.text("name", "name 0"));
    for (int i = 1; i < events; i++) {
      story.amend(at(i), null, Story.text("name", "name " + i));
    }
    view.apply(story.events(), new Random(1), 1_500);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SubjectKeys keys =
        new SubjectKeys(database.dataSource(), MasterKeys.parse(TestDatabase.MASTER_KEY));
    new History(database.dataSource(), keys)
        .stream(
            new Question(
                new CustomerId(story.customer),
                Set.of(),
                null,
                Order.EFFECTIVE,
                null,
                null,
                null,
                null),
            Instant.parse(at(events)),
            _ -> meanwhile.run(),
            out);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static String at(int minute) {
    return BEGIN.plus(Duration.ofMinutes(minute)).toString();
  }
}
