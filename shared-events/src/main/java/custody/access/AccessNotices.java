package custody.access;

import custody.contract.Actor;
import custody.store.Relay;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Tells every process that what was known of an account, or of the keys, holds no longer.
public final class AccessNotices implements Relay.Listener {
  private static final Logger log = LoggerFactory.getLogger(AccessNotices.class);
  private static final String CHANNEL = "custody_access";
  private static final String KEYS = "keys";

  private final JdbcClient jdbc;
  private final List<Consumer<Actor>> ofAccounts = new CopyOnWriteArrayList<>();
  private final List<Runnable> ofKeys = new CopyOnWriteArrayList<>();
  private final List<Runnable> ofGaps = new CopyOnWriteArrayList<>();

  public AccessNotices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void onAccount(Consumer<Actor> listener, Runnable missed) {
    ofAccounts.add(listener);
    ofGaps.add(missed);
  }

  void onKeys(Runnable listener) {
    ofKeys.add(listener);
    ofGaps.add(listener);
  }

  /// To be called once the change is committed; this process knows it when the call returns.
  public void changed(Actor account) {
    heard(account.toString());
    send(account.toString());
  }

  void keysChanged() {
    heard(KEYS);
    send(KEYS);
  }

  private void send(String what) {
    try {
      jdbc.sql("SELECT pg_notify(?, ?)").param(CHANNEL).param(what).query(rows -> {});
    } catch (DataAccessException e) {
      // The change itself is committed; other processes find out within seconds.
      log.warn("Other processes could not be told of a change of access: {}", e.getMessage());
    }
  }

  @Override
  public String channel() {
    return CHANNEL;
  }

  @Override
  public void heard(String what) {
    switch (what) {
      case KEYS -> ofKeys.forEach(Runnable::run);
      default -> {
        Actor account = Actor.parse(what);
        ofAccounts.forEach(it -> it.accept(account));
      }
    }
  }

  @Override
  public void missed() {
    ofGaps.forEach(Runnable::run);
  }
}
