package custody.store;

import custody.contract.Actor;
import custody.contract.ContactId;
import custody.contract.ErasureBasis;
import custody.contract.ErasureEvent.Subject;
import custody.contract.ErasureId;
import custody.wire.KeySubject;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who was erased, in a table and in a file outside of the database. At start whoever a restored
/// backup has brought back is erased again, before anything is answered.
public final class Tombstones {
  private static final Logger log = LoggerFactory.getLogger(Tombstones.class);

  private final JdbcClient jdbc;
  private final @Nullable TombstoneFile file;

  /// @param file null = none is kept
  public Tombstones(DataSource source, @Nullable Path file) {
    this.jdbc = JdbcClient.create(source);
    this.file = file == null ? null : new TombstoneFile(file);
  }

  /// Kept in both places on return. A later one of the same case takes its place.
  public void keep(Tombstone tombstone) {
    if (file != null) {
      file.append(List.of(tombstone));
    }
    insert(tombstone);
  }

  public Optional<Tombstone> find(ErasureId erasure) {
    return Optional.ofNullable(table().get(erasure));
  }

  /// Adds to the file what other processes have kept meanwhile, each with a file of its own.
  public void share() {
    if (file != null) {
      share(table(), file.read());
    }
  }

  /// Erases whoever came back. Nothing else may have read from the database before.
  void apply() {
    List<Tombstone> listed = file == null ? List.of() : file.read();
    Map<ErasureId, Tombstone> known = table();
    share(known, listed);
    Map<ErasureId, Tombstone> all = new LinkedHashMap<>(known);
    listed.forEach(tombstone -> all.put(tombstone.erasure(), tombstone));
    if (all.isEmpty() || !mayDestroy()) {
      return;
    }
    boolean back = false;
    for (Tombstone tombstone : all.values()) {
      if (destroy(tombstone)) {
        back = true;
        log.warn(
            "The database has brought back what was erased in case {}, as an older backup does:"
                + " erased again.",
            tombstone.erasure());
        jdbc.sql("INSERT INTO custody.erasure (id) VALUES (?) ON CONFLICT DO NOTHING")
            .param(tombstone.erasure().value())
            .update();
      }
      if (!tombstone.equals(known.get(tombstone.erasure()))) {
        insert(tombstone);
      }
    }
    if (back) {
      dropViews();
    }
  }

  private void share(Map<ErasureId, Tombstone> known, Collection<Tombstone> listed) {
    Set<ErasureId> there = new HashSet<>();
    listed.forEach(tombstone -> there.add(tombstone.erasure()));
    List<Tombstone> missing =
        known.values().stream().filter(it -> !there.contains(it.erasure())).toList();
    if (file != null && !missing.isEmpty()) {
      file.append(missing);
    }
  }

  private boolean mayDestroy() {
    return jdbc.sql("SELECT has_table_privilege('custody.data_key', 'UPDATE')")
        .query(Boolean.class)
        .single();
  }

  /// Destroys the keys it speaks of, whichever engine recorded the event.
  ///
  /// @return whether there was anything to destroy
  public boolean destroy(Tombstone tombstone) {
    UUID stream = tombstone.subject().stream();
    ContactId contact = tombstone.subject().contact();
    int destroyed =
        jdbc.sql(
                """
                UPDATE custody.data_key SET wrapped = NULL, destroyed_at = now()
                WHERE (subject = :subject OR stream = :subject)
                  AND wrapped IS NOT NULL AND created_at < :erasedAt
                """)
            .param("subject", contact == null ? stream : KeySubject.of(stream, contact))
            .param("erasedAt", tombstone.erasedAt().atOffset(ZoneOffset.UTC))
            .update();
    return destroyed > 0;
  }

  /// They may show the erased, and are built anew from what can be read now.
  private void dropViews() {
    List<String> schemas =
        jdbc.sql(
                """
                SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname LIKE 'view\\_%'
                """)
            .query(String.class)
            .list();
    try {
      schemas.forEach(schema -> jdbc.sql("DROP SCHEMA " + schema + " CASCADE").update());
      jdbc.sql("DELETE FROM custody.view_position").update();
    } catch (DataAccessException e) {
      log.warn(
          "The views {} may show what was erased until the query side has caught up, and this role"
              + " may not drop them.",
          schemas);
    }
  }

  private void insert(Tombstone tombstone) {
    Subject subject = tombstone.subject();
    ContactId contact = subject.contact();
    jdbc.sql(
            """
            INSERT INTO custody.tombstone
            VALUES (:erasure, :kind, :stream, :contact, :erasedAt, :basis, :requestedBy, :approvedBy)
            ON CONFLICT (erasure) DO UPDATE SET erased_at = EXCLUDED.erased_at
            """)
        .param("erasure", tombstone.erasure().value())
        .param("kind", text(subject.kind()))
        .param("stream", subject.stream())
        .param("contact", contact == null ? null : contact.value())
        .param("erasedAt", tombstone.erasedAt().atOffset(ZoneOffset.UTC))
        .param("basis", text(tombstone.basis()))
        .param("requestedBy", tombstone.requestedBy().toString())
        .param("approvedBy", tombstone.approvedBy().toString())
        .update();
  }

  private Map<ErasureId, Tombstone> table() {
    Map<ErasureId, Tombstone> all = new LinkedHashMap<>();
    jdbc.sql("SELECT * FROM custody.tombstone ORDER BY erased_at, erasure")
        .query(
            (row, _) -> {
              UUID contact = row.getObject("contact", UUID.class);
              return new Tombstone(
                  new ErasureId(row.getObject("erasure", UUID.class)),
                  new Subject(
                      Subject.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                      row.getObject("stream", UUID.class),
                      contact == null ? null : new ContactId(contact)),
                  row.getObject("erased_at", OffsetDateTime.class).toInstant(),
                  ErasureBasis.valueOf(row.getString("basis").toUpperCase(Locale.ROOT)),
                  Actor.parse(row.getString("requested_by")),
                  Actor.parse(row.getString("approved_by")));
            })
        .list()
        .forEach(tombstone -> all.put(tombstone.erasure(), tombstone));
    return all;
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
