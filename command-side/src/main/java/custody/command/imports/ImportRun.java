package custody.command.imports;

import custody.command.Commands;
import custody.command.Directory;
import custody.command.imports.ImportJob.Phase;
import custody.command.imports.StreamImport.Bound;
import custody.command.imports.mapping.Fact;
import custody.command.imports.mapping.Fact.StreamKey;
import custody.command.imports.mapping.Mapping;
import custody.command.imports.mapping.MappingReader;
import custody.command.imports.mapping.RowReport;
import custody.command.imports.mapping.RowReport.Outcome;
import custody.command.imports.mapping.Translation;
import custody.command.imports.source.Cell;
import custody.command.imports.source.NdjsonLines;
import custody.command.imports.source.Row;
import custody.command.imports.source.Table;
import custody.contract.Event;
import custody.contract.FollowUpEvent;
import custody.contract.Holder;
import custody.contract.OwnershipEvent;
import custody.contract.ProfileEvent;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.UuidV7;
import custody.service.Operations;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import custody.store.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Carries one import out, from wherever it stands. Everything it does may be done again: what is
/// recorded is found recorded, and the rest is still in the list.
final class ImportRun {
  /// Sorts corrections behind what they may correct.
  private static final Instant LAST = Instant.parse("2900-01-01T00:00:00Z");

  private static final int BATCH = 1000;

  /// How often is told how much of a file has been read.
  private static final Duration TELLING = Duration.ofSeconds(1);

  /// What runs have in common.
  record Tools(
      ImportStore store,
      Operations operations,
      Commands commands,
      Directory directory,
      EventLog log,
      Keys keys,
      FieldCatalog catalog,
      FieldJson fields,
      ImportProperties properties) {}

  private final Tools tools;
  private final ImportJob job;
  private final UUID holder;
  private final Mapping mapping;
  private final References references;
  private final Binder binder;
  private @Nullable StreamKey lastHashed;
  private String lastHash = "";

  /// @param holder who has the lease
  ImportRun(Tools tools, ImportJob job, UUID holder) {
    this.tools = tools;
    this.job = job;
    this.holder = holder;
    this.mapping =
        MappingReader.read(
            job.mapping().getBytes(java.nio.charset.StandardCharsets.UTF_8), tools.catalog());
    this.references =
        new References(tools.directory(), tools.keys(), tools.catalog(), tools.fields());
    this.binder = new Binder(references, tools.keys());
  }

  /// @throws LeaseLostException if another process took over
  void run() throws InterruptedException {
    Phase phase = job.phase();
    if (phase == Phase.STAGING) {
      stage();
      phase = Phase.APPLYING;
    }
    if (phase == Phase.APPLYING) {
      apply();
      phase = Phase.REPORTING;
    }
    if (phase == Phase.REPORTING) {
      report();
    }
  }

  // ---- the file becomes a list of facts

  private final class Staging {
    private final List<Staged> facts = new ArrayList<>();
    private final List<RowReport> reports = new ArrayList<>();
    private long row;
    private int part;
    private long warnings;
    private long rejected;
    private long read;
    private long told = System.nanoTime() - TELLING.toNanos();

    void add(Fact fact) {
      part = fact.row() == row ? part + 1 : 1;
      row = fact.row();
      read = row;
      facts.add(new Staged(place(fact, part), fact));
      flushIfFull();
    }

    void add(RowReport report) {
      reports.add(report);
      read = report.row();
      if (report.outcome() == Outcome.REJECT) {
        rejected++;
      } else {
        warnings++;
      }
      flushIfFull();
    }

    private void flushIfFull() {
      if (facts.size() >= BATCH || reports.size() >= BATCH) {
        flush();
      }
    }

    void flush() {
      tools.store().stage(job.id(), facts);
      tools.store().report(job.id(), reports);
      facts.clear();
      reports.clear();
      if (System.nanoTime() - told >= TELLING.toNanos()) {
        told = System.nanoTime();
        tools.store().aside(() -> tools.operations().progress(job.id(), read, null));
      }
    }
  }

