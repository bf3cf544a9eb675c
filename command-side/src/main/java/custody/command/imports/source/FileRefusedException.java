package custody.command.imports.source;

/// The file as a whole cannot be imported. Nothing was written.
public final class FileRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code stable, kebab-case
  /// @param detail what to do, without any of the file's data
  public FileRefusedException(String code, String detail) {
    super(detail);
    this.code = code;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
