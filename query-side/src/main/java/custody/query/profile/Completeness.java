package custody.query.profile;

import custody.query.profile.Mirror.Status;
import custody.query.profile.Mirror.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// How much of the profile was filled, in steps over time.
///
/// @param of how many fields there are by today's configuration
/// @param steps each holds until the next
record Completeness(
    UUID id, long version, Instant knownAt, long position, int of, List<Step> steps) {

  /// @param share filled / of, 0 to 1
  /// @param missing fields without value
  record Step(Instant from, int filled, double share, Set<String> missing) {}

  static Completeness of(Mirror mirror, Set<String> fields) {
    Map<Instant, Map<String, Boolean>> changes = new TreeMap<>();
    mirror
        .things()
        .forEach(
            (thing, versions) -> {
              boolean counts = thing.part().equals("fields") && fields.contains(thing.field());
              boolean begins = thing.part().equals("kind");
              for (Version version : versions) {
                if ((counts || begins) && version.status() == Status.HOLDS) {
                  Map<String, Boolean> change =
                      changes.computeIfAbsent(version.fact().effectiveAt(), _ -> new TreeMap<>());
                  if (counts) {
                    change.put(thing.field(), version.fact().value() != null);
                  }
                }
              }
            });
    List<Step> steps = new ArrayList<>();
    Set<String> missing = new TreeSet<>(fields);
    changes.forEach(
        (from, change) -> {
          change.forEach(
              (field, filled) -> {
                if (filled) {
                  missing.remove(field);
                } else {
                  missing.add(field);
                }
              });
          if (steps.isEmpty() || !steps.getLast().missing().equals(missing)) {
            int filled = fields.size() - missing.size();
            steps.add(
                new Step(
                    from,
                    filled,
                    fields.isEmpty() ? 1 : Math.round(1000.0 * filled / fields.size()) / 1000.0,
                    new TreeSet<>(missing)));
          }
        });
    return new Completeness(
        mirror.customer(),
        mirror.version(),
        mirror.knownAt(),
        mirror.position(),
        fields.size(),
        List.copyOf(steps));
  }
}
