package custody.command.erasure;

import custody.contract.ErasureEvent.Subject;

/// What keeps personal data neither sealed under the person's own key nor in a view. Every bean of
/// this type is asked in every erasure, after the keys are destroyed.
public interface Erasable {
  /// The name under which it stands in the proof.
  String store();

  /// Whether it would be useless to ask now, since more is being written. The erasure waits.
  default boolean isBusy() {
    return false;
  }

  /// Removes what may be of the person; repeating it does no harm.
  ///
  /// @return how many records were removed
  long erase(Subject subject);
}
