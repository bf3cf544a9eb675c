package custody.service.http;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.RepId;
import custody.service.Access;
import custody.service.Caller;
import custody.service.Callers;
import custody.service.Correlation;
import custody.service.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes the headers' word for who calls, until access control stands.
final class HeaderCallers implements Callers {
  static final String ACTOR = "Custody-Actor";
  static final String CHANNEL = "Custody-Channel";
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  @Override
  public Caller of(HttpServletRequest request) {
    String header = request.getHeader(ACTOR);
    boolean asks = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    Actor actor = header == null && asks ? new Actor(Actor.Kind.USER, "anonymous") : actor(header);
    return new Caller(
        actor,
        Access.everything(actor.kind() == Actor.Kind.REP ? RepId.of(actor.id()) : null),
        channel(request.getHeader(CHANNEL)),
        Correlation.of(request));
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
