package custody.command;

import custody.command.duplicate.Duplicates;
import custody.command.profile.Profile;
import custody.contract.CustomerAt;
import custody.contract.CustomerId;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.store.Claim;
import custody.store.EventLog;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Finds customers and reps by the keys source systems know them by, by what belongs to one of them
/// alone, and by name.
public final class Directory {
  /// More with nearly the same name are too many to choose from.
  private static final int MOST = 50;

  private final Duplicates duplicates;
  private final EventLog log;
  private final Clock clock;

  public Directory(Duplicates duplicates, EventLog log, Clock clock) {
    this.duplicates = duplicates;
    this.log = log;
    this.clock = clock;
  }

  /// The customers with these keys; a key nobody has is left out.
  public Map<ExternalId, CustomerId> customers(Collection<ExternalId> keys) {
    return find(keys, key -> external(Identity.CUSTOMER_KEY, key), CustomerId::new);
  }

  /// The reps with these keys; a key nobody has is left out.
  public Map<ExternalId, RepId> reps(Collection<ExternalId> keys) {
    return find(keys, key -> external(Identity.REP_KEY, key), RepId::new);
  }

  /// The customers who have one of these; what nobody has is left out.
  public Map<Identity, CustomerId> customersWith(Collection<Identity> identities) {
    return find(identities, Function.identity(), CustomerId::new);
  }

  private static Identity external(String kind, ExternalId key) {
    return Identity.external(kind, key.system(), key.id());
  }

  private <K, I> Map<K, I> find(
      Collection<K> wanted, Function<K, Identity> identity, Function<UUID, I> id) {
    Map<Claim, K> claims = new HashMap<>();
    for (K each : wanted) {
      claims.put(duplicates.claim(identity.apply(each)), each);
    }
    Map<K, I> found = new HashMap<>();
    duplicates
        .holders(claims.keySet())
        .forEach(
            (claim, holder) ->
                found.put(Objects.requireNonNull(claims.get(claim)), id.apply(holder)));
    return found;
  }

  /// The customers who are called so now. Several may be, and none of those is more meant than the
  /// others.
  public List<CustomerId> customersNamed(String name) {
    Instant now = clock.instant();
    return named("customer", name, stream -> customerName(stream, now)).stream()
        .map(CustomerId::new)
        .toList();
  }

  /// The reps who are called so, whether they are still there or not.
  public List<RepId> repsNamed(String name) {
    return named("rep", name, Directory::repName).stream().map(RepId::new).toList();
  }

  private List<UUID> named(
      String type, String name, Function<List<Recorded>, Optional<String>> nameOf) {
    List<UUID> candidates = duplicates.sameParts(type, name, MOST);
    List<UUID> named = new ArrayList<>();
    for (UUID candidate : candidates) {
      if (nameOf
          .apply(log.stream(candidate))
          .map(Directory::plain)
          .equals(Optional.of(plain(name)))) {
        named.add(candidate);
      }
    }
    return candidates.size() < MOST ? named : candidates;
  }

  private static Optional<String> customerName(List<Recorded> stream, Instant now) {
    return Profile.name(CustomerAt.of(stream, now, now).fields());
  }

  private static Optional<String> repName(List<Recorded> stream) {
    Optional<String> name = Optional.empty();
    for (Recorded recorded : stream) {
      if (recorded.event() instanceof RepEvent.Joined joined) {
        name =
            switch (joined.name()) {
              case Personal.Known<String>(String known) -> Optional.of(known);
              case Personal.Erased<String>() -> Optional.empty();
            };
      }
    }
    return name;
  }

  /// Names are the same in any width, case and spacing.
  public static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }
}
