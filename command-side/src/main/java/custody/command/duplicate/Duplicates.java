package custody.command.duplicate;

import custody.command.Facts.Alike;
import custody.command.Identity;
import custody.command.Rejection;
import custody.contract.CustomerId;
import custody.store.Claim;
import custody.store.KeyedHash;
import custody.store.Lookups;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What the lookup tables know of customers like another. Names and numbers leave this class as
/// keyed hashes only.
public final class Duplicates {
  private static final String CUSTOMER = "customer";

  private final Lookups lookups;
  private final KeyedHash hash;
  private final DuplicateProperties properties;

  public Duplicates(Lookups lookups, KeyedHash hash, DuplicateProperties properties) {
    this.lookups = lookups;
    this.hash = hash;
    this.properties = properties;
  }

  public Claim claim(Identity identity) {
    return hash.claim(identity.kind(), identity.value());
  }

  public Map<Claim, UUID> holders(Collection<Claim> claims) {
    return lookups.holders(claims);
  }

  /// What is kept of a name, to find names like it.
  ///
  /// @param type the name of the kind of aggregate; each is found among its own only
  public Set<Long> signature(String type, String name) {
    String purpose = type.equals(CUSTOMER) ? "name-part" : type + "-name-part";
    return NameParts.of(name).stream()
        .map(part -> hash.longOf(purpose, part))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Customers whose names are like this one, the likest first.
  public List<Alike> alike(String name) {
    Set<Long> signature = signature(CUSTOMER, name);
    return signature.isEmpty()
        ? List.of()
        : lookups.alike(signature, properties.likeness(), properties.candidates()).stream()
            .map(it -> new Alike(new CustomerId(it.stream()), it.shared(), "name"))
            .toList();
  }

  /// Those whose names consist of the same parts, legal forms apart.
  ///
  /// @param type the name of the kind of aggregate
  public List<UUID> sameParts(String type, String name, int limit) {
    Set<Long> signature = signature(type, name);
    return signature.isEmpty()
        ? List.of()
        : lookups.alike(signature, 1, limit).stream().map(Lookups.Alike::stream).toList();
  }

  /// Whether somebody has one of these already.
  public boolean isKnown(Set<Identity> identities) {
    return !holders(identities.stream().map(this::claim).toList()).isEmpty();
  }

  /// Customers who have one of these.
  public List<Alike> sharing(Set<Identity> lines) {
    if (lines.isEmpty()) {
      return List.of();
    }
    Map<Claim, String> fields = new HashMap<>();
    lines.forEach(line -> fields.put(claim(line), line.field()));
    return holders(fields.keySet()).entrySet().stream()
        .map(
            it ->
                new Alike(
                    new CustomerId(it.getValue()), 1, String.valueOf(fields.get(it.getKey()))))
        .distinct()
        .toList();
  }

  /// The refusal of a fact that another stream has.
  public static Rejection certain(Identity identity, UUID holder) {
    return switch (identity.kind()) {
      case Identity.CUSTOMER_KEY -> taken("existing", holder);
      case Identity.REP_KEY -> taken("existingRep", holder);
      default ->
          Rejection.conflict(
                  "duplicate-certain",
                  "The customer {existing} has the same value in {field}; use that customer.")
              .with(Map.of("existing", holder.toString(), "field", identity.kind()));
    };
  }

  private static Rejection taken(String property, UUID holder) {
    return Rejection.conflict(
            "external-id-taken",
            "The source system's key belongs to {"
                + property
                + "} already; use that, or check the"
                + " key.")
        .with(Map.of(property, holder.toString()));
  }
}
