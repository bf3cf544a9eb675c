package custody.store;

import java.time.Instant;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// What the store assigned to the events of a unit of work, once they are committed.
///
/// @param recordedAt the recorded time of all of them: UTC, microseconds
/// @param position the last one's place, or a later one: who reads up to here has them all; 0
///     if the engine does not say
public record Appended(Instant recordedAt, long position) {
  private static final String RESOURCE = Appended.class.getName();

  /// From the commit phase on, for units of work whose events went to the store by themselves; null
  /// otherwise.
  public static @Nullable Appended of(UnitOfWork<?> unitOfWork) {
    return unitOfWork.root().getResource(RESOURCE);
  }

  void attachTo(UnitOfWork<?> unitOfWork) {
    unitOfWork.root().resources().put(RESOURCE, this);
  }
}
