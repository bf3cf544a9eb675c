package custody.command.axon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeastRecentlyUsedTest {
  private final LeastRecentlyUsed cache = new LeastRecentlyUsed(10);

  private void keep(String key, long events) {
    cache.put(key, key);
    cache.weigh(key, events);
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() {
    keep("a", 4);
    keep("b", 4);
    assertThat(cache.<String, String>get("a")).isEqualTo("a");
    keep("c", 4);
    assertThat(cache.containsKey("a")).isTrue();
    assertThat(cache.containsKey("b")).isFalse();
    assertThat(cache.containsKey("c")).isTrue();
  }

  @Test
  void anAggregateThatGrowsPushesOthersOut() {
    keep("a", 4);
    keep("b", 4);
    keep("b", 7);
    assertThat(cache.containsKey("a")).isFalse();
    assertThat(cache.containsKey("b")).isTrue();
  }

  @Test
  void oneThatIsTooLargeIsNotKept() {
    keep("a", 4);
    keep("b", 11);
    assertThat(cache.containsKey("b")).isFalse();
  }

  @Test
  void whatIsRemovedWeighsNothing() {
    keep("a", 10);
    assertThat(cache.remove("a")).isTrue();
    keep("b", 5);
    keep("c", 5);
    assertThat(cache.containsKey("b")).isTrue();
    cache.weigh("gone", 100);
    assertThat(cache.containsKey("c")).isTrue();
  }
}
