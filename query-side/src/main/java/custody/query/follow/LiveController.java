package custody.query.follow;

import custody.contract.CustomerEvent;
import custody.contract.Recorded;
import custody.query.sight.Sight;
import custody.wire.ContractJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Tells the console which of what it shows has changed; what it is now, it asks.
@RestController
class LiveController {
  /// Changes that come closer together than this are told of at once.
  private static final Duration GATHER = Duration.ofMillis(500);

  private final Feed feed;
  private final Streams streams;

  LiveController(Feed feed, Streams streams) {
    this.feed = feed;
    this.streams = streams;
  }

  /// @param customers those that changed
  record Changed(List<Customer> customers) {
    /// @param version which the views show by now
    record Customer(UUID id, long version) {}
  }

  /// Server-sent events named `changed`. Only customers one sees are named, and nothing of them but
  /// their versions, so that it is no look at them.
  @Operation(summary = "Which of the customers you see have changed, as server-sent events")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(implementation = Changed.class)))
  @GetMapping(path = "/api/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void live(
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEventId,
      Sight sight,
      HttpServletRequest request,
      HttpServletResponse response) {
    long now = feed.position();
    // Whoever was away for long asks for everything anew anyway.
    boolean recent = lastEventId != null && lastEventId <= now && lastEventId > now - Feed.PORTION;
    streams.follow(
        recent ? lastEventId : now, GATHER, sight, request, response, LiveController::tell);
  }

  private static void tell(Feed.Portion portion, Sight sight, ServerSentEvents out)
      throws IOException {
    Set<UUID> seen = sight.seenOf(portion.customers());
    Map<UUID, Long> versions = new LinkedHashMap<>();
    for (Recorded event : portion.events()) {
      if (event.event() instanceof CustomerEvent && seen.contains(event.stream())) {
        versions.put(event.stream(), event.version());
      }
    }
    if (!versions.isEmpty()) {
      Changed changed =
          new Changed(
              versions.entrySet().stream()
                  .map(it -> new Changed.Customer(it.getKey(), it.getValue()))
                  .toList());
      out.event(portion.to(), "changed", ContractJson.plain().writeValueAsString(changed));
    }
  }
}
