package custody.query.follow;

import custody.contract.Recorded;
import custody.query.Answers;
import custody.query.sight.Sight;
import custody.service.Problem;
import custody.service.rights.Right;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The events of the customers one sees, and of the reps, for programs that keep up with them.
@RestController
class EventsController {
  private static final int PAGE = 100;

  /// A page that finds nothing goes on looking for so long.
  private static final int MOST_LOOKED_THROUGH = 20_000;

  private final Feed feed;
  private final Streams streams;

  EventsController(Feed feed, Streams streams) {
    this.feed = feed;
    this.streams = streams;
  }

  /// Pages of JSON; all there is as NDJSON; or, as server-sent events, what there is and what
  /// comes.
  ///
  /// @param after the position of the last event one has; left out = from the beginning, but from
  ///     now on as server-sent events
  @Operation(
      summary =
          "The events of the customers you see, and of reps, in the order in which they were"
              + " recorded: paged, whole as NDJSON, or followed as server-sent events")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = Follow.class)),
        @Content(mediaType = Answers.NDJSON, schema = @Schema(implementation = Follow.Line.class)),
        @Content(
            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
            schema = @Schema(implementation = Follow.Line.class))
      })
  @GetMapping(
      path = "/api/events",
      produces = {
        MediaType.APPLICATION_JSON_VALUE,
        Answers.NDJSON,
        MediaType.TEXT_EVENT_STREAM_VALUE
      })
  @Nullable ResponseEntity<byte[]> events(
      @RequestParam(required = false) @Nullable Long after,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEventId,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    sight.require(Right.FOLLOW);
    int size = Answers.limit(limit, PAGE);
    String accept = String.valueOf(request.getHeader(HttpHeaders.ACCEPT));
    if (accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE)) {
      long from = start(lastEventId == null ? after : lastEventId, feed.position());
      sight.follows();
      streams.follow(from, Duration.ZERO, sight, request, response, EventsController::tell);
      return null;
    }
    long from = start(after, 0);
    if (Answers.wantsNdjson(request)) {
      sight.follows();
      whole(from, sight, response);
      return null;
    }
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(page(from, size, sight).getBytes(StandardCharsets.UTF_8));
  }

  private long start(@Nullable Long asked, long otherwise) {
    long from = asked == null ? otherwise : asked;
    if (from < 0 || from > feed.position()) {
      throw new Problem(
          400,
          "position-unknown",
          "Nothing was recorded at this position yet. Go on after a position that an answer gave,"
              + " or begin anew if the store was restored from a backup.");
    }
    return from;
  }

  private static void tell(Feed.Portion portion, Sight sight, ServerSentEvents out)
      throws IOException {
    for (Recorded event : portion.open(sight)) {
      out.event(event.position(), "event", Follow.line(event));
    }
  }

  private void whole(long after, Sight sight, HttpServletResponse response) throws IOException {
    long end = feed.position();
    Answers.begin(response, end);
    OutputStream out = new BufferedOutputStream(response.getOutputStream());
    long position = after;
    while (position < end) {
      Feed.Portion portion = feed.after(position);
      for (Recorded event : portion.open(sight)) {
        if (event.position() <= end) {
          out.write(Follow.line(event).getBytes(StandardCharsets.UTF_8));
          out.write('\n');
          if (Follow.isOfCustomer(event)) {
            sight.holds(event.stream());
          }
        }
      }
      position = portion.to();
    }
    out.flush();
  }

  private String page(long after, int size, Sight sight) {
    List<Recorded> found = new ArrayList<>();
    long position = after;
    Feed.Portion portion;
    do {
      portion = feed.after(position);
      found.addAll(portion.open(sight));
      position = portion.to();
    } while (found.size() < size
        && position < feed.position()
        && position - after < MOST_LOOKED_THROUGH);
    if (found.size() > size) {
      found = found.subList(0, size);
      position = found.getLast().position();
    }
    List<UUID> shown =
        found.stream().filter(Follow::isOfCustomer).map(Recorded::stream).distinct().toList();
    sight.listed(shown);
    return found.stream()
        .map(Follow::line)
        .collect(
            Collectors.joining(
                ",",
                "{\"events\":[",
                "],\"position\":" + position + ",\"more\":" + (position < feed.position()) + "}"));
  }
}
