package custody.service;

import custody.service.agenda.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The company's pools.
///
/// @param defined each pool and its limits where no rule is about it, such as `defined[0].name`;
///     none = every name is a pool, without limits; else customers go into these and the default
///     pool only
@ConfigurationProperties("custody.pools")
public record PoolProperties(@Nullable List<Pool> defined) {

  /// @param region what the pool is for, if for a region
  /// @param productLine what the pool is for, if for a product line
  /// @param claimsPerDay a rep who has claimed as many customers that day, from whatever pool,
  ///     claims no more from this one; null = no limit
  /// @param mostHeld a rep who has as many customers claims no more from this one; null = no limit
  /// @param ban how long a rep may not claim a customer again whom they gave back or lost
  public record Pool(
      String name,
      @Nullable String region,
      @Nullable String productLine,
      @Nullable Integer claimsPerDay,
      @Nullable Integer mostHeld,
      @DefaultValue("0d") Duration ban) {

    /// What holds where no rule is about the pool.
    public Limits limits() {
      return new Limits(claimsPerDay, mostHeld, ban);
    }
  }

  /// By name.
  public Map<String, Pool> byName() {
    return defined == null
        ? Map.of()
        : defined.stream().collect(Collectors.toUnmodifiableMap(Pool::name, Function.identity()));
  }
}
