package custody.store;

import java.util.Set;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/// What must become true together with an append, in its transaction and its round trip.
///
/// @param claimed claims the stream takes
/// @param released claims the stream gives up
/// @param likeness the name's signature, if it changed
/// @param answer the answer under the request's idempotency key, if it has one
public record Alongside(
    Set<Claim> claimed, Set<Claim> released, @Nullable Likeness likeness, @Nullable Answer answer) {
  private static final String RESOURCE = Alongside.class.getName();

  public static final Alongside NOTHING = new Alongside(Set.of(), Set.of(), null, null);

  /// Hands this to the append at the end of the unit of work.
  public void attachTo(UnitOfWork<?> unitOfWork) {
    unitOfWork.root().resources().put(RESOURCE, this);
  }

  static Alongside of(UnitOfWork<?> unitOfWork) {
    Alongside attached = unitOfWork.root().getResource(RESOURCE);
    return attached == null ? NOTHING : attached;
  }
}
