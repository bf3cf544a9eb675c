package custody.command.http;

import custody.command.Commands;
import custody.contract.CustomerAt;
import custody.contract.CustomerId;
import custody.contract.Recorded;
import custody.service.Caller;
import custody.service.Problem;
import custody.service.Times;
import custody.store.EventLog;
import custody.wire.ContractJson;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// What is there now, for patches to lie over. Deciders keep too little of a part for that.
@Component
public final class Present {
  private final EventLog log;
  private final Commands commands;
  private final Clock clock;

  Present(EventLog log, Commands commands, Clock clock) {
    this.log = log;
    this.commands = commands;
    this.clock = clock;
  }

  /// @param version the stream's version that the state reflects
  public record Customer(CustomerAt state, long version) {
    /// Sent like this, a patch lies over what it was laid over, or is refused.
    public Incoming expected(Incoming incoming) {
      return incoming.expectedVersion() == null ? incoming.expecting(version) : incoming;
    }

    /// A part of the customer.
    ///
    /// @param otherwise the code if there is no such part
    /// @throws Problem 404 with that code
    public <I, P> P part(Function<CustomerAt, Map<I, P>> parts, I id, String otherwise) {
      P part = parts.apply(state).get(id);
      if (part == null) {
        throw new Problem(
            404, otherwise, "The customer has no such part at that time; check the id.");
      }
      return part;
    }
  }

  /// The customer as it is when the patch takes effect; without anything if there is none, or the
  /// caller does not see it.
  public Customer at(CustomerId customer, JsonNode patch, Caller caller) {
    List<Recorded> stream =
        commands.sees(customer, caller) ? log.stream(customer.value()) : List.of();
    Instant now = clock.instant();
    if (!stream.isEmpty() && stream.getLast().recordedAt().isAfter(now)) {
      now = stream.getLast().recordedAt();
    }
    Instant asOf = now;
    if (patch.path("effectiveAt").isString()) {
      try {
        asOf = Times.instant(patch.get("effectiveAt").stringValue());
      } catch (IllegalArgumentException e) {
        // refused when the patch is read
      }
    }
    return new Customer(CustomerAt.of(stream, asOf, now), stream.size());
  }

  /// A part as plain JSON, as request bodies write it.
  public static JsonNode tree(Record part) {
    return ContractJson.plain().valueToTree(part);
  }
}
