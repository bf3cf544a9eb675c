package custody.command.imports;

import custody.command.Directory;
import custody.command.Identity;
import custody.command.imports.mapping.Fact.StreamKey;
import custody.command.profile.Profile;
import custody.command.profile.Recognition;
import custody.contract.Changes;
import custody.contract.CustomerId;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out which customer or rep a file means, many at once.
final class References {
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Directory directory;
  private final Keys keys;
  private final FieldCatalog catalog;
  private final FieldJson fields;
  private final Map<StreamKey, Found> known = new ConcurrentHashMap<>();
  private final Map<StreamKey, Set<UUID>> pretended = new ConcurrentHashMap<>();

  References(Directory directory, Keys keys, FieldCatalog catalog, FieldJson fields) {
    this.directory = directory;
    this.keys = keys;
    this.catalog = catalog;
    this.fields = fields;
  }

  /// @param candidates all who may be meant
  record Found(List<UUID> candidates) {
    static final Found NOBODY = new Found(List.of());

    /// Null if nobody is meant, or it cannot be said who.
    @Nullable UUID single() {
      return candidates.size() == 1 ? candidates.getFirst() : null;
    }

    boolean ambiguous() {
      return candidates.size() > 1;
    }
  }

  /// Who is meant, among those looked up.
  Found get(StreamKey key) {
    Found found = known.getOrDefault(key, Found.NOBODY);
    if (pretended.isEmpty()) {
      return found;
    }
    Set<UUID> all = new LinkedHashSet<>(found.candidates());
    normal(key).forEach(each -> all.addAll(pretended.getOrDefault(each, Set.of())));
    return new Found(List.copyOf(all));
  }

  /// Looks up these. Reps stay known, customers until the next time: there are more of them.
  void lookUp(Collection<StreamKey> wanted) {
    known.keySet().removeIf(key -> !key.rep());
    Set<StreamKey> open = new HashSet<>(wanted);
    open.removeAll(known.keySet());
    lookUpKeys(open, true);
    lookUpKeys(open, false);
    for (StreamKey key : open) {
      switch (key.by()) {
        case StreamKey.KEY -> {}
        case StreamKey.ID -> {
          if (ID.matcher(key.key()).matches()) {
            found(key, List.of(UUID.fromString(key.key())));
          }
        }
        case StreamKey.NAME ->
            found(
                key,
                key.rep()
                    ? directory.repsNamed(key.key()).stream().map(RepId::value).toList()
                    : directory.customersNamed(key.key()).stream().map(CustomerId::value).toList());
        default ->
            found(
                key,
                directory.customersWith(identities(key)).values().stream()
                    .map(CustomerId::value)
                    .distinct()
                    .toList());
      }
    }
  }

  private void found(StreamKey key, List<UUID> candidates) {
    if (!candidates.isEmpty()) {
      known.put(key, new Found(candidates));
    }
  }

  private void lookUpKeys(Collection<StreamKey> wanted, boolean rep) {
    Map<ExternalId, StreamKey> asked = new HashMap<>();
    for (StreamKey key : wanted) {
      if (key.isKey() && key.rep() == rep) {
        // Whether the key was personal where it was registered is not known here.
        asked.put(keys.external(key.system(), key.key(), false), key);
        asked.put(keys.external(key.system(), key.key(), true), key);
      }
    }
    if (rep) {
      directory.reps(asked.keySet()).forEach((id, found) -> found(asked, id, found.value()));
    } else {
      directory.customers(asked.keySet()).forEach((id, found) -> found(asked, id, found.value()));
    }
  }

  private void found(Map<ExternalId, StreamKey> asked, ExternalId id, UUID stream) {
    StreamKey key = asked.get(id);
    if (key != null) {
      known.put(key, new Found(List.of(stream)));
    }
  }

  /// A dry run's rep, who would join.
  void pretend(StreamKey key, RepEvent.Joined joined, UUID rep) {
    pretend(key, rep);
    if (joined.name() instanceof Personal.Known<String>(String name)) {
      normal(new StreamKey(true, "", name, StreamKey.NAME)).forEach(each -> pretend(each, rep));
    }
  }

  /// A dry run's customer, who would be registered.
  void pretend(Changes profile, UUID customer) {
    Profile.name(profile)
        .ifPresent(
            name ->
                normal(new StreamKey(false, "", name, StreamKey.NAME))
                    .forEach(each -> pretend(each, customer)));
    profile
        .values()
        .forEach(
            (field, value) -> {
              if (value instanceof Personal.Known<FieldValue>(FieldValue known)) {
                exclusive(field, known)
                    .forEach(it -> pretend(new StreamKey(false, "", it.value(), field), customer));
              }
            });
  }

  private void pretend(StreamKey key, UUID stream) {
    pretended.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(stream);
  }

  /// However it is written.
  private List<StreamKey> normal(StreamKey key) {
    return switch (key.by()) {
      case StreamKey.KEY, StreamKey.ID -> List.of(key);
      case StreamKey.NAME ->
          List.of(new StreamKey(key.rep(), "", Directory.plain(key.key()), key.by()));
      default ->
          identities(key).stream()
              .map(it -> new StreamKey(false, "", it.value(), key.by()))
              .toList();
    };
  }

  private Set<Identity> identities(StreamKey key) {
    return catalog
        .find(FieldCatalog.Of.CUSTOMER, key.by())
        .flatMap(field -> fields.readText(field, key.key()))
        .map(value -> exclusive(key.by(), value))
        .orElse(Set.of());
  }

  private static Set<Identity> exclusive(String field, FieldValue value) {
    Set<Identity> identities = new HashSet<>(Recognition.by(field, value));
    identities.removeIf(identity -> !identity.exclusive());
    return identities;
  }
}
