package custody.command.keys;

import custody.service.Operations;
import custody.service.Operations.Operation;
import custody.store.KeyRotation;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Carries out what was asked by `POST /api/keys/rotation`. One that was interrupted goes on where
/// it was, in whichever process.
final class Rewrapping {
  static final String KIND = "rewrap";

  private static final Logger log = LoggerFactory.getLogger(Rewrapping.class);

  private final KeyRotation rotation;
  private final Operations operations;

  Rewrapping(KeyRotation rotation, Operations operations) {
    this.rotation = rotation;
    this.operations = operations;
  }

  /// @return the operation; the one that is running already, if one is
  UUID ask() {
    return operations.running(KIND).stream()
        .findFirst()
        .map(Operation::id)
        .orElseGet(() -> operations.start(KIND, null));
  }

  void run() {
    for (Operation asked : operations.running(KIND)) {
      try {
        rewrap(asked);
      } catch (IllegalStateException e) {
        // It names the ids of keys, and nothing else.
        log.error("Data keys cannot be wrapped anew: {}", e.getMessage());
        operations.end(
            asked.id(), Operations.State.FAILED, detail("failure", String.valueOf(e.getMessage())));
      }
    }
  }

  private void rewrap(Operation asked) {
    long before = asked.done();
    long total = before + rotation.left();
    operations.progress(asked.id(), before, total);
    long done = before;
    do {
      long earlier = done;
      done += rotation.rewrap(now -> operations.progress(asked.id(), earlier + now, total));
      // A process that had not read the new key yet may have made some meanwhile.
    } while (rotation.left() > 0 && done < total * 2);
    operations.progress(asked.id(), done, Math.max(done, total));
    operations.end(
        asked.id(), Operations.State.DONE, detail("masterKey", rotation.status().current()));
    log.info("{} data keys are wrapped by the master key now.", done);
  }

  private static String detail(String name, String value) {
    return JsonMapper.shared().createObjectNode().put(name, value).toString();
  }
}
