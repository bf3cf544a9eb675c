package custody.command.axon;

import org.axonframework.modelling.command.ConcurrencyException;

/// The aggregate kept in memory is behind the store: another process appended to the stream.
final class BehindException extends ConcurrencyException {
  private static final long serialVersionUID = 1L;

  BehindException() {
    super("the aggregate in memory is behind the store");
  }
}
