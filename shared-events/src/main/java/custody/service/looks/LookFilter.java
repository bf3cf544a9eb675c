package custody.service.looks;

import custody.contract.Channel;
import custody.service.Caller;
import custody.service.Correlation;
import custody.service.Problem;
import custody.service.looks.Look.Action;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/// Lets no answer about a customer out before the look is on record. It stands between the answer
/// and the connection, so no controller can forget it: what it does not say of its look is a look
/// all the same, and what cannot be recorded is not answered.
final class LookFilter extends OncePerRequestFilter {
  private static final int LONGEST_AGENT = 200;
  private static final Set<Integer> IN_VAIN = Set.of(401, 403, 404);
  private static final String STRANGER = "nobody";
  private static final String ROWS = "application/x-ndjson";
  private static final Set<String> SHEETS =
      Set.of("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

  private final AccessLog log;
  private final LookSeal seal;
  private final Allowance allowance;
  private final Endpoints endpoints;
  private final Clock clock;

  LookFilter(AccessLog log, LookSeal seal, Allowance allowance, Endpoints endpoints, Clock clock) {
    this.log = log;
    this.allowance = allowance;
    this.seal = seal;
    this.endpoints = endpoints;
    this.clock = clock;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().startsWith("/api/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Watched watched = new Watched(request, response);
    try {
      chain.doFilter(request, watched);
      watched.record(); // an answer without a body
    } finally {
      watched.ended();
    }
  }

  private @Nullable Entry entry(HttpServletRequest request, HttpServletResponse answer) {
    Look look = Look.of(request);
    Caller caller = look.caller();
    int status = answer.getStatus();
    boolean inVain = IN_VAIN.contains(status);
    if (status >= 400 && !inVain) {
      return null;
    }
    boolean file = status < 400 && isFile(look, answer);
    if (caller == null && file) {
      throw new IllegalStateException("nobody may take a file without saying who they are");
    }
    if (caller == null && !(inVain && look.isByStranger())) {
      return null;
    }
    Action action = inVain ? Action.REFUSED : file ? Action.EXPORTED : look.action();
    if (action == null) {
      return null;
    }
    if (inVain) {
      endpoints.find(request); // who was refused at the gate came to none
    }
    UUID customer = look.customer() == null && inVain ? addressed(request) : look.customer();
    return new Entry(
        clock.instant(),
        caller == null ? STRANGER : caller.actor().toString(),
        (caller == null ? Channel.API : caller.channel()).name().toLowerCase(Locale.ROOT),
        action.word(),
        request.getMethod() + " " + pattern(request),
        (short) status,
        customer,
        inVain ? null : look.customers(),
        inVain ? null : look.shown(),
        seal.hashed(look.words()),
        seal.sealed(look.reason()),
        request.getRemoteAddr(),
        agent(request.getHeader("User-Agent")),
        Correlation.of(request),
        caller != null && (action == Action.EXPORTED || action == Action.REVEALED)
            ? allowance.of(look, caller, action)
            : null);
  }

  /// Whether the answer is made to be taken away: a file, or rows about people who are not on
  /// record one by one.
  private static boolean isFile(Look look, HttpServletResponse answer) {
    String disposition = answer.getHeader("Content-Disposition");
    String type = answer.getContentType();
    return (disposition != null && disposition.startsWith("attachment"))
        || (type != null
            && (SHEETS.stream().anyMatch(type::startsWith)
                || (type.startsWith(ROWS) && !look.isNamed())));
  }

  private static String pattern(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
            instanceof String pattern
        ? pattern
        : "/api/…";
  }

  /// Which customer was asked for in vain.
  private static @Nullable UUID addressed(HttpServletRequest request) {
    if (!pattern(request).startsWith("/api/customers/{")
        || !(request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables)) {
      return null;
    }
    for (String name : Set.of("id", "customer")) {
      if (variables.get(name) instanceof String text) {
        try {
          return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
          return null;
        }
      }
    }
    return null;
  }

  private static @Nullable String agent(@Nullable String header) {
    return header == null
        ? null
        : header.substring(0, Math.min(header.length(), LONGEST_AGENT)).replace('\0', ' ');
  }

  /// The answer, whose first byte waits for the log.
  private final class Watched extends HttpServletResponseWrapper {
    private final HttpServletRequest request;
    private boolean recorded;
    private @Nullable Entry begun;
    private @Nullable RuntimeException refusal;
    private @Nullable ServletOutputStream out;
    private @Nullable PrintWriter writer;

    Watched(HttpServletRequest request, HttpServletResponse response) {
      super(response);
      this.request = request;
    }

    /// @throws Problem if it cannot be recorded or may not leave, every time until the answer is
    ///     begun anew
    void record() {
      if (refusal != null) {
        throw refusal;
      }
      if (recorded) {
        return;
      }
      try {
        Entry entry = entry(request, this);
        recorded = true; // once more would not help: the problem must get through
        if (entry != null && !AccessLog.await(log.begin(entry))) {
          throw allowance.usedUp(Objects.requireNonNull(entry.spending()));
        }
        begun = entry;
      } catch (RuntimeException e) {
        refusal = e;
        throw e;
      }
    }

    /// What was taken is on record since it began; now it is known what it held, even if it broke
    /// off.
    void ended() {
      Look look = Look.of(request);
      Entry taken = begun;
      begun = null;
      if (taken == null || look.rows() == 0 || !taken.action().equals(Action.EXPORTED.word())) {
        return;
      }
      List<UUID> held = look.held();
      int size = held == null ? look.rows() : held.size();
      try {
        AccessLog.await(log.begin(taken.ended(clock.instant(), held, size)));
      } catch (Problem e) {
        logger.error("What an export held cannot be put on record; that it was taken is.");
      }
    }

    @Override
    public void reset() {
      super.reset();
      refusal = null;
      writer = null; // what it still holds was never to be sent
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      if (out == null) {
        out = new Stream(super.getOutputStream(), this);
      }
      return out;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
      if (writer == null) {
        writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
      }
      return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
      record();
      super.flushBuffer();
    }
  }

  private static final class Stream extends ServletOutputStream {
    private final ServletOutputStream out;
    private final Watched answer;

    Stream(ServletOutputStream out, Watched answer) {
      this.out = out;
      this.answer = answer;
    }

    @Override
    public void write(int b) throws IOException {
      answer.record();
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      answer.record();
      out.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      answer.record();
      out.flush();
    }

    @Override
    public void close() throws IOException {
      answer.record();
      answer.ended(); // before whoever takes it can know that it has
      out.close();
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
