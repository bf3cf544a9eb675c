package custody.contract;

/// Who has a customer at a time: the one owner, or the one pool.
public sealed interface Holder {

  /// Owned by a rep.
  record Owner(RepId rep) implements Holder {}

  /// Without owner, in a named pool.
  record Pool(String pool) implements Holder {}
}
