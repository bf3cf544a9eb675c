package custody.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;

/// What the store tells of itself.
final class StoreMetrics {
  private final MeterRegistry registry;
  private final Timer append;
  private final Timer groupTime;
  private final DistributionSummary groupSize;
  private final Counter retries;
  private final Counter refusals;

  StoreMetrics(MeterRegistry registry) {
    this.registry = registry;
    append =
        Timer.builder("custody.store.append")
            .description("from handing an append over until its outcome is known")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(registry);
    groupTime =
        Timer.builder("custody.store.group")
            .description("the transaction of one group")
            .register(registry);
    groupSize =
        DistributionSummary.builder("custody.store.group.size")
            .description("appends committed together")
            .register(registry);
    retries =
        Counter.builder("custody.store.retries")
            .description("groups tried again because the database was away or busy")
            .register(registry);
    refusals =
        Counter.builder("custody.store.refused")
            .description("appends refused because too many were waiting")
            .register(registry);
  }

  void watchQueue(Collection<?> queue) {
    registry.gaugeCollectionSize("custody.store.waiting", java.util.List.of(), queue);
  }

  void appended(long nanos) {
    append.record(Duration.ofNanos(nanos));
  }

  void group(int appends, long nanos) {
    groupSize.record(appends);
    groupTime.record(Duration.ofNanos(nanos));
  }

  void conflicted(RuntimeException conflict) {
    Counter.builder("custody.store.conflicts")
        .description("appends that lost to another one")
        .tag(
            "kind",
            switch (conflict) {
              case ClaimTakenException _ -> "claim";
              case AnsweredAlreadyException _ -> "answer";
              default -> "version";
            })
        .register(registry)
        .increment();
  }

  void retried() {
    retries.increment();
  }

  void refused() {
    refusals.increment();
  }
}
