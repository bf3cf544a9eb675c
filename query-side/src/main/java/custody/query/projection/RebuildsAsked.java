package custody.query.projection;

import custody.service.Operations;
import custody.service.RebuildRequest;
import custody.store.EventLog;
import custody.store.Relay;

/// Hears that somebody asked for a rebuild, in whichever process, so that it begins at once.
final class RebuildsAsked implements Relay.Listener {
  private final EventLog events;

  RebuildsAsked(EventLog events) {
    this.events = events;
  }

  @Override
  public String channel() {
    return Operations.CHANNEL;
  }

  @Override
  public void heard(String kind) {
    if (kind.equals(RebuildRequest.KIND)) {
      events.wake();
    }
  }

  @Override
  public void missed() {
    events.wake();
  }
}
