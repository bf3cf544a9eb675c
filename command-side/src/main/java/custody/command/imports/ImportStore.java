package custody.command.imports;

import custody.command.imports.ImportJob.Phase;
import custody.command.imports.mapping.Fact;
import custody.command.imports.mapping.RowReport;
import custody.contract.Actor;
import custody.service.imports.ImportFile;
import custody.store.KeyedHash;
import custody.store.LookupStatistics;
import custody.store.Vault;
import custody.wire.ContractJson;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The tables of imports. Whatever may be personal is sealed on its way in.
final class ImportStore {
  static final int PART_BYTES = 256 * 1024;
  private static final String FACT = "fact";

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final TransactionTemplate apart;
  private final Vault vault;
  private final KeyedHash hash;
  private final AtomicLong recorded = new AtomicLong();
  private volatile long analyzeAt = 2000;

  ImportStore(
      JdbcTemplate template, TransactionTemplate transactions, Vault vault, KeyedHash hash) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.transactions = transactions;
    this.apart =
        new TransactionTemplate(
            Objects.requireNonNull(transactions.getTransactionManager()),
            new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
    this.vault = vault;
    this.hash = hash;
  }

  <T> T inTransaction(java.util.function.Supplier<T> work) {
    T result = transactions.execute(_ -> work.get());
    if (result == null) {
      throw new IllegalStateException("work in a transaction has a result");
    }
    return result;
  }

  /// In the middle of a transaction, what others are to see at once.
  void aside(Runnable work) {
    apart.executeWithoutResult(_ -> work.run());
  }

  /// Keeps the file and the mapping. To be called in the transaction that starts the operation.
  ///
  /// @return the file's size in bytes
  long create(
      UUID id,
      Actor actor,
      boolean dryRun,
      Instant importedAt,
      byte[] mapping,
      ImportFile file,
      InputStream content)
      throws IOException {
    Vault.Box box = vault.box(id);
    jdbc.sql(
            """
            INSERT INTO custody.import (id, actor, dry_run, phase, imported_at, mapping, file)
            VALUES (:id, :actor, :dryRun, 'staging', :importedAt, :mapping, :file)
            """)
        .param("id", id)
        .param("actor", actor.toString())
        .param("dryRun", dryRun)
        .param("importedAt", importedAt.atOffset(ZoneOffset.UTC))
        .param("mapping", box.seal(ImportFile.MAPPING, mapping))
        .param("file", box.seal(ImportFile.FILE, ContractJson.plain().writeValueAsBytes(file)))
        .update();
    long bytes = 0;
    int no = 0;
    for (byte[] part = content.readNBytes(PART_BYTES);
        part.length > 0;
        part = content.readNBytes(PART_BYTES)) {
      jdbc.sql("INSERT INTO custody.import_part VALUES (?, ?, ?)")
          .param(id)
          .param(no)
          .param(box.seal(ImportFile.FILE + no, part))
          .update();
      no++;
      bytes += part.length;
    }
    return bytes;
  }

  /// The uploaded file again, part by part.
  InputStream open(UUID id) {
    Vault.Box box = vault.box(id);
    return new InputStream() {
      private byte[] part = new byte[0];
      private int at;
      private int no;

      @Override
      public int read() {
        return filled() ? part[at++] & 0xFF : -1;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        if (length == 0) {
          return 0;
        }
        if (!filled()) {
          return -1;
        }
        int count = Math.min(length, part.length - at);
        System.arraycopy(part, at, buffer, offset, count);
        at += count;
        return count;
      }

      private boolean filled() {
        if (at < part.length) {
          return true;
        }
        String what = ImportFile.FILE + no;
        Optional<byte[]> next =
            jdbc.sql("SELECT sealed FROM custody.import_part WHERE import = ? AND no = ?")
                .param(id)
                .param(no++)
                .query((row, _) -> row.getBytes(1))
                .optional()
                .map(bytes -> box.open(what, bytes).orElseThrow());
        part = next.orElse(new byte[0]);
        at = 0;
        return part.length > 0;
      }
    };
  }

