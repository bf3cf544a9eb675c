package custody.command.imports;

import custody.command.imports.ImportJob.Phase;
import custody.command.imports.mapping.MappingRefusedException;
import custody.command.imports.source.FileRefusedException;
import custody.service.Background;
import custody.service.Operations;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessException;
import tools.jackson.databind.json.JsonMapper;

/// Works on imports, one at a time: those accepted here, and those a process left that is no more.
/// A lease says who works on which; a process that is killed loses its lease by silence.
/// What a stop interrupts is left as it is; whoever starts next goes on.
final class ImportWorker extends Background {
  private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration RENEW = Duration.ofSeconds(4);
  private static final Duration LOOK = Duration.ofSeconds(3);
  private static final int ATTEMPTS = 5;
  private static final Duration BACK_OFF = Duration.ofSeconds(5);

  private final ImportRun.Tools tools;
  private final UUID holder = UUID.randomUUID();
  private final Semaphore work = new Semaphore(0);
  private volatile @Nullable UUID current;
  private int failures;

  ImportWorker(ImportRun.Tools tools) {
    super("custody-imports", Duration.ofSeconds(15));
    this.tools = tools;
  }

  /// There may be something to do.
  void wake() {
    work.release();
  }

  @Override
  public void start() {
    super.start();
    Thread.ofVirtual().name("imports-lease").start(this::renew);
  }

  @Override
  protected void run() {
    while (isRunning()) {
      try {
        Optional<ImportJob> next = tools.store().lease(holder, LEASE);
        if (next.isPresent()) {
          carryOut(next.get());
        } else {
          tools.store().purge(tools.properties().keepRejects());
          if (work.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            work.drainPermits();
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (LeaseLostException e) {
        log.info("Another process took an import over.");
      } catch (RuntimeException e) {
        // The database may be away, or commands may time out: everything can be done again.
        log.warn("An import was interrupted and goes on in {}.", BACK_OFF, e);
        if (!pause()) {
          return;
        }
      }
    }
  }

  private boolean pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(BACK_OFF.toNanos());
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void carryOut(ImportJob job) throws InterruptedException {
    current = job.id();
    try {
      new ImportRun(tools, job, holder).run();
      failures = 0;
    } catch (FileRefusedException e) {
      fail(job, e.code(), e.detail());
    } catch (MappingRefusedException e) {
      fail(job, "mapping-invalid", "The mapping does not fit the fields configured now.");
    } catch (NonTransientDataAccessException | IllegalStateException e) {
      // Waiting does not heal these; what was recorded stays, and the same file can be sent again.
      if (++failures < ATTEMPTS) {
        throw e;
      }
      failures = 0;
      log.error("An import failed {} times.", ATTEMPTS, e);
      fail(job, "import-failed", "The import failed for a reason of ours; see the log.");
    } finally {
      current = null;
    }
  }

  private void fail(ImportJob job, String code, String detail) {
    String said =
        JsonMapper.shared().createObjectNode().put("code", code).put("detail", detail).toString();
    tools
        .store()
        .inTransaction(
            () -> {
              tools.store().holdOn(job.id(), holder);
              tools.store().forgetFile(job.id());
              tools.store().phase(job.id(), Phase.FAILED);
              tools.operations().end(job.id(), Operations.State.FAILED, said);
              return true;
            });
  }

  private void renew() {
    while (isRunning()) {
      try {
        TimeUnit.NANOSECONDS.sleep(RENEW.toNanos());
        UUID job = current;
        if (job != null) {
          tools.store().renew(job, holder, LEASE);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // The next step of the import finds out by itself.
        log.debug("The lease could not be renewed.", e);
      }
    }
  }
}
