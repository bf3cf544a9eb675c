package custody.store;

import custody.wire.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What one unit of work appends, all of it or nothing, on its way through the writer.
final class Append {

  /// One event, ready to be written.
  ///
  /// @param effectiveAt null = from the time it is recorded
  record Row(
      UUID stream,
      String streamType,
      long sequence,
      UUID eventId,
      StoredEvent stored,
      UUID keySubject,
      short keyGeneration,
      @Nullable Instant effectiveAt) {}

  /// A data key that is made with these events.
  ///
  /// @param stream the customer whose contact person it belongs to; null = the subject is the
  ///     stream
  record NewKey(
      UUID subject, short generation, MasterKeys.Wrapped wrapped, @Nullable UUID stream) {}

  /// Keys that are destroyed with these events.
  ///
  /// @param subject the stream, or a contact person of it
  record Erasure(UUID stream, UUID subject) {
    boolean isWhole() {
      return stream.equals(subject);
    }
  }

  private final List<Row> rows;
  private final List<NewKey> newKeys;
  private final List<Erasure> erasures;
  private final Alongside alongside;
  private final CompletableFuture<Appended> outcome = new CompletableFuture<>();
  private final AtomicBoolean taken = new AtomicBoolean();

  /// A connection broke while this was on it: it may be stored already.
  private boolean uncertain;

  private int attempts;
  private @Nullable Throwable lastFailure;
  private long deadline = Long.MAX_VALUE;

  /// @param rows at least one; what goes alongside belongs to the first one's stream
  Append(List<Row> rows, List<NewKey> newKeys, List<Erasure> erasures, Alongside alongside) {
    this.rows = List.copyOf(rows);
    this.newKeys = List.copyOf(newKeys);
    this.erasures = List.copyOf(erasures);
    this.alongside = alongside;
  }

  List<Row> rows() {
    return rows;
  }

  List<NewKey> newKeys() {
    return newKeys;
  }

  List<Erasure> erasures() {
    return erasures;
  }

  Alongside alongside() {
    return alongside;
  }

  /// The stream whose claims these are.
  UUID stream() {
    return rows.getFirst().stream();
  }

  CompletableFuture<Appended> outcome() {
    return outcome;
  }

  /// Whether the caller is the first to ask: either the writer gets it or who gave it takes it
  /// back.
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  boolean isUncertain() {
    return uncertain;
  }

  void markUncertain() {
    uncertain = true;
  }

  int countAttempt() {
    return ++attempts;
  }

  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  void setLastFailure(Throwable failure) {
    lastFailure = failure;
  }

  /// What no other append may touch in the same statement.
  Set<Object> touches() {
    Set<Object> touches = new HashSet<>(alongside.claimed());
    touches.addAll(alongside.released());
    rows.forEach(row -> touches.add(row.stream()));
    if (alongside.answer() != null) {
      touches.add(alongside.answer().key());
    }
    if (alongside.likeness() != null) {
      touches.add(alongside.likeness().stream());
    }
    return touches;
  }

  /// @param nanoTime as of {@link System#nanoTime()}
  void setDeadline(long nanoTime) {
    deadline = nanoTime;
  }

  boolean isLate() {
    return isLateBy(Duration.ZERO);
  }

  boolean isLateBy(Duration time) {
    return System.nanoTime() - deadline > time.toNanos();
  }

  /// Rough, to bound the memory of a group.
  int size() {
    int characters = 0;
    for (Row row : rows) {
      characters += row.stored().payload().length() + row.stored().envelope().length();
    }
    return characters;
  }
}
