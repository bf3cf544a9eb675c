package custody.service.http;

import custody.service.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/// Bounds every body. JSON is read as a whole before anything happens, so that a body that is too
/// large, too slow or no UTF-8 has no effect; other bodies are counted while they are read.
public final class BodyFilter extends OncePerRequestFilter {
  private static final String ATTRIBUTE = BodyFilter.class.getName();

  private final HttpProperties limits;

  BodyFilter(HttpProperties limits) {
    this.limits = limits;
  }

  /// The JSON body as it came; empty if there was none.
  public static byte[] body(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof byte[] body ? body : new byte[0];
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    MediaType type = type(request.getContentType());
    if (MediaType.APPLICATION_FORM_URLENCODED.equals(type)) {
      // Read by the container as parameters, within its own narrow limit.
      chain.doFilter(request, response);
      return;
    }
    boolean json = type != null && isJson(type);
    DataSize limit = json ? limits.maxBody() : limits.maxUpload();
    if (request.getContentLengthLong() > limit.toBytes()) {
      throw tooLarge(limit);
    }
    HttpServletRequest bounded;
    if (json) {
      byte[] body = readAll(request.getInputStream(), request.getContentLengthLong(), limit);
      request.setAttribute(ATTRIBUTE, body);
      bounded = new Bounded(request, new ByteArrayInputStream(body));
    } else {
      bounded = new Bounded(request, new Counting(request.getInputStream(), limit));
    }
    chain.doFilter(bounded, response);
  }

  private static @Nullable MediaType type(@Nullable String header) {
    if (header == null) {
      return null;
    }
    try {
      MediaType type = MediaType.parseMediaType(header);
      if (isJson(type)
          && type.getCharset() != null
          && !StandardCharsets.UTF_8.equals(type.getCharset())) {
        throw new Problem(
            415, "charset-unsupported", "Send JSON in UTF-8, without another charset.");
      }
      if (!type.isConcrete()) {
        throw unreadableType();
      }
      return type;
    } catch (InvalidMediaTypeException
        | IllegalCharsetNameException
        | UnsupportedCharsetException e) {
      throw unreadableType();
    }
  }

  private static Problem unreadableType() {
    return new Problem(
        415,
        "media-type-unsupported",
        "The header Content-Type cannot be read. Send application/json.");
  }

  private static boolean isJson(MediaType type) {
    return type.getSubtype().equalsIgnoreCase("json") || "json".equals(type.getSubtypeSuffix());
  }

  private byte[] readAll(InputStream in, long announced, DataSize limit) throws IOException {
    long deadline = System.nanoTime() + limits.bodyTimeout().toNanos();
    // Nobody gets more room for what is only announced than for what is usual.
    int usual = Math.clamp(announced, 512, 8192);
    ByteArrayOutputStream body = new ByteArrayOutputStream(usual);
    byte[] buffer = new byte[usual];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        body.write(buffer, 0, read);
        if (body.size() > limit.toBytes()) {
          throw tooLarge(limit);
        }
        if (System.nanoTime() > deadline) {
          throw tooSlow();
        }
      }
    } catch (SocketTimeoutException e) {
      throw tooSlow();
    } catch (IOException e) {
      throw new Problem(
          400, "body-unreadable", "The body could not be read to its end. Send it again.");
    }
    byte[] all = body.toByteArray();
    checkUtf8(all);
    return all;
  }

  private static void checkUtf8(byte[] body) {
    for (byte b : body) {
      if (b == 0) {
        throw notUtf8(); // NUL, or an encoding of two or four bytes, which JSON readers would guess
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw notUtf8();
    }
  }

  private static Problem notUtf8() {
    return new Problem(
        400, "body-not-utf8", "The body is not valid UTF-8. Send it in UTF-8, without NUL.");
  }

  private static Problem tooSlow() {
    return new Problem(
            408, "body-too-slow", "The body did not arrive in time. Send it again, faster.")
        .header("Connection", "close");
  }

  private static Problem tooLarge(DataSize limit) {
    return new Problem(
        413,
        "body-too-large",
        "The body is larger than " + limit.toBytes() + " bytes. Send less at a time.",
        Map.of("limit", limit.toBytes()));
  }

  /// Fails once more than the limit was read.
  private static final class Counting extends InputStream {
    private final InputStream in;
    private final DataSize limit;
    private long count;

    Counting(InputStream in, DataSize limit) {
      this.in = in;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      return next < 0 ? next : counted(1, next);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      return read < 0 ? read : counted(read, read);
    }

    private int counted(int more, int result) {
      count += more;
      if (count > limit.toBytes()) {
        throw tooLarge(limit);
      }
      return result;
    }
  }

  private static final class Bounded extends HttpServletRequestWrapper {
    private final ServletInputStream in;

    Bounded(HttpServletRequest request, InputStream in) {
      super(request);
      this.in = new Stream(in);
    }

    @Override
    public ServletInputStream getInputStream() {
      return in;
    }
  }

  private static final class Stream extends ServletInputStream {
    private final InputStream in;
    private boolean finished;

    Stream(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      finished = next < 0;
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      finished = read < 0;
      return read;
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("bodies are read blocking");
    }
  }
}
