package custody.query.follow;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// An answer as `text/event-stream`. What is written waits for {@link #position}.
final class ServerSentEvents {
  private final OutputStream out;

  ServerSentEvents(HttpServletResponse response) throws IOException {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("X-Accel-Buffering", "no"); // proxies that gather answers would tell late
    this.out = response.getOutputStream();
  }

  /// @param position to come again with, as `Last-Event-ID`
  /// @param json in one line
  void event(long position, String name, String json) throws IOException {
    write("id: " + position + "\nevent: " + name + "\ndata: " + json + "\n\n");
  }

  /// Everything up to here was told of. Without data it is no event to the client, who yet comes
  /// again with it.
  void position(long position) throws IOException {
    write("id: " + position + "\n\n");
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
