package custody.service.rights;

import static custody.service.Role.ADMIN;
import static custody.service.Role.AUDITOR;
import static custody.service.Role.MANAGER;
import static custody.service.Role.REP;
import static custody.service.rights.Relation.ANY;
import static custody.service.rights.Relation.COVERED;
import static custody.service.rights.Relation.OWN;
import static custody.service.rights.Relation.POOLED;
import static custody.service.rights.Relation.SHARED;
import static custody.service.rights.Relation.STEWARDED;
import static custody.service.rights.Relation.TEAM;
import static custody.service.rights.Right.*;

import custody.service.Access;
import custody.service.Role;
import custody.service.Scope;
import custody.service.rights.Authority.Automation;
import custody.service.rights.Authority.Called;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Who may what: all of it, in one table. What does not stand here is forbidden.
public final class Rules {
  private static final List<Rule> TABLE =
      List.of(
          // Everything about own customers; follow-ups where covering or sharing; the pool masked.
          rule(
              REP, OWN, SEE, AMEND, FOLLOW_UP, COMPLAIN, CHURN, CORRECT, TRANSFER, RELEASE, COVER,
              SHARE, STEWARD),
          rule(REP, COVERED, SEE, FOLLOW_UP),
          rule(REP, SHARED, SEE, FOLLOW_UP),
          rule(REP, POOLED, SEE_MASKED, REVEAL, CLAIM),
          rule(REP, ANY, REGISTER, REVEAL_MANY, EXPORT),

          // The team's customers, and of those who left it; moves and approvals within the team.
          rule(
              MANAGER,
              TEAM,
              SEE,
              SEE_LOOKS,
              CORRECT,
              TRANSFER,
              RELEASE,
              COVER,
              SHARE,
              STEWARD,
              RECYCLE,
              HAND_OVER,
              DISMISS_REPS),
          rule(MANAGER, POOLED, SEE_MASKED, REVEAL, ASSIGN),
          rule(MANAGER, ANY, HAND_OVER, REVEAL_MANY, EXPORT),

          // A second responsible, without say over who owns.
          rule(Role.STEWARD, STEWARDED, SEE, FOLLOW_UP, COMPLAIN),
          rule(Role.STEWARD, ANY, EXPORT),

          // Sees everything on record, personal data for a reason, and does nothing.
          rule(
              AUDITOR,
              ANY,
              SEE_MASKED,
              SEE_FOR_REASON,
              SEE_LOOKS,
              READ_ACCESS_LOG,
              OPERATE_READ,
              EXPORT,
              REVEAL_MANY),

          // Users, rules, operations; no customer by virtue of the role.
          rule(
              ADMIN,
              ANY,
              KEEP_USERS,
              KEEP_REPS,
              DISMISS_REPS,
              SET_RULES,
              OPERATE,
              OPERATE_READ,
              IMPORT,
              ERASE),

          // Service accounts: what their scopes say, for the teams they are confined to.
          rule(Scope.READ, TEAM, SEE, SEE_LOOKS),
          rule(Scope.READ, ANY, EXPORT),
          rule(
              Scope.WRITE,
              TEAM,
              AMEND,
              FOLLOW_UP,
              COMPLAIN,
              CHURN,
              CORRECT,
              ASSIGN,
              TRANSFER,
              RELEASE,
              COVER,
              SHARE,
              STEWARD,
              KEEP_REPS,
              DISMISS_REPS),
          rule(Scope.WRITE, ANY, REGISTER),
          rule(Scope.IMPORT, ANY, IMPORT),
          rule(Scope.FOLLOW, ANY, FOLLOW),

          // Automations: what they are there for. Who asked for it was entitled to ask.
          rule(
              Automation.IMPORT,
              ANY,
              SEE,
              REGISTER,
              AMEND,
              FOLLOW_UP,
              COMPLAIN,
              CHURN,
              CORRECT,
              CLAIM,
              ASSIGN,
              TRANSFER,
              RELEASE,
              RECYCLE,
              COVER,
              SHARE,
              STEWARD,
              KEEP_REPS,
              DISMISS_REPS),
          rule(Automation.RULES, ANY, SEE, RECYCLE, RELEASE),
          rule(Automation.HANDOVER, ANY, SEE, TRANSFER, ASSIGN, RELEASE, HAND_OVER),
          rule(
              Automation.DEMO,
              ANY,
              SEE,
              REGISTER,
              AMEND,
              FOLLOW_UP,
              COMPLAIN,
              CHURN,
              CORRECT,
              CLAIM,
              ASSIGN,
              TRANSFER,
              RELEASE,
              RECYCLE,
              COVER,
              SHARE,
              STEWARD,
              KEEP_REPS,
              DISMISS_REPS,
              SET_RULES,
              HAND_OVER));

  /// One line: who, as what to the customer, may what.
  ///
  /// @param who a {@link Role}, a {@link Scope} or an {@link Automation}
  public record Rule(Enum<?> who, Relation as, Set<Right> may) {
    public Rule {
      may = Set.copyOf(may);
    }
  }

  private Rules() {}

  private static Rule rule(Enum<?> who, Relation as, Right... may) {
    return new Rule(who, as, EnumSet.copyOf(Arrays.asList(may)));
  }

  /// The table, for those who check it.
  public static List<Rule> table() {
    return TABLE;
  }

  /// Whether this is allowed to somebody who is all of this to the customer. Nobody need be
  /// anything to do as {@link Relation#ANY}.
  public static boolean allow(Authority whose, Right right, Set<Relation> as) {
    return TABLE.stream()
        .anyMatch(
            rule ->
                rule.may().contains(right)
                    && (rule.as() == ANY || as.contains(rule.as()))
                    && has(whose, rule.who()));
  }

  /// As what to a customer this is allowed.
  public static Set<Relation> allowing(Access access, Right right) {
    EnumSet<Relation> relations = EnumSet.noneOf(Relation.class);
    for (Rule rule : TABLE) {
      if (rule.may().contains(right) && has(new Called(access), rule.who())) {
        relations.add(rule.as());
      }
    }
    return relations;
  }

  private static boolean has(Authority whose, Enum<?> who) {
    return switch (whose) {
      case Automation automation -> automation == who;
      case Called(Access access) ->
          switch (who) {
            case Role role -> access.is(role);
            case Scope scope -> access.may(scope);
            default -> false; // an automation
          };
    };
  }
}
