package custody.command.ownership;

import static custody.command.Samples.LI;
import static custody.command.Samples.WANG;
import static custody.command.Samples.ZHAO;
import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.RepId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class FairShareTest {
  private final SequencedMap<RepId, Long> held = new LinkedHashMap<>();

  private List<RepId> turns(int customers) {
    FairShare share = new FairShare(held);
    List<RepId> turns = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      RepId next = Objects.requireNonNull(share.next());
      share.got(next);
      turns.add(next);
    }
    return turns;
  }

  @Test
  void whoeverHasTheFewestCatchesUpBeforeOthersGetMore() {
    held.put(LI, 2L);
    held.put(WANG, 0L);
    held.put(ZHAO, 1L);

    assertThat(turns(6)).containsExactly(WANG, WANG, ZHAO, LI, WANG, ZHAO);
  }

  @Test
  void withAsManyTheOneNamedFirstIsNext() {
    held.put(ZHAO, 5L);
    held.put(LI, 5L);

    assertThat(turns(4)).containsExactly(ZHAO, LI, ZHAO, LI);
  }

  @Test
  void whoCannotGetAnyIsLeftOut() {
    held.put(LI, 0L);
    FairShare share = new FairShare(held);
    share.leaveOut(LI);

    assertThat(share.next()).isNull();
  }
}
