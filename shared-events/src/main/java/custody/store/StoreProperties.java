package custody.store;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Keys and the event store.
///
/// @param masterKey the key that wraps the keys of personal data: 32 random bytes in base64, then
///     former ones separated by blanks, which only unwrap
/// @param masterKeyFile file with the master key instead, readable by its owner only
/// @param createMasterKey whether to make the file with a new key when there is none
/// @param tombstones file with the list of the erased, kept outside of the database, so that an
///     older backup does not bring them back; never restored with it
/// @param store settings of the event store
@ConfigurationProperties("custody")
record StoreProperties(
    @Nullable String masterKey,
    @Nullable Path masterKeyFile,
    @DefaultValue("false") boolean createMasterKey,
    @Nullable Path tombstones,
    @DefaultValue Store store) {

  /// A record would tell the key to whoever logs it.
  @Override
  public String toString() {
    return "StoreProperties[]";
  }

  /// @param requireDurability whether to refuse a PostgreSQL that acknowledges commits which are
  ///     not on disk; false is for tests only
  /// @param appendTimeout how long an append may take, waiting and retries included
  /// @param statementTimeout how long the server may work on one append, waiting for locks
  ///     included; a connection that says nothing for three seconds more, for an append or a load,
  ///     is given up
  /// @param queue appends that may wait; more are refused
  /// @param adoptHistory whether to take on an Axon Server context that was recorded with another
  ///     database, such as one that is lost: all personal data in it reads as erased
  record Store(
      @DefaultValue("true") boolean requireDurability,
      @DefaultValue("15s") Duration appendTimeout,
      @DefaultValue("5s") Duration statementTimeout,
      @DefaultValue("10000") int queue,
      @DefaultValue("false") boolean adoptHistory) {}
}