  private Staged.Place place(Fact fact, int part) {
    Fact.StreamKey stream = fact.stream();
    Instant effectiveAt = fact.effectiveAt();
    boolean correction = fact.event().equals("event.voided");
    Instant at = correction ? LAST : effectiveAt == null ? job.importedAt() : effectiveAt;
    int rank =
        switch (fact.event()) {
          case "customer.registered", "rep.joined" -> 0;
          case "contact.added" -> 1;
          // Where one period ends another may begin at the same moment, which then counts.
          case "ownership.released" -> 2;
          default -> 3;
        };
    String hash = hash(stream);
    // Customers can be found by what the same file says of them only once that is recorded.
    int kind = stream.rep() ? 0 : stream.isKey() || stream.isId() ? 1 : 2;
    Fact.Original original = fact.original();
    if (original != null) {
      return new Staged.Place(kind, hash, original.recordedAt(), 0, original.version(), part);
    }
    return new Staged.Place(kind, hash, at, rank, fact.row(), part);
  }

  /// Many rows of a file follow each other that are about the same.
  private String hash(StreamKey stream) {
    if (!stream.equals(lastHashed)) {
      lastHashed = stream;
      String name = (stream.isKey() ? stream.system() : stream.by()) + "\n" + stream.key();
      lastHash = tools.store().hex("import-stream", name);
    }
    return lastHash;
  }

  private void stage() {
    tools
        .store()
        .inTransaction(
            () -> {
              tools.store().holdOn(job.id(), holder);
              tools.store().clearStaging(job.id());
              Staging staging = new Staging();
              long rows = job.file().type().equals("ndjson") ? lines(staging) : rows(staging);
              staging.flush();
              tools.store().staged(job.id(), rows, staging.warnings, staging.rejected);
              return rows;
            });
  }

