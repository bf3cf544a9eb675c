package custody.command.imports;

/// Another process works on the import now; this one must stop.
final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
