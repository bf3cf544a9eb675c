package custody.store;

/// Keeps answers to requests that recorded nothing; those that did keep theirs with the append.
public interface Answers {

  /// @return false if the key has an answer already, which then stays
  boolean keep(Answer answer);
}
