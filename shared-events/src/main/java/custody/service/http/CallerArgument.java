package custody.service.http;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.service.Caller;
import custody.service.Correlation;
import custody.service.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Makes the [Caller] of a request from its headers, taking their word for it. Whoever
/// authenticates callers replaces this class.
final class CallerArgument implements HandlerMethodArgumentResolver {
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Caller resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binder) {
    UUID correlationId =
        Correlation.of(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
    return new Caller(
        actor(request.getHeader("Custody-Actor")),
        channel(request.getHeader("Custody-Channel")),
        correlationId);
  }

  private static Actor actor(@Nullable String header) {
    if (header == null || header.isBlank()) {
      throw new Problem(
              401,
              "actor-missing",
              "Say who does this: send the header Custody-Actor, such as user:alice or"
                  + " rep:<id of the rep>.")
          .header("WWW-Authenticate", "Custody-Actor");
    }
    try {
      Actor actor = Actor.parse(header.strip());
      boolean well =
          switch (actor.kind()) {
            case REP -> Ids.isUuid(actor.id());
            case USER, SERVICE -> ACCOUNT.matcher(actor.id()).matches();
            case RULE -> false; // rules act inside, nobody speaks for them
          };
      if (well) {
        return actor;
      }
    } catch (IllegalArgumentException e) {
      // answered below
    }
    throw new Problem(
            401,
            "actor-invalid",
            "Custody-Actor must be rep:<id of the rep>, user:<account> or service:<account>; an"
                + " account has letters, digits, dots, dashes and underscores.")
        .header("WWW-Authenticate", "Custody-Actor");
  }

  private static Channel channel(@Nullable String header) {
    return switch (header) {
      case null -> Channel.API;
      case "api" -> Channel.API;
      case "console" -> Channel.CONSOLE;
      case "cti" -> Channel.CTI;
      default ->
          throw new Problem(
              400, "channel-invalid", "Custody-Channel must be api, console or cti, or left out.");
    };
  }
}
