package custody.command.inbox;

import custody.contract.RepId;
import custody.contract.UuidV7;
import custody.store.KeyedHash;
import custody.store.Vault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The tables beside the inbox.
final class InboxStore {
  private static final String ADDRESS = "inbox-mail";
  private static final int TOKEN_BYTES = 32;
  private static final int KEEP_DAYS = 400;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient jdbc;
  private final Vault vault;
  private final KeyedHash hash;
  private final Clock clock;

  InboxStore(JdbcClient jdbc, Vault vault, KeyedHash hash, Clock clock) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.hash = hash;
    this.clock = clock;
  }

  /// @param until null = done
  void mark(RepId rep, String entry, @Nullable LocalDate until) {
    jdbc.sql(
            """
            INSERT INTO custody.inbox_mark (rep, entry, until, marked_at)
            VALUES (:rep, :entry, :until, :now)
            ON CONFLICT (rep, entry) DO UPDATE SET until = :until, marked_at = :now
            """)
        .param("rep", rep.value())
        .param("entry", entry)
        .param("until", until)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  void unmark(RepId rep, String entry) {
    jdbc.sql("DELETE FROM custody.inbox_mark WHERE rep = ? AND entry = ?")
        .param(rep.value())
        .param(entry)
        .update();
  }

  /// Marks of what is long past.
  void purge() {
    jdbc.sql("DELETE FROM custody.inbox_mark WHERE marked_at < ?")
        .param(clock.instant().atOffset(ZoneOffset.UTC).minusDays(KEEP_DAYS))
        .update();
  }

  void subscribe(RepId rep, String address) {
    unsubscribe(rep);
    UUID key = UuidV7.create();
    jdbc.sql("INSERT INTO custody.inbox_mail (rep, key, address) VALUES (?, ?, ?)")
        .param(rep.value())
        .param(key)
        .param(vault.box(key).seal(ADDRESS, address.getBytes(StandardCharsets.UTF_8)))
        .update();
  }

  void unsubscribe(RepId rep) {
    jdbc.sql("DELETE FROM custody.inbox_mail WHERE rep = ? RETURNING key")
        .param(rep.value())
        .query(UUID.class)
        .optional()
        .ifPresent(vault::destroy);
  }

  record Subscription(RepId rep, String address) {}

  /// Those who have not got the day's digest yet.
  List<Subscription> waiting(LocalDate day) {
    return jdbc
        .sql(
            """
            SELECT rep, key, address FROM custody.inbox_mail
            WHERE sent_on IS NULL OR sent_on < ? ORDER BY rep
            """)
        .param(day)
        .query(
            (row, _) -> {
              RepId rep = new RepId(row.getObject("rep", UUID.class));
              byte[] sealed = row.getBytes("address");
              return vault
                  .kept(row.getObject("key", UUID.class))
                  .flatMap(box -> box.open(ADDRESS, sealed))
                  .map(
                      address ->
                          new Subscription(rep, new String(address, StandardCharsets.UTF_8)));
            })
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  void sent(RepId rep, LocalDate day) {
    jdbc.sql("UPDATE custody.inbox_mail SET sent_on = ? WHERE rep = ?")
        .param(day)
        .param(rep.value())
        .update();
  }

  /// A new feed in place of any other.
  ///
  /// @return the token, which is kept nowhere
  String feed(RepId rep) {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    jdbc.sql(
            """
            INSERT INTO custody.inbox_feed (rep, token_hash, created_at) VALUES (:rep, :hash, :now)
            ON CONFLICT (rep) DO UPDATE SET token_hash = :hash, created_at = :now
            """)
        .param("rep", rep.value())
        .param("hash", hash.of("inbox-feed", token))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    return token;
  }

  void revokeFeed(RepId rep) {
    jdbc.sql("DELETE FROM custody.inbox_feed WHERE rep = ?").param(rep.value()).update();
  }
}
