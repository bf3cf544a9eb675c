package custody.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

class HeaderTokenTest {
  private static final String[] BEGINNINGS = {
    "Bearer ", "bearer ", "BEARER ", "Bearer", "Bearer\t", "Bearer  ", "Bear", "Basic ", ""
  };
  private static final String CHARACTERS = "aZkKſ09-._~+/===\t ,;é牌@[`{:\0";

  @Test
  void tokensAreTakenAsSpringTakesThem() {
    Random random = new Random(5);
    Set<String> told = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder header = new StringBuilder(BEGINNINGS[random.nextInt(BEGINNINGS.length)]);
      // Mostly of what may stand there, or none of some length would.
      int allowed = random.nextBoolean() ? CHARACTERS.indexOf('\t') : CHARACTERS.length();
      for (int length = random.nextInt(8); length > 0; length--) {
        header.append(CHARACTERS.charAt(random.nextInt(allowed)));
      }
      String springs = answer(new DefaultBearerTokenResolver(), header.toString());
      assertThat(answer(new HeaderToken(), header.toString())).as("%s", header).isEqualTo(springs);
      told.add(springs.substring(0, Math.min(springs.length(), 5)));
    }
    assertThat(told).contains("none", "inval").hasSizeGreaterThan(100);
    assertThat(answer(new HeaderToken(), null)).isEqualTo("none");
  }

  private static String answer(BearerTokenResolver resolver, @Nullable String header) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    if (header != null) {
      request.addHeader("Authorization", header);
    }
    try {
      String token = resolver.resolve(request);
      return token == null ? "none" : "=" + token;
    } catch (OAuth2AuthenticationException e) {
      return "invalid: " + e.getError();
    }
  }
}
