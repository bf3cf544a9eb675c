package custody.command;

import custody.contract.Recorded;
import custody.store.Holding;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The pure inside of an aggregate: state in, events out. The shell around it does the rest.
///
/// @param <S> the state; immutable
public interface Decider<S> {
  S initial();

  S evolve(S state, Recorded recorded);

  Decision decide(S state, Command command, Context context);

  /// What of the state need not be read for most commands; null = there is no such thing.
  default @Nullable Aside<S> aside() {
    return null;
  }

  /// Who is what to it: by this the shell judges whether the command is allowed at all.
  ///
  /// @param command for what does not exist yet and is about somebody the command names
  Standing standing(S state, Command command, Instant now);

  /// What belongs to this stream alone, now or at a time known to come.
  Set<Identity> identities(S state, Instant now);

  /// Who has the customer, now or at a time known to come.
  default Set<Holding> holdings(S state, UUID stream, Instant now) {
    return Set.of();
  }

  /// The name others are compared with; empty if there is none, or not any more.
  Optional<String> name(S state, Instant now);
}
