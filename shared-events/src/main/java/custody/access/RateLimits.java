package custody.access;

import com.github.benmanes.caffeine.cache.Cache;
import custody.contract.Actor;
import custody.service.Caches;
import custody.service.Problem;
import custody.service.http.ProblemAnswer;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/// Bounds how much one caller may ask of this process: an account, or an address as long as nobody
/// says who calls. Pages and their files are not counted.
public final class RateLimits extends OncePerRequestFilter {
  private static final Bucket UNLIMITED =
      Bucket.builder().addLimit(bandwidth(1_000_000, 1_000_000)).build();

  private final AccessProperties.Limits limits;
  private final RequestMatcher counted;
  private final Cache<String, Bucket> buckets =
      Caches.builder().maximumSize(100_000).expireAfterAccess(Duration.ofMinutes(10)).build();

  public RateLimits(AccessProperties.Limits limits, RequestMatcher counted) {
    this.limits = limits;
    this.counted = counted;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !counted.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (passes(bucket(request), request, response)) {
      chain.doFilter(request, response);
    }
  }

  /// Answers refused tokens by `then`, as often as an address may ask without one. They are counted
  /// apart and only once looked at: whoever brings forged ones shuts out nobody who comes from the
  /// same address with a good one, or signs in there.
  AuthenticationEntryPoint onRefusedToken(AuthenticationEntryPoint then) {
    return (request, response, failure) -> {
      if (passes(refusedAt(request), request, response)) {
        then.commence(request, response, failure);
      }
    };
  }

  /// The same for what is denied before a token is looked at: a cookie without its CSRF token.
  /// Other denials come behind this filter and were counted by it.
  AccessDeniedHandler onDenied(AccessDeniedHandler then) {
    return (request, response, failure) -> {
      if (!(failure instanceof CsrfException) || passes(refusedAt(request), request, response)) {
        then.handle(request, response, failure);
      }
    };
  }

  /// Whether the request may go on; otherwise it is answered.
  private static boolean passes(
      Bucket bucket, HttpServletRequest request, HttpServletResponse response) {
    if (bucket == UNLIMITED || bucket.tryConsume(1)) {
      return true;
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    long seconds =
        Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill() - 1) + 1);
    ProblemAnswer.write(
        new Problem(
                429,
                "too-many-requests",
                "You ask more than you may at a time. Wait as long as Retry-After says, in"
                    + " seconds.")
            .header("Retry-After", Long.toString(seconds)),
        request,
        response);
    return false;
  }

  private Bucket bucket(HttpServletRequest request) {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who instanceof CallerToken caller
        ? buckets.get(caller.getName(), _ -> of(caller))
        : stranger("address " + Addresses.of(request));
  }

  private Bucket refusedAt(HttpServletRequest request) {
    return stranger("refused at " + Addresses.of(request));
  }

  private Bucket stranger(String key) {
    return buckets.get(key, _ -> bucket(limits.stranger().perSecond(), limits.stranger().burst()));
  }

  private Bucket of(CallerToken caller) {
    return caller.actor().kind() == Actor.Kind.SERVICE
        ? bucket(limits.service().perSecond(), limits.service().burst())
        : bucket(limits.person().perSecond(), limits.person().burst());
  }

  private static Bucket bucket(int perSecond, int burst) {
    return perSecond == 0
        ? UNLIMITED
        : Bucket.builder().addLimit(bandwidth(perSecond, Math.max(perSecond, burst))).build();
  }

  private static Bandwidth bandwidth(int perSecond, int burst) {
    return Bandwidth.builder()
        .capacity(burst)
        .refillGreedy(perSecond, Duration.ofSeconds(1))
        .build();
  }
}
