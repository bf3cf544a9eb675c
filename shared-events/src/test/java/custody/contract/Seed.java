package custody.contract;

/// The seed of a generated test. The same everywhere unless asked otherwise, so that a red build is
/// red again: `-Dcustody.seed=random` explores, `-Dcustody.seed=N` repeats what a failure printed.
public final class Seed {
  private Seed() {}

  public static long get() {
    String wish = System.getProperty("custody.seed", "20261123");
    return wish.equals("random") ? System.nanoTime() : Long.parseLong(wish);
  }
}
