package custody.query.handover;

import custody.contract.HandoverId;
import custody.contract.RepId;
import custody.query.sight.Condition;
import custody.query.sight.Sight;
import custody.service.Access;
import custody.service.Problem;
import custody.service.Scope;
import custody.service.rights.Right;
import custody.service.rights.Rules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which cases a caller sees: an auditor all, a manager those of the team's reps, whoever receives
/// customers the cases they come from.
public final class CaseSight {
  private final Sight sight;

  public CaseSight(Sight sight) {
    this.sight = sight;
  }

  /// How much of a case somebody sees.
  enum View {
    /// All of it.
    WHOLE,
    /// What comes to them.
    OWN_PART,
    NOTHING
  }

  private Access access() {
    return sight.caller().access();
  }

  private boolean seesAll() {
    Access access = access();
    return sight.may(Right.SEE_MASKED)
        || (seesTeams() && access.teams().contains(Access.EVERY_TEAM));
  }

  /// To hand over is a right to a team's customers, not to all.
  private boolean seesTeams() {
    return access().may(Scope.READ) || !Rules.allowing(access(), Right.HAND_OVER).isEmpty();
  }

  /// Of a row of `view_handovers.handover` called h, as SQL with one question mark.
  String condition() {
    return seesAll()
        ? "?::text[] IS NOT NULL"
        : "EXISTS (SELECT FROM view_reps.member m WHERE m.rep = ANY (h.from_reps)"
            + " AND m.team = ANY (?))";
  }

  /// The cases of which everything may be answered.
  ///
  /// @param column of the query, that holds a case's id
  public Condition condition(String column) {
    return new Condition(
        "EXISTS (SELECT FROM view_handovers.handover h WHERE h.id = "
            + column
            + " AND "
            + condition()
            + ")",
        List.<Object>of((Object) teams()));
  }

  void bind(PreparedStatement query, int index) throws SQLException {
    query.setArray(index, query.getConnection().createArrayOf("text", teams()));
  }

  private String[] teams() {
    return seesTeams() ? access().teams().toArray(String[]::new) : new String[0];
  }

  View of(Connection db, Handover handover) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement(
            "SELECT "
                + condition()
                + ", EXISTS (SELECT FROM view_handovers.allotted a WHERE a.handover = h.id"
                + " AND a.to_rep = ?) FROM view_handovers.handover h WHERE h.id = ?")) {
      bind(query, 1);
      RepId rep = access().rep();
      query.setObject(2, rep == null ? new UUID(0, 0) : rep.value());
      query.setObject(3, handover.id().value());
      try (ResultSet row = query.executeQuery()) {
        return !row.next()
            ? View.NOTHING
            : row.getBoolean(1) ? View.WHOLE : row.getBoolean(2) ? View.OWN_PART : View.NOTHING;
      }
    }
  }

  /// The case, of which all may be answered.
  ///
  /// @throws Problem `handover-not-found`
  Handover whole(Connection db, HandoverId id) throws SQLException {
    Handover handover = find(db, id);
    if (of(db, handover) != View.WHOLE) {
      throw unknown();
    }
    return handover;
  }

  /// The case, of which the receiver's part may be answered.
  ///
  /// @param receiver null = all receivers'
  /// @throws Problem `handover-not-found`
  Handover part(Connection db, HandoverId id, @Nullable RepId receiver) throws SQLException {
    Handover handover = find(db, id);
    boolean may =
        switch (of(db, handover)) {
          case WHOLE -> true;
          case OWN_PART -> Objects.equals(receiver, access().rep());
          case NOTHING -> false;
        };
    if (!may) {
      throw unknown();
    }
    return handover;
  }

  private static Handover find(Connection db, HandoverId id) throws SQLException {
    try (PreparedStatement query =
        db.prepareStatement("SELECT state FROM view_handovers.handover WHERE id = ?")) {
      query.setObject(1, id.value());
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          return HandoversView.state(row.getString(1));
        }
      }
    }
    throw unknown();
  }

  private static Problem unknown() {
    return new Problem(404, "handover-not-found", "There is no such handover case; check the id.");
  }
}
