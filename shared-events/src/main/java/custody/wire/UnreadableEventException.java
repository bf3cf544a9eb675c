package custody.wire;

/// A stored event that this version of Custody cannot read: an unknown name, a revision newer than
/// ours, or damaged JSON. Says which; never what is in it.
public final class UnreadableEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableEventException(String message) {
    super(message);
  }

  public UnreadableEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
