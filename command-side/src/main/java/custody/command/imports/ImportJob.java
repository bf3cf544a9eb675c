package custody.command.imports;

import custody.contract.Actor;
import custody.service.imports.ImportFile;
import java.time.Instant;
import java.util.UUID;

/// One import, as it is kept.
///
/// @param importedAt what "the time of the import" means in it: UTC, microseconds
record ImportJob(
    UUID id,
    Actor actor,
    boolean dryRun,
    Phase phase,
    Instant importedAt,
    String mapping,
    ImportFile file) {

  enum Phase {
    STAGING,
    APPLYING,
    REPORTING,
    DONE,
    FAILED
  }
}
