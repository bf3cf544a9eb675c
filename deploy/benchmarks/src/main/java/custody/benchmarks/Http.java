package custody.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// One client's connection, kept open for as long as the server likes. It does next to nothing,
/// because what a client costs is taken from the server: both stand on the same processors.
final class Http implements AutoCloseable {
  /// Sooner than any server loses patience with a connection that nobody uses.
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private final int port;
  private final String headers;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private boolean open;
  private long used;

  /// @param authorization what stands in this header; empty = nothing
  Http(int port, String authorization) {
    this.port = port;
    this.headers =
        "Host: localhost\r\n"
            + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n");
  }

  /// @param text the body
  record Answer(int status, String text) {}

  /// @param more header lines, each ended by CR LF
  Answer send(String method, String path, String more, byte[] body) throws IOException {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\n"
            + headers
            + more
            + (method.equals("GET") ? "" : "Content-Length: " + body.length + "\r\n")
            + "\r\n";
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    if (!open || System.nanoTime() - used > PATIENCE) {
      connect();
    }
    socket.getOutputStream().write(request);
    Answer answer = answer();
    used = System.nanoTime();
    return answer;
  }

  private void connect() throws IOException {
    socket.close();
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    open = true;
  }

  /// JSON to JSON; anything but success ends the benchmark.
  Answer ask(String method, String path, String more, String body) throws IOException {
    Answer answer =
        send(
            method,
            path,
            more + (body.isEmpty() ? "" : "Content-Type: application/json\r\n"),
            body.getBytes(StandardCharsets.UTF_8));
    if (answer.status() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.status() + " " + answer.text());
    }
    return answer;
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean chunked = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = header.contains("chunked");
      } else if (header.startsWith("connection:")) {
        open = !header.contains("close");
      }
    }
    return new Answer(
        status, new String(chunked ? chunks() : in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    var body = new java.io.ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server has closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
