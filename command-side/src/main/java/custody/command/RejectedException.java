package custody.command;

/// A refused request, for callers that have nothing to do but pass it on.
public final class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Rejection rejection;

  public RejectedException(Rejection rejection) {
    super(rejection.code());
    this.rejection = rejection;
  }

  public Rejection rejection() {
    return rejection;
  }
}
