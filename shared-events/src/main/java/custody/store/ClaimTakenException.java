package custody.store;

import java.util.UUID;

/// Another stream has this claim. Nothing of the append took place.
public final class ClaimTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Claim claim;
  private final UUID holder;

  public ClaimTakenException(Claim claim, UUID holder) {
    super("the " + claim.kind() + " is claimed by " + holder);
    this.claim = claim;
    this.holder = holder;
  }

  public Claim claim() {
    return claim;
  }

  /// The stream that has it.
  public UUID holder() {
    return holder;
  }
}
