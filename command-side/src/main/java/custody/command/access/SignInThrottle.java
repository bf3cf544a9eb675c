package custody.command.access;

import com.github.benmanes.caffeine.cache.Cache;
import custody.service.Caches;
import custody.service.Problem;
import custody.store.KeyedHash;
import io.github.bucket4j.Bucket;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Slows guessing down without locking anybody out.
///
/// Each name is counted per address: from the sixth failure on, the wait before the next attempt
/// doubles, up to a quarter of an hour. Who guesses from many addresses at once is held to a slow
/// pace over all of them, which does not concern addresses from which that user has signed in
/// before. An address that tries many names is held to a pace too.
class SignInThrottle {
  private static final int FREE = 5;
  private static final int LONGEST_SECONDS = 900;

  /// Failures of one name within an hour, over all addresses, that look like an attack.
  private static final int ATTACK = 50;

  private static final Duration ATTACK_PACE = Duration.ofSeconds(20);

  /// As long as this lasts, failures count.
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final KeyedHash hash;
  private final Clock clock;
  private final Cache<String, Bucket> addresses =
      Caches.builder().maximumSize(100_000).expireAfterAccess(Duration.ofMinutes(10)).build();

  SignInThrottle(JdbcClient jdbc, KeyedHash hash, Clock clock) {
    this.jdbc = jdbc;
    this.hash = hash;
    this.clock = clock;
  }

  /// To be called before the password is looked at: the attempt counts as failed until {@link
  /// #succeeded} is called, so that many at a time are counted like one after another.
  ///
  /// @throws Problem 429 if it is too early
  void attempt(String name, String address) {
    if (!addresses.get(address, _ -> perAddress()).tryConsume(1)) {
      throw tooEarly(Duration.ofSeconds(2));
    }
    Instant now = clock.instant();
    byte[] who = hash.of("sign-in", name);
    if (isAttacked(who, now) && !isKnownPlace(name, address)) {
      Instant next = last(who).plus(ATTACK_PACE);
      if (next.isAfter(now)) {
        throw tooEarly(Duration.between(now, next));
      }
    }
    boolean counted =
        jdbc.sql(
                    """
                    INSERT INTO custody.sign_in_failure AS it VALUES (:who, :address, 1, :now)
                    ON CONFLICT (name, address) DO UPDATE
                    SET failures = CASE WHEN it.last_at < :forgotten THEN 1 ELSE it.failures + 1 END,
                        last_at = :now
                    WHERE it.failures < :free OR it.last_at < :forgotten
                      OR it.last_at + least(:longest, power(2, it.failures - :free))
                           * interval '1 second' <= :now
                    """)
                .param("who", who)
                .param("address", address)
                .param("now", Timestamp.from(now))
                .param("forgotten", Timestamp.from(now.minus(REMEMBERED)))
                .param("free", FREE)
                .param("longest", LONGEST_SECONDS)
                .update()
            > 0;
    if (!counted) {
      throw tooEarly(wait(who, address, now));
    }
  }

  /// The attempt was right: nothing before it counts any more, and its place is known.
  void succeeded(String name, String address) {
    Instant now = clock.instant();
    jdbc.sql("DELETE FROM custody.sign_in_failure WHERE name = ? AND address = ? OR last_at < ?")
        .param(hash.of("sign-in", name))
        .param(address)
        .param(Timestamp.from(now.minus(REMEMBERED)))
        .update();
    jdbc.sql(
            """
            INSERT INTO custody.sign_in_place VALUES (?, ?, ?)
            ON CONFLICT (app_user, address) DO UPDATE SET last_at = excluded.last_at
            """)
        .param(name)
        .param(address)
        .param(Timestamp.from(now))
        .update();
  }

  private boolean isAttacked(byte[] who, Instant now) {
    return jdbc.sql(
                """
                SELECT coalesce(sum(failures), 0) FROM custody.sign_in_failure
                WHERE name = ? AND last_at > ?
                """)
            .param(who)
            .param(Timestamp.from(now.minus(Duration.ofHours(1))))
            .query(Long.class)
            .single()
        >= ATTACK;
  }

  private boolean isKnownPlace(String name, String address) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM custody.sign_in_place WHERE app_user = ? AND address = ?)
            """)
        .param(name)
        .param(address)
        .query(Boolean.class)
        .single();
  }

  private Instant last(byte[] who) {
    return jdbc.sql("SELECT max(last_at) FROM custody.sign_in_failure WHERE name = ?")
        .param(who)
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private Duration wait(byte[] who, String address, Instant now) {
    Optional<Timestamp> next =
        jdbc.sql(
                """
                SELECT last_at + least(?, power(2, failures - ?)) * interval '1 second'
                FROM custody.sign_in_failure WHERE name = ? AND address = ?
                """)
            .param(LONGEST_SECONDS)
            .param(FREE)
            .param(who)
            .param(address)
            .query(Timestamp.class)
            .optional();
    return next.map(it -> Duration.between(now, it.toInstant())).orElse(Duration.ZERO);
  }

  private static Problem tooEarly(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return new Problem(
            429,
            "sign-in-throttled",
            "Too many attempts. Wait as long as Retry-After says, in seconds, then try again.")
        .header("Retry-After", Long.toString(seconds));
  }

  private static Bucket perAddress() {
    return Bucket.builder()
        .addLimit(it -> it.capacity(60).refillGreedy(30, Duration.ofMinutes(1)))
        .build();
  }
}
