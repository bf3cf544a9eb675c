package custody.command;

import custody.command.duplicate.Duplicates;
import custody.contract.CustomerId;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.RepId;
import custody.store.Claim;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/// Finds customers and reps by the keys source systems know them by.
public final class Directory {
  private final Duplicates duplicates;

  public Directory(Duplicates duplicates) {
    this.duplicates = duplicates;
  }

  /// The customers with these keys; a key nobody has is left out.
  public Map<ExternalId, CustomerId> customers(Collection<ExternalId> keys) {
    return find(Identity.CUSTOMER_KEY, keys, CustomerId::new);
  }

  /// The reps with these keys; a key nobody has is left out.
  public Map<ExternalId, RepId> reps(Collection<ExternalId> keys) {
    return find(Identity.REP_KEY, keys, RepId::new);
  }

  private <I> Map<ExternalId, I> find(
      String kind, Collection<ExternalId> keys, Function<UUID, I> id) {
    Map<Claim, ExternalId> claims = new HashMap<>();
    for (ExternalId key : keys) {
      claims.put(duplicates.claim(Identity.external(kind, key.system(), key.id())), key);
    }
    Map<ExternalId, I> found = new HashMap<>();
    duplicates
        .holders(claims.keySet())
        .forEach((claim, holder) -> found.put(claims.get(claim), id.apply(holder)));
    return found;
  }
}
