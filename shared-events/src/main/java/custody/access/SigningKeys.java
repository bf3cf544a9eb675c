package custody.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import custody.contract.UuidV7;
import custody.store.Vault;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The keys that sign tokens (ES256). Their private parts are sealed under a data key, which the
/// master key wraps like all others: who steals the database can sign nothing.
///
/// The newest key signs. Those before it still verify until nothing they signed is valid any more,
/// so that a change of keys ends no session.
public final class SigningKeys {
  /// Under this subject stands the data key that seals them.
  private static final UUID SUBJECT = new UUID(0, 1);

  private static final long LOCK = 0x637573746f6479L;
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Vault vault;
  private final AccessNotices notices;
  private final Clock clock;
  private final AccessProperties properties;
  private volatile Current current = new Current(null, Instant.MIN);

  private record Current(@Nullable ECKey key, Instant until) {}

  /// @param sealed in hexadecimal
  private record Row(String id, String sealed, Instant createdAt) {}

  public SigningKeys(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Vault vault,
      AccessNotices notices,
      Clock clock,
      AccessProperties properties) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.vault = vault;
    this.notices = notices;
    this.clock = clock;
    this.properties = properties;
    notices.onKeys(() -> current = new Current(null, Instant.MIN));
  }

  /// The key to sign with now, private part included.
  ECKey signing() {
    Instant now = clock.instant();
    Current known = current;
    if (known.key() != null && now.isBefore(known.until())) {
      return known.key();
    }
    Row row =
        newest()
            .filter(it -> it.createdAt().plus(properties.keyAge()).isAfter(now))
            .orElseGet(() -> replace(properties.keyAge()));
    ECKey key = open(row);
    current = new Current(key, now.plus(LOOK_EVERY));
    return key;
  }

  /// Signs with a new key from now on. Tokens signed before stay valid as long as they would have.
  ///
  /// @return the new key's id
  public String rotate() {
    return replace(Duration.ZERO).id();
  }

  /// The same after a key got into wrong hands: nothing signed before is valid any more.
  public String rotateAndDistrustAllBefore() {
    String id = replace(Duration.ZERO).id();
    jdbc.sql("DELETE FROM custody.signing_key WHERE id <> ?").param(id).update();
    notices.keysChanged();
    return id;
  }

  private Optional<Row> newest() {
    return jdbc.sql(
            """
            SELECT id, encode(sealed, 'hex'), created_at FROM custody.signing_key WHERE retired_at IS NULL
            ORDER BY created_at DESC, id DESC LIMIT 1
            """)
        .query(
            (row, _) ->
                new Row(row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
        .optional();
  }

  /// @param youngerThan a key that is younger is left in its place: another process has made it
  private Row replace(Duration youngerThan) {
    // Made outside of the transaction: sealing may make a data key, in one of its own.
    ECKey made = generate();
    String sealed =
        HexFormat.of()
            .formatHex(vault.box(SUBJECT).seal(made.getKeyID(), bytes(made.toJSONString())));
    Row row =
        transactions.execute(
            _ -> {
              jdbc.sql("SELECT pg_advisory_xact_lock(?)").param(LOCK).query(rows -> {});
              Instant now = clock.instant();
              Optional<Row> there =
                  newest().filter(it -> it.createdAt().plus(youngerThan).isAfter(now));
              if (there.isPresent()) {
                return there.get();
              }
              Timestamp at = Timestamp.from(now);
              jdbc.sql("UPDATE custody.signing_key SET retired_at = ? WHERE retired_at IS NULL")
                  .param(at)
                  .update();
              jdbc.sql("INSERT INTO custody.signing_key VALUES (?, ?, decode(?, 'hex'), ?, NULL)")
                  .params(List.of(made.getKeyID(), made.toPublicJWK().toJSONString(), sealed, at))
                  .update();
              jdbc.sql("DELETE FROM custody.signing_key WHERE retired_at < ?")
                  .param(Timestamp.from(now.minus(properties.tokenLifetime().multipliedBy(2))))
                  .update();
              return new Row(made.getKeyID(), sealed, now);
            });
    notices.keysChanged();
    return row;
  }

  private ECKey open(Row row) {
    byte[] json =
        vault
            .box(SUBJECT)
            .open(row.id(), HexFormat.of().parseHex(row.sealed()))
            .orElseThrow(
                () -> new IllegalStateException("the key that signs tokens cannot be opened"));
    try {
      return JWK.parse(new String(json, StandardCharsets.UTF_8)).toECKey();
    } catch (ParseException e) {
      throw new IllegalStateException("the key that signs tokens cannot be read", e);
    }
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyID(UuidV7.create().toString())
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
