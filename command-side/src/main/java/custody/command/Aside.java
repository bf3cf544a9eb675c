package custody.command;

import custody.contract.Recorded;
import java.util.List;
import java.util.Set;

/// A part of a state that grows large and is seldom asked about. Its events are left aside when a
/// stream is read, until a command needs them.
///
/// @param <S> the whole state; immutable
public interface Aside<S> {

  /// The families of its events, see {@link custody.wire.EventType#family()}.
  Set<String> families();

  /// Whether the part was left aside and the command cannot be decided on without it.
  boolean lacks(S state, Command command);

  /// The state as one of which the part was left aside.
  S without(S state);

  /// The state with the part.
  ///
  /// @param events all events of these families so far, in order
  S with(S state, List<Recorded> events);
}
