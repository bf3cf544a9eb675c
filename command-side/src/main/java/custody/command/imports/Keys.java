package custody.command.imports;

import custody.command.imports.mapping.Fact;
import custody.contract.ProfileEvent.ExternalId;
import custody.store.KeyedHash;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;

/// Keys of source systems, in the forms in which they may stand in the store.
final class Keys {
  private final KeyedHash hash;

  Keys(KeyedHash hash) {
    this.hash = hash;
  }

  /// The key as it is, or hashed under this installation's key where it would tell a name.
  String kept(String system, String key, boolean personal) {
    return personal
        ? "key-" + HexFormat.of().formatHex(hash.of("source-key", system + "\n" + key), 0, 16)
        : key;
  }

  ExternalId external(String system, String key, boolean personal) {
    return new ExternalId(system, kept(system, key, personal));
  }

  String record(Fact fact) {
    return kept(fact.stream().system(), fact.record(), fact.personalKey());
  }

  /// The id of what a record became, the same for ever (UUIDv8).
  UUID part(String sort, String system, String record) {
    ByteBuffer bytes = ByteBuffer.wrap(hash.of("source-" + sort, system + "\n" + record));
    long high = (bytes.getLong() & ~0xF000L) | 0x8000L;
    long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