  /// The oldest import that nobody works on, now leased.
  Optional<ImportJob> lease(UUID holder, Duration lease) {
    return jdbc.sql(
            """
            UPDATE custody.import SET lease = :holder, leased_until = now() + :seconds * interval '1 second'
            WHERE id = (
              SELECT id FROM custody.import
              WHERE phase IN ('staging', 'applying', 'reporting')
                AND (leased_until IS NULL OR leased_until < now() OR lease = :holder)
              ORDER BY imported_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, actor, dry_run, phase, imported_at, mapping, file
            """)
        .param("holder", holder)
        .param("seconds", lease.toSeconds())
        .query(
            (row, _) -> {
              UUID id = row.getObject("id", UUID.class);
              Vault.Box box = vault.box(id);
              return new ImportJob(
                  id,
                  Actor.parse(row.getString("actor")),
                  row.getBoolean("dry_run"),
                  Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                  row.getObject("imported_at", OffsetDateTime.class).toInstant(),
                  new String(
                      box.open(ImportFile.MAPPING, row.getBytes("mapping")).orElseThrow(),
                      java.nio.charset.StandardCharsets.UTF_8),
                  ContractJson.plain()
                      .readValue(
                          box.open(ImportFile.FILE, row.getBytes("file")).orElseThrow(),
                          ImportFile.class));
            })
        .optional();
  }

  /// @throws LeaseLostException if another process has it
  void renew(UUID id, UUID holder, Duration lease) {
    int kept =
        jdbc.sql(
                """
                UPDATE custody.import SET leased_until = now() + ? * interval '1 second'
                WHERE id = ? AND lease = ?
                """)
            .param(lease.toSeconds())
            .param(id)
            .param(holder)
            .update();
    if (kept == 0) {
      throw new LeaseLostException();
    }
  }

  /// Holds the import's row until the transaction ends, so that no other process can take it over.
  ///
  /// @throws LeaseLostException if another process has it
  void holdOn(UUID id, UUID holder) {
    boolean held =
        jdbc.sql("SELECT 1 FROM custody.import WHERE id = ? AND lease = ? FOR UPDATE")
            .param(id)
            .param(holder)
            .query(Integer.class)
            .optional()
            .isPresent();
    if (!held) {
      throw new LeaseLostException();
    }
  }

  void phase(UUID id, Phase phase) {
    jdbc.sql(
            """
            UPDATE custody.import SET phase = ?,
              ended_at = CASE WHEN ? THEN now() END,
              leased_until = CASE WHEN ? THEN NULL ELSE leased_until END
            WHERE id = ?
            """)
        .param(phase.name().toLowerCase(Locale.ROOT))
        .param(phase == Phase.DONE || phase == Phase.FAILED)
        .param(phase == Phase.DONE || phase == Phase.FAILED)
        .param(id)
        .update();
  }

  void clearStaging(UUID id) {
    for (String table : List.of("import_fact", "import_report", "import_reject")) {
      template.update("DELETE FROM custody." + table + " WHERE import = ?", id);
    }
  }

  void stage(UUID id, List<Staged> facts) {
    if (facts.isEmpty()) {
      return;
    }
    Vault.Box box = vault.box(id);
    List<Object[]> rows = facts.parallelStream().map(it -> row(box, it)).toList();
    template.execute(
        (ConnectionCallback<Integer>)
            connection -> {
              try (PreparedStatement insert =
                  connection.prepareStatement(
                      """
                      INSERT INTO custody.import_fact
                        (import, kind, stream, at, rank, row, part, record, content, sealed)
                      SELECT ?, * FROM unnest(?::smallint[], ?::text[], ?::timestamptz[],
                        ?::smallint[], ?::bigint[], ?::int[], ?::text[], ?::text[], ?::bytea[])
                      """)) {
                String[] types = {
                  "int2", "text", "timestamptz", "int2", "int8", "int4", "text", "text", "bytea"
                };
                insert.setObject(1, id);
                for (int column = 0; column < types.length; column++) {
                  insert.setArray(column + 2, array(connection, types[column], rows, column));
                }
                return insert.executeUpdate();
              }
            });
  }

  private Object[] row(Vault.Box box, Staged staged) {
    Staged.Place place = staged.place();
    Fact fact = staged.fact();
    String once =
        fact.event().equals("follow-up.recorded") ? "" : String.valueOf(fact.effectiveAt());
    String record =
        String.join(
            "\n", fact.target(), fact.event(), fact.stream().toString(), fact.record(), once);
    String content = fact.payload() + "\n" + fact.effectiveAt() + "\n" + fact.stream();
    return new Object[] {
      (short) place.kind(),
      place.stream(),
      Timestamp.from(place.at()),
      (short) place.rank(),
      place.row(),
      place.part(),
      hex("import-record", record),
      hex("import-content", content),
      box.seal(FACT, ContractJson.plain().writeValueAsBytes(fact))
    };
  }

