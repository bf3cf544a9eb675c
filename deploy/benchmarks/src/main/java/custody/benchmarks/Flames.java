package custody.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/// Where this process spends its time during a workload, as a flame graph: each box is a method, as
/// wide as its share of the samples, on top of whoever called it.
final class Flames implements AutoCloseable {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 15;

  /// Narrower boxes are left out, in pixels.
  private static final double NARROWEST = 1.5;

  private final Recording recording;
  private final Path svg;

  private Flames(Recording recording, Path svg) {
    this.recording = recording;
    this.svg = svg;
  }

  /// Samples from now on.
  ///
  /// @param svg the file that is written at the end
  static Flames record(Path svg) {
    Recording recording = new Recording();
    recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
    recording.start();
    return new Flames(recording, svg);
  }

  @Override
  public void close() throws IOException {
    recording.stop();
    Path samples = Files.createTempFile("custody", ".jfr");
    try {
      recording.dump(samples);
      recording.close();
      write(samples, svg);
    } finally {
      Files.delete(samples);
    }
  }

  private static void write(Path samples, Path svg) throws IOException {
    Box all = new Box();
    try (RecordingFile file = new RecordingFile(samples)) {
      while (file.hasMoreEvents()) {
        RecordedStackTrace stack = file.readEvent().getStackTrace();
        if (stack != null) {
          all.add(stack.getFrames());
        }
      }
    }
    StringBuilder boxes = new StringBuilder();
    int deepest = all.draw(boxes, "all, " + all.samples + " samples", 0, 0, all.samples);
    Files.writeString(
        svg,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 %d %d %d" font-family="monospace" font-size="10">
        %s</svg>
        """
            .formatted(-HEIGHT * deepest, WIDTH, HEIGHT * (deepest + 1), boxes));
  }

  /// A method and what it called.
  private static final class Box {
    private final TreeMap<String, Box> called = new TreeMap<>();
    private long samples;

    void add(List<RecordedFrame> frames) {
      Box box = this;
      box.samples++;
      for (int i = frames.size() - 1; i >= 0; i--) {
        String type = frames.get(i).getMethod().getType().getName();
        String name =
            type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$\\$.*", "")
                + "."
                + frames.get(i).getMethod().getName();
        box = box.called.computeIfAbsent(name, _ -> new Box());
        box.samples++;
      }
    }

    /// @return how many boxes stand on top of each other, from the bottom
    int draw(StringBuilder svg, String name, int depth, double x, long of) {
      double width = (double) WIDTH * samples / Math.max(1, of);
      if (width < NARROWEST) {
        return depth;
      }
      svg.append(
          String.format(
              Locale.ROOT,
              "<g><title>%s, %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                  + " fill=\"hsl(%d,70%%,70%%)\"/>",
              escaped(name),
              100.0 * samples / Math.max(1, of),
              x,
              -HEIGHT * depth,
              width,
              HEIGHT - 1,
              name.startsWith("all") ? 0 : 20 + Math.floorMod(name.hashCode(), 40)));
      int letters = (int) (width / 6.2);
      if (letters > 3) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\">%s</text>",
                x + 2,
                -HEIGHT * depth + 11,
                escaped(name.length() <= letters ? name : name.substring(0, letters - 1) + "…")));
      }
      svg.append("</g>\n");
      int deepest = depth;
      double at = x;
      for (var entry : called.entrySet()) {
        deepest = Math.max(deepest, entry.getValue().draw(svg, entry.getKey(), depth + 1, at, of));
        at += (double) WIDTH * entry.getValue().samples / Math.max(1, of);
      }
      return deepest;
    }

    private static String escaped(String text) {
      return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
  }
}
