package custody.store;

import com.github.benmanes.caffeine.cache.Cache;
import custody.service.Caches;
import custody.wire.DataKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The keys that seal the personal data, wrapped by the master key: one per stream, and one per
/// contact person ({@link custody.wire.KeySubject}).
///
/// A key is made with the first event it seals, in the same transaction. Destroying it erases what
/// it sealed; what is recorded of that subject afterwards is sealed with a new one, of the next
/// generation.
public final class SubjectKeys {
  /// How long a process may still use a key that another one destroyed, should the notification of
  /// it be lost.
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private static final int REMEMBERED = 100_000;

  /// Under this subject stands the key of {@link KeyedHash}, which is nobody's.
  private static final UUID INSTALLATION = new UUID(0, 0);

  /// The key to seal with.
  ///
  /// @param created how to keep it, if it is new
  record Current(short generation, DataKey key, MasterKeys.@Nullable Wrapped created) {}

  private record Kept(short generation, String masterKey, @Nullable String wrapped) {}

  private final JdbcClient jdbc;
  private final MasterKeys masters;
  private final List<Remembering> remembering = new CopyOnWriteArrayList<>();
  private final Cache<UUID, Current> known =
      Caches.builder().maximumSize(REMEMBERED).expireAfterWrite(FORGOTTEN_AFTER).build();

  public SubjectKeys(DataSource source, MasterKeys masters) {
    this.jdbc = JdbcClient.create(source);
    this.masters = masters;
  }

  /// Told when something was erased, to drop what it remembers of it in plain.
  public interface Remembering {
    void forget(UUID stream);

    void forgetAll();
  }

  /// From now on this is told too, whichever process erased.
  public void tell(Remembering who) {
    remembering.add(who);
  }

  /// Erases for good what the subject's keys have sealed, its contact persons' included. Other
  /// processes forget the key when they are notified, at the latest after a minute; what they read
  /// from then on is erased.
  ///
  /// @return whether there was a key
  public boolean destroy(UUID subject) {
    int destroyed =
        jdbc.sql(
                """
                UPDATE custody.data_key SET wrapped = NULL, destroyed_at = now()
                WHERE (subject = ? OR stream = ?) AND wrapped IS NOT NULL
                """)
            .param(subject)
            .param(subject)
            .update();
    announce(subject);
    return destroyed > 0;
  }

  /// Lets every process forget what it has of this stream in plain. Repeating it does no harm.
  public void announce(UUID stream) {
    heard(stream);
    jdbc.sql("SELECT pg_notify(?, ?)")
        .param(Signal.KEY_CHANNEL)
        .param(stream.toString())
        .query(rows -> {});
  }

  /// The same within this process.
  void heard(UUID stream) {
    if (stream.equals(INSTALLATION)) {
      masters.reload();
    }
    known.invalidateAll(); // erasures are rare, and contact persons' keys are not to be told by it
    remembering.forEach(who -> who.forget(stream));
  }

  /// A new key, of the generation after the last one.
  Current next(UUID subject) {
    int last = latest(subject).map(Kept::generation).orElse((short) 0);
    return create(subject, (short) (last + 1));
  }

  /// The key to seal the subject's next events with.
  ///
  /// @param first whether nothing was ever sealed for it: there can be no key yet
  Current forWriting(UUID subject, boolean first) {
    if (first) {
      return create(subject, (short) 1);
    }
    Current current = known.getIfPresent(subject);
    if (current != null) {
      return current;
    }
    Optional<Kept> kept = latest(subject);
    if (kept.isEmpty()) {
      return create(subject, (short) 1);
    }
    short generation = kept.get().generation();
    DataKey key = opened(subject, generation, kept.get().masterKey(), bytes(kept.get().wrapped()));
    return key == null
        ? create(subject, (short) (generation + 1))
        : new Current(generation, key, null);
  }

  /// The key as it was read beside an event.
  ///
  /// @param wrapped null if it was destroyed
  /// @return null if it was destroyed
  @Nullable DataKey opened(
      UUID subject, short generation, @Nullable String masterKey, byte @Nullable [] wrapped) {
    if (masterKey == null || wrapped == null) {
      known.asMap().computeIfPresent(subject, (_, now) -> later(now, generation));
      return null;
    }
    Current current = known.getIfPresent(subject);
    if (current != null && current.generation() == generation) {
      return current.key();
    }
    DataKey key = new DataKey(masters.unwrap(masterKey, wrapped, context(subject, generation)));
    remember(subject, new Current(generation, key, null));
    return key;
  }

  /// To be called once the append that created or used the key is committed.
  void remember(UUID subject, Current current) {
    Current remembered = known.getIfPresent(subject);
    if (remembered != null && remembered.generation() >= current.generation()) {
      return; // most appends: nothing new, and no reason to trust it for longer
    }
    Current kept = new Current(current.generation(), current.key(), null);
    known
        .asMap()
        .merge(subject, kept, (was, now) -> was.generation() > now.generation() ? was : now);
  }

  /// To be called when an append failed on what others did meanwhile, or a key was destroyed.
  void forget(UUID subject) {
    known.invalidate(subject);
  }

  /// To be called when notifications of destroyed keys may have been missed.
  void forgetAll() {
    known.invalidateAll();
    remembering.forEach(Remembering::forgetAll);
  }

  /// The key for {@link KeyedHash}, made on first use.
  public KeyedHash installationHash() {
    Optional<Kept> kept = latest(INSTALLATION);
    if (kept.isEmpty()) {
      MasterKeys.Wrapped wrapped = masters.wrap(DataKey.random(), context(INSTALLATION, (short) 1));
      jdbc.sql(
              "INSERT INTO custody.data_key VALUES (?, 1, ?, decode(?, 'hex')) ON CONFLICT DO"
                  + " NOTHING")
          .param(INSTALLATION)
          .param(wrapped.masterKey())
          .param(wrapped.hex())
          .update();
      kept = latest(INSTALLATION);
    }
    Kept key = kept.orElseThrow();
    if (key.wrapped() == null) {
      throw new IllegalStateException("the key of the lookup tables was destroyed");
    }
    return new KeyedHash(
        masters.unwrap(
            key.masterKey(),
            HexFormat.of().parseHex(key.wrapped()),
            context(INSTALLATION, key.generation())));
  }

  private Current create(UUID subject, short generation) {
    byte[] raw = DataKey.random();
    return new Current(
        generation, new DataKey(raw), masters.wrap(raw, context(subject, generation)));
  }

  private Optional<Kept> latest(UUID subject) {
    return jdbc.sql(
            """
            SELECT generation, master_key, encode(wrapped, 'hex') FROM custody.data_key
            WHERE subject = ? ORDER BY generation DESC LIMIT 1
            """)
        .param(subject)
        .query((row, _) -> new Kept(row.getShort(1), row.getString(2), row.getString(3)))
        .optional();
  }

  private static @Nullable Current later(Current current, short generation) {
    return current.generation() > generation ? current : null;
  }

  private static byte @Nullable [] bytes(@Nullable String hex) {
    return hex == null ? null : HexFormat.of().parseHex(hex);
  }

  /// Lets every process read its master keys again.
  void announceMasterKeys() {
    announce(INSTALLATION);
  }

  /// What a wrapped key is bound to, so that no key can be put in another's place.
  static String context(UUID subject, short generation) {
    return subject + "/" + generation;
  }
}
