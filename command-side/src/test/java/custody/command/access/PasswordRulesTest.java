package custody.command.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.service.Problem;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PasswordRulesTest {
  private final PasswordRules rules = new PasswordRules(List.of());

  /// OWASP ASVS 5.0.0, 6.2.4: at least the 3000 most common ones that the other rules let through.
  @Test
  void refusesFarMoreThan3000OfItsLengthThatLeaksHoldMostOften() throws Exception {
    List<String> ofLength;
    try (InputStream words =
        Objects.requireNonNull(PasswordRules.class.getResourceAsStream("common-passwords.txt"))) {
      ofLength =
          new String(words.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(it -> !it.startsWith("#") && it.length() >= PasswordRules.SHORTEST)
              .toList();
    }
    assertThat(ofLength).hasSizeGreaterThan(40_000).doesNotHaveDuplicates();
    for (int i = 0; i < ofLength.size(); i += 1000) {
      refuses(ofLength.get(i));
    }
  }

  @Test
  void refusesThemHoweverTheyAreWrittenAndWithDigitsAround() {
    refuses("1qaz2wsx3edc");
    refuses("LeaveMeAlone");
    refuses("2024Password!!");
    refuses("woaini1314520");
  }

  @Test
  void letsWordsInARowThrough() {
    assertThatCode(() -> rules.check("mei", "correct horse battery staple"))
        .doesNotThrowAnyException();
    assertThatCode(() -> rules.check("mei", "leave me alone, will you")).doesNotThrowAnyException();
  }

  private void refuses(String password) {
    assertThatThrownBy(() -> rules.check("mei", password))
        .as(password)
        .isInstanceOfSatisfying(
            Problem.class, it -> assertThat(it.code()).isEqualTo("password-common"));
  }
}