  private static Array array(Connection connection, String type, List<Object[]> rows, int column)
      throws java.sql.SQLException {
    Object[] values = type.equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i)[column];
    }
    return connection.createArrayOf(type, values);
  }

  String hex(String purpose, String text) {
    return HexFormat.of().formatHex(hash.of(purpose, text), 0, 16);
  }

  /// A record that stands in the file twice is worked on once; if the two differ, the later one is
  /// rejected.
  void dropRepeated(UUID id) {
    jdbc.sql(
            """
            WITH numbered AS (
              SELECT ctid AS place, content,
                first_value(content) OVER same AS first, row_number() OVER same AS nth
              FROM custody.import_fact WHERE import = :id
              WINDOW same AS (PARTITION BY record ORDER BY row, part)),
            repeated AS MATERIALIZED (SELECT * FROM numbered WHERE nth > 1),
            dropped AS (
              DELETE FROM custody.import_fact f USING repeated r WHERE f.ctid = r.place
              RETURNING f.row, r.content = r.first AS same),
            said AS (
              INSERT INTO custody.import_report (import, row, target, outcome, code, detail)
              SELECT :id, row, 'row', 'reject', 'duplicate-key',
                'Another row above has the same key and says something else.'
              FROM dropped WHERE NOT same)
            UPDATE custody.import SET
              rejected = rejected + (SELECT count(*) FROM dropped WHERE NOT same),
              unchanged = unchanged + (SELECT count(*) FROM dropped WHERE same)
            WHERE id = :id
            """)
        .param("id", id)
        .update();
  }

  void staged(UUID id, long rows, long warnings, long rejected) {
    dropRepeated(id);
    // No statistics were gathered of what this transaction has written; pages ask for no more.
    template.execute("ANALYZE custody.import_fact (import, kind, stream, at)");
    jdbc.sql(
            """
            UPDATE custody.import SET phase = 'applying', rows_read = ?, warnings = ?,
              rejected = rejected + ?, created = 0, amended = 0,
              facts = (SELECT count(*) FROM custody.import_fact f WHERE f.import = import.id)
            WHERE id = ?
            """)
        .param(rows)
        .param(warnings)
        .param(rejected)
        .param(id)
        .update();
  }

  /// What is looked up for every registration grows faster than statistics are gathered of it, by
  /// one large file as by many small ones.
  ///
  /// @param facts that were recorded since the last call
  void grown(int facts) {
    if (recorded.addAndGet(facts) >= analyzeAt) {
      LookupStatistics.gather(template);
      analyzeAt = recorded.get() * 4;
    }
  }

  long facts(UUID id) {
    return jdbc.sql("SELECT facts FROM custody.import WHERE id = ?")
        .param(id)
        .query(Long.class)
        .single();
  }

  long left(UUID id) {
    return jdbc.sql("SELECT count(*) FROM custody.import_fact WHERE import = ?")
        .param(id)
        .query(Long.class)
        .single();
  }

  /// The next facts in the order in which to deal with them.
  List<Staged> page(UUID id, int limit) {
    Vault.Box box = vault.box(id);
    return jdbc
        .sql(
            """
            SELECT kind, stream, at, rank, row, part, sealed FROM custody.import_fact
            WHERE import = ? ORDER BY kind, stream, at, rank, row, part LIMIT ?
            """)
        .param(id)
        .param(limit)
        .query(
            (row, _) ->
                Map.entry(
                    new Staged.Place(
                        row.getInt("kind"),
                        row.getString("stream"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getInt("rank"),
                        row.getLong("row"),
                        row.getInt("part")),
                    row.getBytes("sealed")))
        .list()
        .parallelStream()
        .map(
            it ->
                new Staged(
                    it.getKey(),
                    ContractJson.plain()
                        .readValue(box.open(FACT, it.getValue()).orElseThrow(), Fact.class)))
        .toList();
  }

  /// The facts up to and including this one are dealt with.
  void done(UUID id, Staged.Place last, Map<RowReport.Outcome, Integer> counts) {
    jdbc.sql(
            """
            DELETE FROM custody.import_fact WHERE import = ?
              AND (kind, stream, at, rank, row, part) <= (?, ?, ?, ?, ?, ?)
            """)
        .param(id)
        .param((short) last.kind())
        .param(last.stream())
        .param(last.at().atOffset(ZoneOffset.UTC))
        .param((short) last.rank())
        .param(last.row())
        .param(last.part())
        .update();
    jdbc.sql(
            """
            UPDATE custody.import SET created = created + ?, amended = amended + ?,
              unchanged = unchanged + ?, warnings = warnings + ?, rejected = rejected + ?
            WHERE id = ?
            """)
        .param(counts.getOrDefault(RowReport.Outcome.CREATE, 0))
        .param(counts.getOrDefault(RowReport.Outcome.AMEND, 0))
        .param(counts.getOrDefault(RowReport.Outcome.UNCHANGED, 0))
        .param(counts.getOrDefault(RowReport.Outcome.WARNING, 0))
        .param(counts.getOrDefault(RowReport.Outcome.REJECT, 0))
        .param(id)
        .update();
  }

  void report(UUID id, Collection<RowReport> reports) {
    template.batchUpdate(
        """
        INSERT INTO custody.import_report (import, row, target, outcome, code, detail)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        reports,
        500,
        (insert, it) -> {
          insert.setObject(1, id);
          insert.setLong(2, it.row());
          insert.setString(3, it.target());
          insert.setString(4, it.outcome().name().toLowerCase(Locale.ROOT));
          insert.setString(5, it.code());
          insert.setString(6, it.detail());
        });
  }

  /// The numbers of the rejected rows, ascending.
  List<Long> rejectedRows(UUID id) {
    return jdbc.sql(
            """
            SELECT DISTINCT row FROM custody.import_report
            WHERE import = ? AND outcome = 'reject' ORDER BY row
            """)
        .param(id)
        .query(Long.class)
        .list();
  }

  void keepRejects(UUID id, Map<Long, List<String>> rows) {
    Vault.Box box = vault.box(id);
    template.batchUpdate(
        "INSERT INTO custody.import_reject VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        rows.entrySet(),
        500,
        (insert, row) -> {
          insert.setObject(1, id);
          insert.setLong(2, row.getKey());
          insert.setBytes(
              3,
              box.seal(ImportFile.REJECT, ContractJson.plain().writeValueAsBytes(row.getValue())));
        });
  }

  record Counts(
      long rowsRead, long created, long amended, long unchanged, long warnings, long rejected) {}

  Counts counts(UUID id) {
    return jdbc.sql(
            """
            SELECT rows_read, created, amended, unchanged, warnings, rejected
            FROM custody.import WHERE id = ?
            """)
        .param(id)
        .query(Counts.class)
        .single();
  }

  /// How often each code was said, for the summary.
  Map<String, Long> codes(UUID id) {
    return jdbc
        .sql(
            """
            SELECT code, count(*) AS times FROM custody.import_report
            WHERE import = ? AND outcome IN ('reject', 'warning') GROUP BY code ORDER BY code
            """)
        .param(id)
        .query((row, _) -> Map.entry(row.getString("code"), row.getLong("times")))
        .list()
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, java.util.LinkedHashMap::new));
  }

  /// The file is needed no more.
  void forgetFile(UUID id) {
    template.update("DELETE FROM custody.import_part WHERE import = ?", id);
    template.update("DELETE FROM custody.import_fact WHERE import = ?", id);
  }

  boolean isAnyRunning() {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM custody.import
              WHERE phase IN ('staging', 'applying', 'reporting'))
            """)
        .query(Boolean.class)
        .single();
  }

  /// The rejected rows of all imports that ended: they name nobody by whom they could be chosen.
  long dropRejects() {
    long dropped = 0;
    for (UUID id :
        jdbc.sql(
                """
                SELECT DISTINCT id FROM custody.import JOIN custody.import_reject ON import = id
                WHERE phase IN ('done', 'failed')
                """)
            .query(UUID.class)
            .list()) {
      dropped += template.update("DELETE FROM custody.import_reject WHERE import = ?", id);
      vault.destroy(id);
    }
    return dropped;
  }

  /// Rejected rows of imports that ended long ago.
  void purge(Duration keep) {
    List<UUID> old =
        jdbc.sql(
                """
                SELECT DISTINCT id FROM custody.import JOIN custody.import_reject ON import = id
                WHERE ended_at < now() - ? * interval '1 second'
                """)
            .param(keep.toSeconds())
            .query(UUID.class)
            .list();
    for (UUID id : old) {
      template.update("DELETE FROM custody.import_reject WHERE import = ?", id);
      vault.destroy(id);
    }
  }
}
