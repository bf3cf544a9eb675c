package custody.wire;

import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Reads old revisions as the current one, a step per revision. A step rewrites JSON and never sees
/// personal data, which stays sealed while it is moved.
final class Upcasters {
  private record Step(EventType type, int from) {}

  private static final Map<Step, Consumer<ObjectNode>> STEPS =
      Map.of(
          // "channel" is the envelope's word for the way an event reached us.
          new Step(EventType.FOLLOW_UP_RECORDED, 1),
          payload -> {
            if (payload.get("details") instanceof ObjectNode details) {
              details.set("medium", details.remove("channel"));
            }
          });

  private Upcasters() {}

  /// Changes the payload in place.
  static void upcast(EventType type, int revision, ObjectNode payload) {
    for (int from = revision; from < type.revision(); from++) {
      Consumer<ObjectNode> step = STEPS.get(new Step(type, from));
      if (step == null) {
        throw new UnreadableEventException(
            "no upcaster from revision " + from + " of " + type.logicalName());
      }
      step.accept(payload);
    }
  }
}
