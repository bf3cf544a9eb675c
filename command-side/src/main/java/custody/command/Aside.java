package custody.command;

import custody.contract.Recorded;
import custody.store.Excerpts;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What most commands do not ask of a state, though it grows with every year: it is neither read
/// nor kept until one does. Then the whole stream is read.
///
/// @param <S> the whole state; immutable
public interface Aside<S> {

  /// Which events are not read.
  Excerpts.Rule rule();

  /// Whether the command cannot be decided on with what there is of the state.
  ///
  /// @param effectiveAt as the command says, UTC; null = when it is decided on
  boolean lacks(S state, Command command, @Nullable Instant effectiveAt);

  /// The state if events were left aside among those it was made of.
  S without(S state);

  /// The state without what few commands will ask about, once enough of that has gathered.
  S trimmed(S state);

  /// How many events' worth of memory the state takes.
  ///
  /// @param read how many events it was made of
  long weight(S state, long read);

  /// The events without which the state, trimmed, would be the same.
  Predicate<Recorded> spared(S state);
}
