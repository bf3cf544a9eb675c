package custody.service;

/// What a service account may do; people have roles instead.
public enum Scope {
  /// Ask questions.
  READ,
  /// Give commands.
  WRITE,
  /// Import files and histories.
  IMPORT,
  /// Follow the stream of events.
  FOLLOW
}
