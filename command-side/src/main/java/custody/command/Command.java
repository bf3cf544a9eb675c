package custody.command;

import custody.contract.RepId;
import custody.service.rights.Right;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A wish addressed to one stream. Every slice has its own, in a sealed interface.
public interface Command {

  /// The customer or rep asked to do it.
  UUID stream();

  /// What whoever sends it must be allowed to do.
  Right right();

  /// The rep whom it gives a customer to; null = it gives none away.
  default @Nullable RepId receiver() {
    return null;
  }

  /// When it took place, for commands whose content says so (a follow-up); it goes before the
  /// envelope's effective time.
  default @Nullable Instant occurredAt() {
    return null;
  }

  /// The reps that the decision asks about; the shell looks them up beforehand.
  default Set<RepId> reps() {
    return Set.of();
  }

  /// How far its effective time may lie from now.
  default Dating dating() {
    return Dating.FACT;
  }

  /// True if it is refused without a reason.
  default boolean needsReason() {
    return false;
  }

  /// What the policy distinguishes when a command is dated back or ahead.
  enum Dating {
    /// What we learn of a customer or rep.
    FACT,
    /// What took place, so it cannot lie ahead.
    OCCURRENCE,
    /// Who is responsible.
    OWNERSHIP,
    /// Always from now on: the one definition lets a correction count from its recorded time.
    NOW
  }
}
