package custody.command;

/// What became of a request.
public sealed interface Outcome {

  record Accepted(Receipt receipt) implements Outcome {}

  record Rejected(Rejection rejection) implements Outcome {}

  /// @throws RejectedException if the request was refused
  default Receipt orThrow() {
    return switch (this) {
      case Accepted accepted -> accepted.receipt();
      case Rejected rejected -> throw new RejectedException(rejected.rejection());
    };
  }
}
