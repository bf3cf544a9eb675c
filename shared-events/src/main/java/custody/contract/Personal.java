package custody.contract;

/// Personal data: sealed with the customer's key wherever it is stored, and erased for good when
/// that key is destroyed. An erased value is a value of its own, not an error and not a null.
public sealed interface Personal<T> {

  record Known<T>(T value) implements Personal<T> {
    /// Personal data stays out of logs, whoever logs an event.
    @Override
    public String toString() {
      return "personal";
    }
  }

  record Erased<T>() implements Personal<T> {
    @Override
    public String toString() {
      return "erased";
    }
  }

  static <T> Personal<T> of(T value) {
    return new Known<>(value);
  }

  static <T> Personal<T> erased() {
    return new Erased<>();
  }
}
