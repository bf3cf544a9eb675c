package custody.service.looks;

/// Looks outside of a request, for tests of what takes them.
public final class LooksFixture {
  private LooksFixture() {}

  public static Look look() {
    return new Look();
  }
}
