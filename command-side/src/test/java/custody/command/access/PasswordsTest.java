package custody.command.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @Test
  void nobodysHashIsMadeAsThoseOfEverybodyAreSoThatMatchingItTakesAsLong() {
    assertThat(passwords.upgradeEncoding(Passwords.NOBODYS)).isFalse();
    assertThat(parameters(Passwords.NOBODYS)).isEqualTo(parameters(passwords.encode("somebody's")));
    assertThat(passwords.matches("nobody has this password", Passwords.NOBODYS)).isTrue();
  }

  /// All but the salt and the hash.
  private static String parameters(String encoded) {
    return encoded.replaceFirst("\\$[^$]+\\$[^$]+$", "");
  }
}
