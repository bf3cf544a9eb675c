package custody.command;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private record Said(int effectiveAt, int sequence, UUID event) {}

  /// However they come, backdated and at equal times, and whichever is taken out again: the same as
  /// of a list that is sorted and searched from end to end.
  @Test
  void anyOrderIsTheEffectiveOrder() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Versions<Integer> versions = Versions.none();
      List<Said> all = new ArrayList<>();
      for (int sequence = 0; sequence < 3 + seed % 40; sequence++) {
        if (!all.isEmpty() && random.nextInt(5) == 0) {
          Said gone = all.remove(random.nextInt(all.size()));
          versions = versions.without(gone.event());
        }
        Said said = new Said(random.nextInt(6), sequence, new UUID(seed, sequence));
        versions = versions.with(recorded(said), sequence);
        all.add(said);
      }
      all.sort(Comparator.comparingInt(Said::effectiveAt).thenComparingInt(Said::sequence));
      for (int time = -1; time < 7; time++) {
        compare(seed, versions, all, time);
      }
    }
  }

  private static void compare(int seed, Versions<Integer> versions, List<Said> all, int time) {
    Instant at = instant(time);
    int by = time;
    List<Integer> upTo =
        all.stream().filter(it -> it.effectiveAt() <= by).map(Said::sequence).toList();
    List<Integer> after =
        all.stream().filter(it -> it.effectiveAt() > by).map(Said::sequence).toList();
    Integer last = upTo.isEmpty() ? null : upTo.getLast();
    List<Integer> from = new ArrayList<>();
    if (last != null) {
      from.add(last);
    }
    from.addAll(after);
    assertThat(versions.upTo(at)).as("seed %d", seed).isEqualTo(upTo);
    assertThat(versions.at(at)).as("seed %d", seed).isEqualTo(last);
    assertThat(versions.from(at)).as("seed %d", seed).isEqualTo(from);
    assertThat(versions.since(at))
        .as("seed %d", seed)
        .isEqualTo(
            last == null
                ? null
                : all.stream()
                    .filter(it -> it.sequence() == last)
                    .map(it -> instant(it.effectiveAt()))
                    .findAny()
                    .orElseThrow());
    assertThat(versions.during(at, instant(time + 2)))
        .as("seed %d", seed)
        .isEqualTo(
            from.subList(
                0,
                from.size() - (int) all.stream().filter(it -> it.effectiveAt() > by + 2).count()));
  }

  private static Instant instant(int day) {
    return DeciderSpecification.day(day);
  }

  private static Recorded recorded(Said said) {
    return new Recorded(
        said.sequence(),
        said.event(),
        DeciderSpecification.STREAM,
        said.sequence(),
        instant(said.effectiveAt()),
        new Envelope(
            new Actor(Actor.Kind.SERVICE, "test"),
            Channel.CONSOLE,
            null,
            instant(said.effectiveAt()),
            said.event(),
            null,
            null),
        new RepEvent.Left());
  }
}
