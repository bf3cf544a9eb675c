package custody.command.inbox;

import custody.contract.Actor;
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
  void mark(Actor account, String entry, @Nullable LocalDate until) {
    jdbc.sql(
            """
            INSERT INTO custody.inbox_mark (account, entry, until, marked_at)
            VALUES (:account, :entry, :until, :now)
            ON CONFLICT (account, entry) DO UPDATE SET until = :until, marked_at = :now
            """)
        .param("account", account.toString())
        .param("entry", entry)
        .param("until", until)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  void unmark(Actor account, String entry) {
    jdbc.sql("DELETE FROM custody.inbox_mark WHERE account = ? AND entry = ?")
        .param(account.toString())
        .param(entry)
        .update();
  }

  /// Marks and alerts of what is long past.
  void purge(LocalDate today) {
    jdbc.sql("DELETE FROM custody.inbox_alert WHERE day < ?")
        .param(today.minusDays(KEEP_DAYS))
        .update();
    jdbc.sql("DELETE FROM custody.inbox_mark WHERE marked_at < ?")
        .param(clock.instant().atOffset(ZoneOffset.UTC).minusDays(KEEP_DAYS))
        .update();
  }

  void subscribe(Actor account, String address) {
    unsubscribe(account);
    UUID key = UuidV7.create();
    jdbc.sql("INSERT INTO custody.inbox_mail (account, key, address) VALUES (?, ?, ?)")
        .param(account.toString())
        .param(key)
        .param(vault.box(key).seal(ADDRESS, address.getBytes(StandardCharsets.UTF_8)))
        .update();
  }

  void unsubscribe(Actor account) {
    jdbc.sql("DELETE FROM custody.inbox_mail WHERE account = ? RETURNING key")
        .param(account.toString())
        .query(UUID.class)
        .optional()
        .ifPresent(vault::destroy);
  }

  record Subscription(Actor account, String address) {}

  /// Those who have not got the day's digest yet.
  List<Subscription> waiting(LocalDate day) {
    return jdbc
        .sql(
            """
            SELECT account, key, address FROM custody.inbox_mail
            WHERE sent_on IS NULL OR sent_on < ? ORDER BY account
            """)
        .param(day)
        .query(
            (row, _) -> {
              Actor account = Actor.parse(row.getString("account"));
              byte[] sealed = row.getBytes("address");
              return vault
                  .kept(row.getObject("key", UUID.class))
                  .flatMap(box -> box.open(ADDRESS, sealed))
                  .map(
                      address ->
                          new Subscription(account, new String(address, StandardCharsets.UTF_8)));
            })
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  void sent(Actor account, LocalDate day) {
    jdbc.sql("UPDATE custody.inbox_mail SET sent_on = ? WHERE account = ?")
        .param(day)
        .param(account.toString())
        .update();
  }

  /// A new feed in place of any other.
  ///
  /// @return the token, which is kept nowhere
  String feed(Actor account) {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    jdbc.sql(
            """
            INSERT INTO custody.inbox_feed (account, token_hash, created_at) VALUES (:account, :hash, :now)
            ON CONFLICT (account) DO UPDATE SET token_hash = :hash, created_at = :now
            """)
        .param("account", account.toString())
        .param("hash", hash.of("inbox-feed", token))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    return token;
  }

  void revokeFeed(Actor account) {
    jdbc.sql("DELETE FROM custody.inbox_feed WHERE account = ?").param(account.toString()).update();
  }
}
