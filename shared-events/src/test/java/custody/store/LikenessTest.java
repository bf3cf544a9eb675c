package custody.store;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Looking for the rarest parts only finds everybody who is alike all the same.
class LikenessTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private final Random random = new Random(Seed.get());
  private final List<Likeness> all = new ArrayList<>();

  @Test
  void whoeverIsAlikeIsFoundHoweverCommonThePartsAre() {
    JdbcClient sql = JdbcClient.create(database.dataSource());
    for (int i = 0; i < 400; i++) {
      Likeness likeness = new Likeness(UUID.randomUUID(), parts());
      all.add(likeness);
      sql.sql("INSERT INTO custody.likeness (stream, parts) VALUES (?, ?)")
          .param(likeness.stream())
          .param(likeness.parts().toArray(Long[]::new))
          .update();
    }
    try (TestStore store = new TestStore(database.dataSource())) {
      compare(store.lookups());
      sql.sql("ANALYZE custody.likeness").update();
    }
    try (TestStore store = new TestStore(database.dataSource())) {
      compare(store.lookups());
    }
  }

  private void compare(Lookups lookups) {
    for (int i = 0; i < 100; i++) {
      Set<Long> parts = parts();
      for (double atLeast : new double[] {0.3, 0.6, 1}) {
        assertThat(lookups.alike(parts, atLeast, 1000))
            .as("seed %d, %s", Seed.get(), parts)
            .isEqualTo(naive(parts, atLeast));
      }
    }
  }

  /// A few parts that nearly all have, a few that some have.
  private Set<Long> parts() {
    Set<Long> parts = new HashSet<>();
    for (long part = 1; part <= 3; part++) {
      if (random.nextInt(10) > 0) {
        parts.add(part);
      }
    }
    int more = 1 + random.nextInt(6);
    for (int i = 0; i < more; i++) {
      parts.add(10L + random.nextInt(25));
    }
    return parts;
  }

  private List<Lookups.Alike> naive(Set<Long> parts, double atLeast) {
    List<Lookups.Alike> alike = new ArrayList<>();
    for (Likeness each : all) {
      long shared = each.parts().stream().filter(parts::contains).count();
      long together = parts.size() + each.parts().size() - shared;
      if (shared >= atLeast * together && shared > 0) {
        alike.add(new Lookups.Alike(each.stream(), (double) shared / together));
      }
    }
    alike.sort(
        Comparator.comparingDouble(Lookups.Alike::shared)
            .reversed()
            .thenComparing(it -> it.stream().toString()));
    return alike;
  }
}
