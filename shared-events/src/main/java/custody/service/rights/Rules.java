package custody.service.rights;

import custody.service.Access;
import custody.service.Caller;
import custody.service.Problem;
import custody.service.Role;
import custody.service.Scope;
import custody.service.rights.Authority.Automation;
import custody.service.rights.Authority.Called;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Who may what: all of it, in one table. What does not stand here is forbidden.
public final class Rules {
  /// Who | as what to the customer | may what. Who is a role, the scope of a service account or an
  /// automation; the words are those of {@link Relation} and {@link Right}.
  private static final String RULES =
      """
      # Everything about own customers, follow-ups where covering or sharing, the pool masked.
      rep              | own       | see amend follow-up complain churn correct transfer release
      rep              | own       | cover share steward
      rep              | covered   | see follow-up
      rep              | shared    | see follow-up
      rep              | stewarded | see follow-up complain
      rep              | pooled    | see-masked reveal claim
      rep              | any       | register reveal-many export

      # The team's customers, and of those who left it: moves and approvals within the team.
      manager          | team      | see see-looks correct transfer release cover share
      manager          | team      | steward recycle hand-over dismiss-reps
      manager          | pooled    | see-masked reveal assign recycle
      manager          | any       | reveal-many export

      # A second responsible, without a say over who owns.
      steward          | stewarded | see follow-up complain
      steward          | any       | export

      # Sees everything on record, personal data for a reason, and does nothing.
      auditor          | any       | see-masked see-for-reason see-looks read-access-log
      auditor          | any       | operate-read reveal-many export

      # Users, rules and operations; no customer by virtue of the role.
      admin            | any       | keep-users keep-reps dismiss-reps set-rules import erase
      admin            | any       | operate operate-read

      # Service accounts: what their scopes say, for the teams they are confined to.
      scope read       | team      | see see-looks
      scope read       | any       | operate-read export reveal-many
      scope write      | team      | amend follow-up complain churn correct claim assign transfer
      scope write      | team      | release recycle cover share steward keep-reps dismiss-reps
      scope write      | team      | hand-over
      scope write      | any       | register
      scope import     | any       | import
      scope follow     | any       | follow

      # Automations: what they are there for. Whoever asked for it was entitled to ask.
      auto import      | any       | see register amend follow-up complain churn correct claim
      auto import      | any       | assign transfer release recycle cover share steward
      auto import      | any       | keep-reps dismiss-reps
      auto rules       | any       | see recycle release
      auto handover    | any       | see assign transfer release hand-over
      auto erasure     | any       | see erase
      auto demo        | any       | see register amend follow-up complain churn correct claim
      auto demo        | any       | assign transfer release recycle cover share steward
      auto demo        | any       | keep-reps dismiss-reps set-rules hand-over
      """;

  private static final List<Rule> TABLE = parse();

  /// One line: who, as what to the customer, may what.
  ///
  /// @param who a {@link Role}, a {@link Scope} or an {@link Automation}
  public record Rule(Enum<?> who, Relation as, Set<Right> may) {
    public Rule {
      may = Set.copyOf(may);
    }
  }

  private Rules() {}

  private static List<Rule> parse() {
    List<Rule> rules = new ArrayList<>();
    for (String line : RULES.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      EnumSet<Right> may = EnumSet.noneOf(Right.class);
      for (String right : cells.get(2).split(" +", -1)) {
        may.add(named(Right.class, right));
      }
      rules.add(new Rule(who(cells.getFirst()), named(Relation.class, cells.get(1)), may));
    }
    return List.copyOf(rules);
  }

  private static Enum<?> who(String text) {
    if (text.startsWith("scope ")) {
      return named(Scope.class, text.substring("scope ".length()));
    }
    if (text.startsWith("auto ")) {
      return named(Automation.class, text.substring("auto ".length()));
    }
    return named(Role.class, text);
  }

  private static <E extends Enum<E>> E named(Class<E> type, String word) {
    return Enum.valueOf(type, word.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  /// The table, for those who check it.
  public static List<Rule> table() {
    return TABLE;
  }

  /// Whether this is allowed to somebody who is all of this to the customer. Nobody need be
  /// anything to do what is allowed as {@link Relation#ANY}.
  public static boolean allow(Authority whose, Right right, Set<Relation> as) {
    for (Rule rule : TABLE) {
      if (rule.may().contains(right)
          && (rule.as() == Relation.ANY || as.contains(rule.as()))
          && has(whose, rule.who())) {
        return true;
      }
    }
    return false;
  }

  /// Whether the caller may do it, whatever it is done to.
  public static boolean allow(Caller caller, Right right) {
    return allow(new Called(caller.access()), right, Set.of());
  }

  /// @throws Problem `not-allowed` unless the caller may do it, whatever it is done to
  public static void require(Caller caller, Right right) {
    if (!allow(caller, right)) {
      throw new Problem(403, "not-allowed", "Your role does not allow this. Ask an administrator.");
    }
  }

  /// All that is allowed to whoever it is, be it to some customers only.
  public static Set<Right> held(Access access) {
    EnumSet<Right> rights = EnumSet.noneOf(Right.class);
    for (Rule rule : TABLE) {
      if (has(new Called(access), rule.who())) {
        rights.addAll(rule.may());
      }
    }
    return rights;
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
