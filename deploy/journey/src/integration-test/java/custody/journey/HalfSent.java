package custody.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A registration whose body is under way: the service has begun to read it and waits for the rest.
final class HalfSent implements AutoCloseable {
  private static final String BODY =
      "{\"kind\":\"company\",\"fields\":{\"name\":\"Half sent when it stopped\"}}";

  private final Socket socket;
  private final OutputStream out;
  private final BufferedReader in;

  HalfSent(Child child, String bearer) throws IOException {
    socket = new Socket(child.uri().getHost(), child.uri().getPort());
    socket.setSoTimeout(60_000);
    out = socket.getOutputStream();
    in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    send(
        """
        POST /api/customers HTTP/1.1
        Host: localhost
        Authorization: %s
        Content-Type: application/json
        Content-Length: %d
        Expect: 100-continue

        """
            .formatted(bearer, BODY.length())
            .replace("\n", "\r\n"));
    assertThat(in.readLine()).isEqualTo("HTTP/1.1 100 ");
    assertThat(in.readLine()).isEmpty();
    send(BODY.substring(0, 20));
  }

  /// Sends the rest.
  ///
  /// @return the answer's first line
  String finish() throws IOException {
    send(BODY.substring(20));
    return in.readLine();
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
