package custody.store;

import io.axoniq.axonserver.grpc.event.Event;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lets nobody to an Axon Server that is away, or that is not the one this database belongs to.
///
/// Axon Server may be started after Custody. So what cannot be asked at the start is asked before
/// the first use.
public final class AxonServerGate {
  private static final Logger log = LoggerFactory.getLogger(AxonServerGate.class);

  private final AxonServerChannel server;
  private final JdbcClient database;
  private final boolean adopt;
  private volatile boolean checked;
  private volatile boolean marked;

  /// @param adopt whether a history whose keys are elsewhere is taken on
  AxonServerGate(AxonServerChannel server, DataSource database, boolean adopt) {
    this.server = server;
    this.adopt = adopt;
    this.database = JdbcClient.create(database);
  }

  /// To be called at the start.
  ///
  /// @throws IllegalStateException if it is the wrong one; not if it is away
  void checkIfThere() {
    if (server.isConnected()) {
      check();
    } else {
      log.warn("{}: no commands until it does", server.unreachable(null).getMessage());
    }
  }

  /// @throws StoreUnavailableException if it cannot be used now
  public void require() {
    String reason = closed();
    if (reason != null) {
      throw new StoreUnavailableException(reason);
    }
  }

  /// The same for who records: from now on the database belongs to the context.
  void requireToRecord() {
    require();
    if (!marked) {
      database
          .sql("INSERT INTO custody.event_store (context) VALUES (?) ON CONFLICT DO NOTHING")
          .param(server.context())
          .update();
      marked = true;
    }
  }

  /// The same for who reads.
  ///
  /// @throws DataAccessResourceFailureException if it cannot be used now
  void requireToRead() {
    String reason = closed();
    if (reason != null) {
      throw new DataAccessResourceFailureException(reason);
    }
  }

  /// Why it cannot be used now; null if it can.
  @Nullable String closed() {
    if (!server.isConnected()) {
      return server.unreachable(null).getMessage();
    }
    if (checked) {
      return null;
    }
    try {
      check();
      return null;
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private synchronized void check() {
    if (checked) {
      return;
    }
    checkContext();
    checkDatabase();
    checkHistory();
    checked = true;
  }

  /// A context that is not there may be accepted in silence, and what is written to it lost.
  private void checkContext() {
    List<String> contexts;
    try {
      contexts = server.contexts();
    } catch (RuntimeException e) {
      log.warn(
          "Axon Server does not say which contexts there are, so that {} is taken on trust: {}",
          server.context(),
          e.getMessage());
      return;
    }
    require(
        contexts.contains(server.context()),
        "Axon Server has no context %s but %s: create it, or set axon.axonserver.context"
            .formatted(server.context(), contexts));
  }

  private void checkDatabase() {
    require(
        !database.sql("SELECT EXISTS (SELECT FROM custody.event)").query(Boolean.class).single(),
        "this database holds events itself, and they are not copied to Axon Server: give the"
            + " profile axon-server an empty database, or start without it");
    String belongsTo =
        database
            .sql("SELECT context FROM custody.event_store")
            .query(String.class)
            .optional()
            .orElse(server.context());
    require(
        belongsTo.equals(server.context()),
        "this database belongs to Axon Server's context %s, not %s: set axon.axonserver.context, or"
                .formatted(belongsTo, server.context())
            + " use an empty database");
  }

  /// Events whose keys are elsewhere would all read as erased.
  private void checkHistory() {
    if (adopt || server.lastToken() < 0) {
      return;
    }
    Event first = server.from(server.tokenBeforeFirst() + 1, 1).getFirst().getEvent();
    require(
        database
            .sql("SELECT EXISTS (SELECT FROM custody.data_key WHERE subject = ?)")
            .param(AxonServerForm.stream(first))
            .query(Boolean.class)
            .single(),
        "Axon Server's context %s holds a history whose keys are not in this database: use the database"
                .formatted(server.context())
            + " it was recorded with, or an empty context; if it is lost for good,"
            + " custody.store.adopt-history=true takes the history on without its personal data");
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalStateException(otherwise);
    }
  }
}
