package custody.query.agenda;

import custody.contract.HandoverEvent;
import custody.contract.HandoverEvent.Allotment;
import custody.contract.HandoverEvent.Allotted;
import custody.contract.HandoverEvent.Approved;
import custody.contract.HandoverEvent.Cancelled;
import custody.contract.HandoverEvent.Closed;
import custody.contract.HandoverEvent.Completed;
import custody.contract.HandoverEvent.CustomersFailed;
import custody.contract.HandoverEvent.CustomersKept;
import custody.contract.HandoverEvent.CustomersMoved;
import custody.contract.HandoverEvent.CustomersReturned;
import custody.contract.HandoverEvent.Opened;
import custody.contract.HandoverEvent.Paused;
import custody.contract.HandoverEvent.Planned;
import custody.contract.HandoverEvent.Resumed;
import custody.contract.HandoverEvent.Started;
import custody.contract.HandoverEvent.UndoStarted;
import custody.contract.HandoverEvent.Undone;
import custody.contract.Recorded;
import custody.contract.RepId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/// What rules and inboxes need of handover cases: which are under way, and whom they move. Cases
/// are few, so their events are applied one by one.
final class Cases {
  private Cases() {}

  static void apply(Recorded recorded, HandoverEvent event, Connection db) throws SQLException {
    UUID id = recorded.stream();
    switch (event) {
      case Opened it -> open(id, it, db);
      case Planned _ -> {
        forget(id, db);
        status(id, "planned", db);
        plannedBy(id, recorded.envelope().actor().toString(), db);
      }
      case Approved _ -> status(id, "approved", db);
      case Allotted it -> name(id, it, db);
      case Started _ -> status(id, "running", db);
      case Completed _, Cancelled _, Undone _, Closed _ -> status(id, "ended", db);
      case UndoStarted _ -> status(id, "undoing", db);
      case Paused _,
          Resumed _,
          CustomersMoved _,
          CustomersFailed _,
          CustomersReturned _,
          CustomersKept _ -> {} // under way all the same
    }
  }

  private static void open(UUID id, Opened opened, Connection db) throws SQLException {
    try (PreparedStatement insert =
        db.prepareStatement(
            "INSERT INTO view_agenda.handover (handover, from_reps, status) VALUES (?, ?,"
                + " 'open')")) {
      insert.setObject(1, id);
      insert.setArray(
          2, db.createArrayOf("uuid", opened.from().stream().map(RepId::value).toArray()));
      insert.executeUpdate();
    }
  }

  private static void status(UUID id, String status, Connection db) throws SQLException {
    try (PreparedStatement update =
        db.prepareStatement("UPDATE view_agenda.handover SET status = ? WHERE handover = ?")) {
      update.setString(1, status);
      update.setObject(2, id);
      update.executeUpdate();
    }
  }

  private static void plannedBy(UUID id, String actor, Connection db) throws SQLException {
    try (PreparedStatement update =
        db.prepareStatement("UPDATE view_agenda.handover SET planned_by = ? WHERE handover = ?")) {
      update.setString(1, actor);
      update.setObject(2, id);
      update.executeUpdate();
    }
  }

  private static void name(UUID id, Allotted part, Connection db) throws SQLException {
    try (PreparedStatement insert =
        db.prepareStatement(
            "INSERT INTO view_agenda.handover_customer (handover, customer) SELECT ?, unnest(?)")) {
      insert.setObject(1, id);
      insert.setArray(
          2,
          db.createArrayOf(
              "uuid",
              part.allotments().stream()
                  .map(Allotment::customers)
                  .flatMap(customers -> customers.stream().map(it -> it.value()))
                  .toArray()));
      insert.executeUpdate();
    }
  }

  /// Another plan takes the place of one that was frozen.
  private static void forget(UUID id, Connection db) throws SQLException {
    try (PreparedStatement delete =
        db.prepareStatement("DELETE FROM view_agenda.handover_customer WHERE handover = ?")) {
      delete.setObject(1, id);
      delete.executeUpdate();
    }
  }

  /// @return how many rows there were
  static long erase(UUID id, Connection db) throws SQLException {
    long gone = 0;
    for (String table : new String[] {"view_agenda.handover", "view_agenda.handover_customer"}) {
      try (PreparedStatement delete =
          db.prepareStatement("DELETE FROM " + table + " WHERE handover = ?")) {
        delete.setObject(1, id);
        gone += delete.executeUpdate();
      }
    }
    return gone;
  }
}
