package custody.store;

import custody.wire.DataKey;
import custody.wire.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Seals what is kept for a while outside of the events, such as an uploaded file, under a key of
/// its own, so that destroying the key is enough to be rid of it.
public final class Vault {
  private final SubjectKeys keys;
  private final JdbcClient jdbc;

  public Vault(SubjectKeys keys, DataSource source) {
    this.keys = keys;
    this.jdbc = JdbcClient.create(source);
  }

  /// Seals and opens under one subject's key, which the first seal makes.
  public static final class Box {
    private final DataKey key;

    private Box(DataKey key) {
      this.key = key;
    }

    /// @param what what the sealed bytes are bound to
    public byte[] seal(String what, byte[] plain) {
      return key.seal(plain, what.getBytes(StandardCharsets.UTF_8));
    }

    /// Empty if the key they were sealed with is destroyed.
    public Optional<byte[]> open(String what, byte[] sealed) {
      try {
        return Optional.of(key.open(sealed, what.getBytes(StandardCharsets.UTF_8)));
      } catch (UnreadableEventException e) {
        return Optional.empty();
      }
    }
  }

  /// To read what was sealed; empty if nothing was, or the key is destroyed.
  public Optional<Box> kept(UUID subject) {
    SubjectKeys.Current current = keys.forWriting(subject, false);
    return current.created() == null ? Optional.of(new Box(current.key())) : Optional.empty();
  }

  public Box box(UUID subject) {
    SubjectKeys.Current current = keys.forWriting(subject, false);
    MasterKeys.Wrapped created = current.created();
    if (created == null) {
      return new Box(current.key());
    }
    int kept =
        jdbc.sql(
                "INSERT INTO custody.data_key VALUES (?, ?, ?, decode(?, 'hex')) ON CONFLICT DO"
                    + " NOTHING")
            .param(subject)
            .param(current.generation())
            .param(created.masterKey())
            .param(created.hex())
            .update();
    if (kept == 0) {
      keys.forget(subject);
      return box(subject);
    }
    keys.remember(subject, current);
    return new Box(current.key());
  }

  /// What was sealed for the subject cannot be opened any more.
  public void destroy(UUID subject) {
    keys.destroy(subject);
  }
}
