package custody.store;

import custody.contract.UuidV7;
import org.axonframework.common.IdentifierFactory;

/// Makes Axon give its messages UUIDv7, so that the ids of events grow with time and the index on
/// them is written at its end.
public final class UuidV7Identifiers extends IdentifierFactory {
  @Override
  public String generateIdentifier() {
    return UuidV7.create().toString();
  }
}
