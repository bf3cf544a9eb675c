package custody.store;

/// The idempotency key has been answered meanwhile, by another process. Nothing of this append took
/// place; the answer to give is the earlier one.
public final class AnsweredAlreadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  public AnsweredAlreadyException(Answer answer) {
    super("answered already");
    this.answer = answer;
  }

  public Answer answer() {
    return answer;
  }
}
