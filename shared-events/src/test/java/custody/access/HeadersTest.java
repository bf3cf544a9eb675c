package custody.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  private static final String NAME = "[\\p{IsAssigned}&&[^\\p{IsControl}]]*";
  private static final String VALUE = "[\\p{IsAssigned}&&[[^\\p{IsControl}]||\\t]]*";

  /// @param pattern as Spring Security has it
  @ParameterizedTest
  @ValueSource(strings = {NAME, VALUE})
  void headersMayHoldWhatSpringsPatternsLetThrough(String pattern) {
    Pattern springs = Pattern.compile(pattern);
    assertThat(
            IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .mapToObj(character -> "a" + Character.toString(character) + "z")
                .filter(
                    header ->
                        AccessAutoConfiguration.isText(header, pattern.equals(VALUE))
                            != springs.matcher(header).matches()))
        .isEmpty();
  }
}
