package custody.query.follow;

import custody.contract.Actor;
import custody.query.sight.Sight;
import custody.service.Callers;
import custody.service.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Answers that have no end of their own. They end when the service stops, when the caller goes, or
/// when what let the caller in holds no more; whoever comes again says how far they were.
@Component
final class Streams implements SmartLifecycle {
  /// Proxies close what is silent, and who is gone is noticed by writing to them.
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// How soon a stopping service is noticed.
  private static final Duration STEP = Duration.ofMillis(500);

  private static final int MOST_PER_CALLER = 20;

  private final Feed feed;
  private final Callers callers;
  private final Map<Actor, Integer> open = new ConcurrentHashMap<>();
  private volatile boolean running;

  Streams(Feed feed, Callers callers) {
    this.feed = feed;
    this.callers = callers;
  }

  /// What a stream says of a portion of the log.
  interface Teller {
    void tell(Feed.Portion portion, Sight sight, ServerSentEvents out) throws IOException;
  }

  /// Tells of everything after a position for as long as may be.
  ///
  /// @param pause between two portions, so that many changes are told of at once
  void follow(
      long after,
      Duration pause,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response,
      Teller teller) {
    Actor actor = sight.caller().actor();
    if (open.merge(actor, 1, Integer::sum) > MOST_PER_CALLER) {
      close(actor);
      throw new Problem(
              429,
              "streams-too-many",
              "You have as many streams open as one caller may. Close one of them.")
          .header("Retry-After", "15");
    }
    try {
      run(after, pause, sight, request, new ServerSentEvents(response), teller);
    } catch (IOException e) {
      // The caller is gone.
    } catch (Problem | DataAccessException e) {
      if (!response.isCommitted()) {
        throw e;
      } // or the caller comes again and is told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(actor);
    }
  }

  private void run(
      long after,
      Duration pause,
      Sight first,
      HttpServletRequest request,
      ServerSentEvents out,
      Teller teller)
      throws IOException, InterruptedException {
    long position = after;
    long told = System.nanoTime();
    out.position(position);
    while (running && callers.holds(request)) {
      feed.await(position, STEP);
      Feed.Portion portion = feed.after(position);
      if (!portion.events().isEmpty()) {
        // Who sees what may have changed since the stream began.
        teller.tell(portion, first.again(), out);
      }
      position = portion.to();
      if (!portion.events().isEmpty() || System.nanoTime() - told > HEARTBEAT.toNanos()) {
        out.position(position);
        told = System.nanoTime();
        Thread.sleep(pause);
      }
    }
  }

  private void close(Actor actor) {
    open.computeIfPresent(actor, (_, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
