package custody.benchmarks;

/// One side of a comparison, prepared and ready to work. All sides of one run use the same
/// PostgreSQL server, with the same durability.
interface Contender extends AutoCloseable {

  String name();

  /// Whether its first operations would be slower than all others only because they are the first.
  default boolean warmsUp() {
    return true;
  }

  /// Waits for what others have left behind, before a slice and before its clock runs.
  default void begin() throws Exception {}

  /// Makes ready for the client's next operation, while the clock stands.
  default void prepare(int client) throws Exception {}

  /// Whether making ready, and putting away, takes processors so much time that it must not be
  /// counted. Only where a single client works can it be told apart.
  default boolean preparesAtLength() {
    return false;
  }

  /// One operation, by one of the clients that work side by side.
  ///
  /// @param client from 0; a client has one operation under way at a time
  /// @return what was done, in the workload's unit: 1 for a command, the rows of a stream
  /// @throws Exception which ends the benchmark: a figure with failures in it is none
  long work(int client) throws Exception;

  /// Puts away what the operation has left, while the clock stands.
  default void settle(int client) throws Exception {}

  @Override
  default void close() {}

  /// @param name of the side in the table
  static Contender of(String name, Work work) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long work(int client) throws Exception {
        return work.one(client);
      }
    };
  }

  /// See {@link #work}.
  interface Work {
    long one(int client) throws Exception;
  }
}
