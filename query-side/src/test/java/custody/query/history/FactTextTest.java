package custody.query.history;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.CustomerEvent;
import custody.contract.Histories;
import custody.contract.ProfileEvent.AssortmentReported;
import custody.contract.Recorded;
import custody.query.TestView;
import custody.store.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a row says of single things is what its event says.
class FactTextTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final TestView view = HistoryFixture.view(database.dataSource());

  private record Fact(String part, String item, String field, @Nullable String value) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsWrittenIsRead(long seed) throws SQLException {
    List<Recorded> history = Histories.of(seed, 3, 3, 200);
    view.apply(history, new Random(seed), 40);
    for (Recorded recorded : history) {
      if (recorded.event() instanceof CustomerEvent event) {
        assertThat(read(recorded.position()))
            .hasSameElementsAs(said(event))
            .doesNotHaveDuplicates();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\tb", "a\nb", "\\", "\\t", "\"", "\\\"\r\n", "\u0001", "饮料\t₂", "😀", " "})
  void textsMayHoldWhateverStandsBetweenThem(String product) throws SQLException {
    CustomerEvent event = new AssortmentReported(product, BigDecimal.TEN, null);
    Recorded any = Histories.of(1, 1, 1, 5).getFirst();
    view.apply(
        List.of(
            new Recorded(
                1, any.eventId(), any.stream(), 0, any.recordedAt(), any.envelope(), event)),
        new Random(1),
        1);
    assertThat(read(1)).isEqualTo(said(event)).extracting(Fact::item).containsExactly(product);
  }

  @Test
  void anItemStandsBeforeItsFields() throws SQLException {
    List<Recorded> history = Histories.of(4, 2, 2, 200);
    view.apply(history, new Random(4), 40);
    for (Recorded recorded : history) {
      assertThat(read(recorded.position()))
          .isSortedAccordingTo(
              Comparator.comparing(Fact::part)
                  .thenComparing(Fact::item)
                  .thenComparing(Fact::field));
    }
  }

  private static List<Fact> said(CustomerEvent event) {
    List<Fact> facts = new ArrayList<>();
    Facts.of(event, (part, item, field, value) -> facts.add(new Fact(part, item, field, value)));
    return facts;
  }

  private static List<Fact> read(long position) throws SQLException {
    List<Fact> facts = new ArrayList<>();
    try (Connection db = database.dataSource().getConnection();
        PreparedStatement query =
            db.prepareStatement("SELECT facts FROM view_history.event WHERE position = ?")) {
      query.setLong(1, position);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Stream.ofNullable(FactText.read(row, 1))
              .forEach(
                  text ->
                      text.forEach(
                          (part, item, field, value) ->
                              facts.add(
                                  new Fact(
                                      part,
                                      item,
                                      field,
                                      value == null ? null : value.toString()))));
        }
      }
    }
    return facts;
  }
}