  private long rows(Staging staging) {
    Translation translation =
        new Translation(
            mapping, job.file().header(), tools.catalog(), tools.fields(), job.importedAt());
    long rows = 0;
    try (Table table =
        Opened.table(this::content, job.file(), mapping, tools.properties().limits())) {
      for (Row row = table.next(); row != null; row = table.next()) {
        Translation.Result result = translation.translate(row);
        result.reports().forEach(staging::add);
        result.facts().forEach(staging::add);
        rows++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private long lines(Staging staging) {
    HistoryLines history = new HistoryLines(mapping.system(), tools.catalog(), tools.fields());
    long rows = 0;
    try (NdjsonLines lines = new NdjsonLines(content(), tools.properties().limits())) {
      for (NdjsonLines.Line line = lines.next(); line != null; line = lines.next()) {
        HistoryLines.Read read = history.read(line);
        Fact fact = read.fact();
        RowReport refusal = read.refusal();
        if (fact != null) {
          staging.add(fact);
        }
        if (refusal != null) {
          staging.add(refusal);
        }
        rows++;
      }
    }
    return rows;
  }

  private java.io.InputStream content() {
    return tools.store().open(job.id());
  }

  // ---- the list is worked off, page by page

  private void apply() throws InterruptedException {
    long total = tools.store().facts(job.id());
    long done = total - tools.store().left(job.id());
    tools.operations().progress(job.id(), done, total);
    Set<String> own = ConcurrentHashMap.newKeySet();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      while (true) {
        List<Staged> page = wholeStreams(tools.store().page(job.id(), pageFacts()));
        if (page.isEmpty()) {
          break;
        }
        List<RowReport> reports = page(executor, page, own);
        finish(page, reports);
        done += page.size();
        if (!job.dryRun()) {
          tools.store().grown(page.size());
        }
        tools.operations().progress(job.id(), done, total);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
    tools.store().phase(job.id(), Phase.REPORTING);
  }

  private int pageFacts() {
    return tools.properties().pageFacts();
  }

  /// Leaves the last stream for the next page if it may go on there. Each kind has its own pages,
  /// since it refers to those before.
  private List<Staged> wholeStreams(List<Staged> page) {
    if (page.isEmpty()) {
      return page;
    }
    int end = page.size();
    int kind = page.getFirst().place().kind();
    while (page.get(end - 1).place().kind() != kind) {
      end--;
    }
    if (end == page.size() && page.size() == pageFacts()) {
      String last = page.getLast().place().stream();
      int begin = end;
      while (begin > 0 && page.get(begin - 1).place().stream().equals(last)) {
        begin--;
      }
      end = begin > 0 ? begin : wholeMoments(page);
    }
    return page.subList(0, end);
  }

  /// One stream fills the page: what it says of the last moment may go on, too.
  private static int wholeMoments(List<Staged> page) {
    int end = page.size();
    Instant last = page.getLast().place().at();
    while (end > 0 && page.get(end - 1).place().at().equals(last)) {
      end--;
    }
    return end > 0 ? end : page.size();
  }

  private List<RowReport> page(ExecutorService executor, List<Staged> page, Set<String> own)
      throws InterruptedException {
    Map<String, List<Staged>> byStream = new LinkedHashMap<>();
    for (Staged staged : page) {
      byStream.computeIfAbsent(staged.place().stream(), _ -> new ArrayList<>()).add(staged);
    }
    Set<StreamKey> named = Binder.reps(page.stream().map(Staged::fact).toList());
    byStream.values().forEach(stream -> named.add(stream.getFirst().fact().stream()));
    references.lookUp(named);
    Semaphore slots = new Semaphore(tools.properties().parallel());
    StreamImport importing =
        new StreamImport(
            tools.commands(), tools.log(), tools.keys(), job, tools.properties().appendFacts());
    List<Future<List<RowReport>>> running = new ArrayList<>();
    for (List<Staged> stream : byStream.values()) {
      slots.acquire();
      running.add(
          executor.submit(
              () -> {
                try {
                  return stream(importing, stream, own);
                } finally {
                  slots.release();
                }
              }));
    }
    List<RowReport> reports = new ArrayList<>();
    for (Future<List<RowReport>> each : running) {
      try {
        reports.addAll(each.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException("an import failed", e.getCause());
      }
    }
    return reports;
  }

  /// @param own those that only this import would let join or register, in a dry run
  private List<RowReport> stream(StreamImport importing, List<Staged> facts, Set<String> own) {
    StreamKey key = facts.getFirst().fact().stream();
    References.Found found = references.get(key);
    UUID existing = found.single();
    if (found.ambiguous()) {
      return facts.stream().map(it -> ambiguous(it.fact())).toList();
    }
    if (existing == null && facts.stream().noneMatch(it -> begins(it.fact()))) {
      return facts.stream().map(it -> unknown(it.fact())).toList();
    }
    UUID stream = existing == null ? UuidV7.create() : existing;
    List<Bound> bound = facts.stream().map(it -> binder.bind(it.fact())).toList();
    if (!job.dryRun()) {
      return importing.apply(stream, existing != null, bound);
    }
    if (existing == null) {
      own.add(stream.toString());
      bound.forEach(it -> pretend(key, it.event(), stream));
    }
    return hopeful(
        bound,
        importing.apply(stream, existing != null, bound),
        own,
        existing != null && own.contains(stream.toString()));
  }

  private static boolean begins(Fact fact) {
    return fact.event().equals("customer.registered") || fact.event().equals("rep.joined");
  }

  private void pretend(StreamKey key, @Nullable Event event, UUID stream) {
    if (event instanceof RepEvent.Joined joined) {
      references.pretend(key, joined, stream);
    } else if (event instanceof ProfileEvent.Registered registered) {
      references.pretend(registered.fields(), stream);
    }
  }

  private static RowReport unknown(Fact fact) {
    String what = fact.stream().rep() ? "rep" : "customer";
    return new RowReport(
        fact.row(),
        fact.target(),
        Outcome.REJECT,
        "unknown-" + what,
        "Nobody has imported or registered this %s; import %ss first, or say in the mapping how the file names them (by, system)."
            .formatted(what, what));
  }

  private static RowReport ambiguous(Fact fact) {
    String what = fact.stream().rep() ? "rep" : "customer";
    return new RowReport(
        fact.row(),
        fact.target(),
        Outcome.REJECT,
        what + "-ambiguous",
        "Several %ss are called so; name the %s by the key or the id.".formatted(what, what));
  }

  /// In a dry run those that the file itself lets join or registers are nobody yet; what only fails
  /// for that will not fail.
  ///
  /// @param ofOwn whether these are facts of such a one
  private static List<RowReport> hopeful(
      List<Bound> bound, List<RowReport> reports, Set<String> own, boolean ofOwn) {
    if (!ofOwn && bound.stream().noneMatch(it -> names(it.event(), own))) {
      return reports;
    }
    Set<String> codes =
        Set.of("unknown-rep", "rep-not-active", "not-owned", "not-in-pool", "customer-not-found");
    return reports.stream()
        .map(
            it ->
                it.outcome() == Outcome.REJECT && codes.contains(it.code())
                    ? new RowReport(it.row(), it.target(), Outcome.CREATE, "create", "")
                    : it)
        .toList();
  }

  private static boolean names(@Nullable Event event, Set<String> reps) {
    RepId rep =
        switch (event) {
          case FollowUpEvent.FollowUpRecorded it -> it.details().rep();
          case FollowUpEvent.FollowUpAmended it -> it.details().rep();
          case ProfileEvent.Registered it -> owner(it.holder());
          case OwnershipEvent it -> owner(it.to());
          case null, default -> null; // no other names a rep
        };
    return rep != null && reps.contains(rep.toString());
  }

  private static @Nullable RepId owner(Holder holder) {
    return holder instanceof Holder.Owner(RepId rep) ? rep : null;
  }

  private void finish(List<Staged> page, List<RowReport> reports) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    reports.forEach(it -> counts.merge(it.outcome(), 1, Integer::sum));
    tools
        .store()
        .inTransaction(
            () -> {
              tools.store().holdOn(job.id(), holder);
              tools.store().done(job.id(), page.getLast().place(), counts);
              tools
                  .store()
                  .report(
                      job.id(),
                      reports.stream()
                          .filter(it -> job.dryRun() || it.outcome() == Outcome.REJECT)
                          .toList());
              return true;
            });
  }

  // ---- what was rejected is given back

  private void report() {
    List<Long> rejected = tools.store().rejectedRows(job.id());
    Set<Long> wanted = new HashSet<>(rejected);
    tools
        .store()
        .inTransaction(
            () -> {
              tools.store().holdOn(job.id(), holder);
              if (!wanted.isEmpty()) {
                keepRejects(wanted);
              }
              tools.store().forgetFile(job.id());
              tools.store().phase(job.id(), Phase.DONE);
              tools.operations().end(job.id(), Operations.State.DONE, summary());
              return true;
            });
  }

  private void keepRejects(Set<Long> wanted) {
    Map<Long, List<String>> batch = new LinkedHashMap<>();
    if (job.file().type().equals("ndjson")) {
      try (NdjsonLines lines = new NdjsonLines(content(), tools.properties().limits())) {
        for (NdjsonLines.Line line = lines.next(); line != null; line = lines.next()) {
          if (wanted.contains(line.number())) {
            keep(batch, line.number(), List.of(line.text()));
          }
        }
      }
    } else {
      try (Table table =
          Opened.table(this::content, job.file(), mapping, tools.properties().limits())) {
        for (Row row = table.next(); row != null; row = table.next()) {
          if (wanted.contains(row.number())) {
            keep(batch, row.number(), row.cells().stream().map(Cell::text).toList());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    tools.store().keepRejects(job.id(), batch);
  }

  private void keep(Map<Long, List<String>> batch, long row, List<String> cells) {
    batch.put(row, cells);
    if (batch.size() >= BATCH) {
      tools.store().keepRejects(job.id(), batch);
      batch.clear();
    }
  }

  private String summary() {
    ImportStore.Counts counts = tools.store().counts(job.id());
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("dryRun", job.dryRun());
    json.put("rows", counts.rowsRead());
    json.put("created", counts.created());
    json.put("amended", counts.amended());
    json.put("unchanged", counts.unchanged());
    json.put("warnings", counts.warnings());
    json.put("rejected", counts.rejected());
    ObjectNode codes = json.putObject("codes");
    tools.store().codes(job.id()).forEach(codes::put);
    json.put("rejects", "/api/imports/" + job.id() + "/rejects");
    json.put("report", "/api/imports/" + job.id() + "/report");
    return json.toString();
  }
}
