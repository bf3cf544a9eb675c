package custody.command;

import custody.contract.CustomerId;
import custody.service.Caller;
import java.util.List;

/// The way in for whoever has commands: HTTP, imports, rules. Blocks until the events are durable.
public interface Commands {

  /// Does all that is asked, or nothing.
  Outcome send(Request request);

  /// Several requests to one stream as one append: each is decided on what those before it left,
  /// the refused ones are left out, and all others are recorded together or not at all. Only
  /// the first may carry an expected version; idempotency keys are not for this form.
  ///
  /// @return one outcome per request, in order; all accepted ones name the same final version
  List<Outcome> sendEach(List<Request> requests);

  /// Whether the caller may know that there is such a customer.
  boolean sees(CustomerId customer, Caller caller);

  /// What {@link #sendEach} would answer now, without recording anything.
  List<Outcome> rehearse(List<Request> requests);
}
