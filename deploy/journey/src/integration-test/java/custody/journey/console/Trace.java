package custody.journey.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the browser itself says of how smoothly something went. All times in milliseconds.
///
/// @param frames drawn
/// @param gap between two frames, the median
/// @param most between two frames, 95 of 100 are below
/// @param longest between two frames
/// @param work processor time of the page's main thread per frame: what is left of it where the
///     machine does other things too
/// @param reaction of the slowest keystroke or click until the next frame, as the browser's event
///     timing has it (in steps of 8); 0 = none took 16
record Trace(int frames, double gap, double most, double longest, double work, double reaction) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Playwright's own choice has the profiler of scripts among them, which takes half as much again
  /// of the main thread as what it looks at.
  private static final List<String> CATEGORIES =
      List.of(
          "-*",
          "devtools.timeline",
          "disabled-by-default-devtools.timeline",
          "disabled-by-default-devtools.timeline.frame");

  /// Before the page is opened.
  static void prepare(Page page) {
    page.addInitScript(
        """
        window.reactions = []
        new PerformanceObserver((list) => {
          for (const it of list.getEntries()) if (it.interactionId) reactions.push(it.duration)
        }).observe({ type: 'event', durationThreshold: 16, buffered: true })\
        """);
  }

  static Trace of(Browser browser, Page page, Runnable what) {
    page.evaluate("reactions.length = 0");
    browser.startTracing(page, new Browser.StartTracingOptions().setCategories(CATEGORIES));
    byte[] trace;
    try {
      what.run();
    } finally {
      trace = browser.stopTracing();
    }
    double reaction = ((Number) page.evaluate("Math.max(0, ...reactions)")).doubleValue();
    return read(
        JSON.readTree(new String(trace, StandardCharsets.UTF_8)).path("traceEvents"), reaction);
  }

  private static Trace read(JsonNode events, double reaction) {
    Set<String> mains = new HashSet<>();
    for (JsonNode it : events) {
      if (it.path("name").asString().equals("thread_name")
          && it.at("/args/name").asString().equals("CrRendererMain")) {
        mains.add(thread(it));
      }
    }
    List<Double> drawn = new ArrayList<>();
    double work = 0;
    for (JsonNode it : events) {
      switch (it.path("name").asString()) {
        case "DrawFrame" -> drawn.add(it.path("ts").asDouble() / 1000);
        case "RunTask" ->
            work += mains.contains(thread(it)) ? it.path("tdur").asDouble() / 1000 : 0;
        default -> {}
      }
    }
    Collections.sort(drawn);
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < drawn.size(); i++) {
      gaps.add(drawn.get(i) - drawn.get(i - 1));
    }
    Collections.sort(gaps);
    return gaps.isEmpty()
        ? new Trace(drawn.size(), 0, 0, 0, work, reaction)
        : new Trace(
            drawn.size(),
            gaps.get(gaps.size() / 2),
            gaps.get(gaps.size() * 95 / 100),
            gaps.getLast(),
            work / drawn.size(),
            reaction);
  }

  private static String thread(JsonNode it) {
    return it.path("pid").asString() + ":" + it.path("tid").asString();
  }
}
