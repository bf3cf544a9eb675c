package custody.command;

import custody.contract.Event;
import custody.contract.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a decider says to a command.
public sealed interface Decision {

  /// @param events what becomes recorded, in order; none if the command changes nothing
  /// @param created the part or aggregate that comes into being
  record Accepted(List<Event> events, @Nullable Id created) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  record Rejected(Rejection rejection) implements Decision {}

  static Decision accepted(Event... events) {
    return new Accepted(List.of(events), null);
  }

  static Decision created(Id id, Event... events) {
    return new Accepted(List.of(events), id);
  }

  static Decision nothing() {
    return new Accepted(List.of(), null);
  }

  static Decision rejected(Rejection rejection) {
    return new Rejected(rejection);
  }
}
