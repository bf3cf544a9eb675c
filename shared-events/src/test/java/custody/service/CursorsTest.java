package custody.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private final Cursors cursors = new Cursors(new byte[32]);

  @Test
  void aCursorLeadsOnInItsOwnListOnly() {
    String cursor = cursors.write("customers?pool=north", List.of("王小明", "0198f0c2"));

    assertThat(cursors.read("customers?pool=north", cursor)).containsExactly("王小明", "0198f0c2");
    assertInvalid("customers?pool=south", cursor);
  }

  @Test
  void aChangedCursorIsRefusedWhereverItWasChanged() {
    String cursor = cursors.write("list", List.of("a"));
    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'A' ? 'Q' : 'A';
      assertInvalid("list", cursor.substring(0, i) + other + cursor.substring(i + 1));
      assertInvalid("list", cursor.substring(0, i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "%%%", "游标", "AAAAAAAAAAAAAAAA"})
  void whatIsNoCursorIsRefused(String cursor) {
    assertInvalid("list", cursor);
  }

  private void assertInvalid(String list, String cursor) {
    assertThatThrownBy(() -> cursors.read(list, cursor))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("cursor-invalid"));
  }
}
