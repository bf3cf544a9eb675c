package custody.service;

/// The threads of the operating system that carry virtual threads.
///
/// By default there are as many as processors. A virtual thread that waits for another one to load
/// a class keeps its carrier, so with two processors two of them can hold both carriers while the
/// one they wait for is given none: the process stands still for good, most likely just after its
/// start under load. Enough carriers leave one over; idle ones cost next to nothing.
public final class Carriers {
  private static final String COUNT = "jdk.virtualThreadScheduler.parallelism";
  private static final int ENOUGH = 256;

  private Carriers() {}

  /// To be called first thing in `main`: it is too late once a virtual thread has been started.
  /// What is set by `-Djdk.virtualThreadScheduler.parallelism` stays.
  public static void provide() {
    if (System.getProperty(COUNT) == null) {
      System.setProperty(COUNT, String.valueOf(ENOUGH));
    }
  }
}
