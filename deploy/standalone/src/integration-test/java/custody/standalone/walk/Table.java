package custody.standalone.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What is expected. Whoever adds an endpoint adds a line to {@link #ENDPOINTS}; whoever adds a
/// right adds one to {@link #ALLOWED}.
final class Table {
  /// Method, address, sort, and (for commands and others) the right and a body.
  ///
  /// Sorts:
  /// - `masked`: GET about the customer in the address; whoever sees it masked gets it masked
  /// - `full`: GET about the customer in the address; whoever sees it masked is refused
  /// - `looks`: GET about the customer in the address, for those who answer for it
  /// - `reveal`: GET about the customer in the address; whoever sees it masked must say why
  /// - `list`: GET for everybody, in which only what one sees is found; a query may follow, and
  ///   `not masked` where what is masked must not be found either
  /// - `rows`: GET for everybody, with a query; it shows exactly the customers that {@link #SHOWN}
  ///   says, each to whoever is to see it there
  /// - `case`: GET about the one handover case there is, which {@link #CASE} says who sees
  /// - `content`: whatever it answers, it tells nothing that is hidden
  /// - `part`: command to a part that is not there: 404 to everybody
  /// - `command`: about the customer in the address, by a right of {@link #ALLOWED}. Sent with a
  ///   version that is never right, so that whoever is allowed gets 412 and nothing changes
  /// - `right`: not about one customer; whoever has the right of {@link #HAVING} is not refused
  /// - `own`: shows only what one made oneself; nobody here made any, so 404
  /// - `elsewhere`: walked by another test, which is named
  static final String ENDPOINTS =
      """
      GET    /api/customers                                | list | ?limit=500
      GET    /api/customers                                | list | ?q=Walked
      GET    /api/customers                                | list | ?field.phone=%PHONE% | not masked
      GET    /api/customers                                | list | ?q=Contactperson | not masked
      GET    /api/customers                                | list | ?box=-180,-90,180,90 | not masked
      GET    /api/map                                      | list | ?box=100,0,140,30&zoom=7 | not masked
      GET    /api/classes                                  | list | ?by=region
      GET    /api/customers/{id}                           | masked
      GET    /api/customers/{id}/completeness              | masked
      GET    /api/customers/{id}/merged                    | masked
      GET    /api/customers/{id}/mirror                    | full
      GET    /api/customers/{id}/diff                      | full | ?from=2020-01-01T00:00:00Z
      GET    /api/customers/{id}/history                   | full
      GET    /api/customers/{id}/looks                     | looks
      GET    /api/access-log                               | right | read-access-log
      GET    /api/look-alerts                              | right | see-alerts
      GET    /api/customers/{id}/contact-data              | reveal
      GET    /api/contact-data                             | right | reveal-many | ?customer=%POOLED%&customer=%OTHER%
      GET    /api/customers/{id}/owners                    | full
      GET    /api/owners                                   | list
      GET    /api/events                                   | right | follow
      GET    /api/live                                     | elsewhere | has no end: whoFollows...
      GET    /api/pools                                    | list
      GET    /api/pools/{pool}/customers                   | rows | | waiting
      POST   /api/pools/assignments                        | elsewhere | each customer by right assign
      GET    /api/fields                                   | list
      GET    /api/reps                                     | list
      GET    /api/reps/{id}                                | list
      GET    /api/reps/{id}/customers                      | list
      GET    /api/reps/{id}/timeline                       | list
      GET    /api/views                                    | right | operate-read
      GET    /api/operations                               | list
      GET    /api/operations/{id}                          | own
      GET    /api/imports/{id}/rejects                     | own
      GET    /api/imports/{id}/report                      | own
      POST   /api/imports                                  | right | import
      POST   /api/views/rebuild                            | elsewhere | rebuilding all views: by right operate
      POST   /api/views/{name}/rebuild                     | right | operate
      POST   /api/customers                                | right | register | {"kind":"company","fields":{"name":"Entirely unlike"}}
      POST   /api/customers/rehearsal                      | right | register | {"kind":"company","fields":{"name":"Entirely unlike"}}
      PATCH  /api/customers/{customer}                     | command | amend | {"fields":{"industry":"x"}}
      POST   /api/customers/{customer}/merge               | command | amend | {"into":"%CUSTOMER%","reason":"r"}
      DELETE /api/customers/{customer}/merge               | command | amend
      POST   /api/customers/{customer}/assortment          | command | amend | {"product":"p","monthlyVolume":1}
      POST   /api/customers/{customer}/contacts            | command | amend | {"fields":{"name":"c"}}
      PATCH  /api/customers/{customer}/contacts/{contact}  | command | amend | {"fields":{"name":"c"}}
      DELETE /api/customers/{customer}/contacts/{contact}  | command | amend
      POST   /api/customers/{customer}/dates               | command | amend | {"kind":"birthday","date":"2020-01-01"}
      PATCH  /api/customers/{customer}/dates/{date}        | part | amend | {"label":"d"}
      DELETE /api/customers/{customer}/dates/{date}        | command | amend
      POST   /api/customers/{customer}/follow-ups          | command | follow-up | {"medium":"call","occurredAt":"2024-01-01T00:00:00Z","summary":"s"}
      PATCH  /api/customers/{customer}/follow-ups/{followUp} | part | follow-up | {"summary":"s"}
      POST   /api/customers/{customer}/follow-ups/{followUp}/done | command | follow-up | {}
      POST   /api/customers/{customer}/calls               | command | follow-up | {"startedAt":"2024-01-01T00:00:00Z","number":"057188886666","answered":true}
      PUT    /api/customers/{customer}/calls/{call}/recording | command | follow-up | {"recording":"https://x.example/r"}
      POST   /api/customers/{customer}/complaints          | command | complain | {"category":"delivery","summary":"s"}
      POST   /api/customers/{customer}/complaints/{complaint}/escalate | command | complain | {}
      POST   /api/customers/{customer}/complaints/{complaint}/resolve | command | complain | {"resolution":"r"}
      POST   /api/customers/{customer}/churn               | command | churn | {"reason":"price"}
      POST   /api/customers/{customer}/won-back            | command | churn | {}
      POST   /api/customers/{customer}/corrections         | command | correct | {"event":"01a2094b-b7a0-7563-b48d-e0b47a4910e7","reason":"r"}
      POST   /api/customers/{customer}/assign              | command | assign | {"to":"%WANG%","reason":"r"}
      POST   /api/customers/{customer}/transfer            | command | transfer | {"to":"%WANG%","reason":"r"}
      POST   /api/customers/{customer}/release             | command | release | {"reason":"r"}
      POST   /api/customers/{customer}/claim               | command | claim | {"by":"%LI%","reason":"r"}
      POST   /api/customers/{customer}/covers              | command | cover | {"by":"%WANG%","until":"2099-01-01T00:00:00Z"}
      DELETE /api/customers/{customer}/covers/{cover}      | command | cover
      POST   /api/customers/{customer}/collaborators       | command | share | {"rep":"%WANG%"}
      DELETE /api/customers/{customer}/collaborators/{collaborator} | command | share
      POST   /api/customers/{customer}/stewards            | command | steward | {"account":"user:x"}
      DELETE /api/customers/{customer}/stewards/{steward}  | command | steward
      POST   /api/customers/{customer}/exemptions          | command | recycle | {"until":"2099-01-01T00:00:00Z","reason":"r"}
      DELETE /api/customers/{customer}/exemptions/{exemption} | command | recycle
      GET    /api/customers/{id}/covers                    | full
      GET    /api/customers/{id}/collaborators             | full
      GET    /api/customers/{id}/stewards                  | full
      GET    /api/customers/{id}/exemptions                | full
      GET    /api/handovers                                | list
      GET    /api/handovers/{id}                           | case | whole
      GET    /api/handovers/{id}/preview                   | own
      GET    /api/handovers/{id}/preview/customers         | own
      POST   /api/handovers                                | right | hand-over | {"cause":"leaving","from":["%LI%"],"lastDay":"2099-01-01","reason":"r"}
      POST   /api/handovers/{handover}/plan                | own | | {}
      POST   /api/handovers/{handover}/approve             | own | | {"digest":"d"}
      POST   /api/handovers/{handover}/execute             | own | | {}
      POST   /api/handovers/{handover}/pause               | own | | {}
      POST   /api/handovers/{handover}/resume              | own | | {}
      POST   /api/handovers/{handover}/cancel              | own | | {"reason":"r"}
      POST   /api/handovers/{handover}/undo                | own | | {"reason":"r"}
      POST   /api/handovers/{handover}/close               | own | | {}
      GET    /api/audit/backdated                          | rows | ?from=2020-01-01T00:00:00Z | nobody
      GET    /api/audit/changes                            | rows | ?from=2020-01-01T00:00:00Z | changed
      GET    /api/audit/counts                             | rows | ?from=2020-01-01T00:00:00Z | nobody
      GET    /api/audit/covers                             | content
      GET    /api/audit/follow-ups                         | rows | ?from=2020-01-01T00:00:00Z | nobody
      GET    /api/audit/intervals                          | rows | ?from=2020-01-01T00:00:00Z | owned
      GET    /api/audit/loads                              | rows | | nobody
      GET    /api/audit/owner                              | masked | ?customer=%CUSTOMER%
      GET    /api/audit/territory                          | rows | ?territory=somewhere | nobody
      GET    /api/audit/uncontacted                        | rows | | changed
      GET    /api/churn                                    | rows | | lost
      GET    /api/churn/by-owner                           | rows | | nobody
      GET    /api/customers/{id}/subject-access            | right | erase
      GET    /api/reps/{id}/subject-access                 | right | erase
      GET    /api/handovers/{id}/briefing                  | case | briefing
      GET    /api/handovers/{id}/customers                 | case | whole
      GET    /api/handovers/{id}/report                    | case | whole
      GET    /api/trail                                    | content | ?correlation=01a2094b-b7a0-7563-b48d-e0b47a4910e7
      GET    /api/events/{id}                              | content
      GET    /api/jobs                                     | right | operate-read
      GET    /api/signing-keys                             | right | keep-users
      GET    /api/keys                                     | right | operate-read
      POST   /api/keys/rotation                            | elsewhere | tests of its slice
      GET    /api/due                                      | rows | | due
      GET    /api/due/kept                                 | content
      GET    /api/inbox                                    | rows | | promised
      GET    /api/inbox.ics                                | content
      POST   /api/inbox/{entry}/done                       | elsewhere | one's own inbox
      POST   /api/inbox/{entry}/snooze                     | elsewhere | one's own inbox
      DELETE /api/inbox/{entry}/mark                       | elsewhere | one's own inbox
      POST   /api/inbox/feed                               | elsewhere | one's own inbox
      DELETE /api/inbox/feed                               | elsewhere | one's own inbox
      PUT    /api/inbox/mail                               | elsewhere | one's own inbox
      DELETE /api/inbox/mail                               | elsewhere | one's own inbox
      GET    /api/rules                                    | rows | | nobody
      GET    /api/rules/{id}                               | own
      GET    /api/rules/{id}/history                       | own
      POST   /api/rules/run                                | elsewhere | by right set-rules: tests of rules
      POST   /api/rules/dry-run                            | elsewhere | by right set-rules: tests of rules
      POST   /api/rules/{rule}/dry-run                     | elsewhere | by right set-rules: tests of rules
      POST   /api/rules                                    | right | set-rules | {"name":"x","rule":{"kind":"recycling","grades":["A"],"noFollowUpDays":30,"noDealDays":60,"newWithinDays":7,"deals":["order"],"warnDays":5,"pool":"p"},"reason":"r"}
      PUT    /api/rules/{rule}                             | right | set-rules | {"name":"x","rule":{"kind":"recycling","grades":["A"],"noFollowUpDays":30,"noDealDays":60,"newWithinDays":7,"deals":["order"],"warnDays":5,"pool":"p"},"reason":"r"}
      POST   /api/rules/{rule}/withdrawal                  | right | set-rules | {"reason":"r"}
      POST   /api/reps                                     | right | join | {"name":"n","team":"north","territory":"t"}
      POST   /api/reps/{rep}/move                          | right | move | {"team":"north","territory":"t"}
      POST   /api/reps/{rep}/leaving                       | right | dismiss | {"lastDay":"2099-01-01"}
      POST   /api/reps/{rep}/left                          | right | dismiss | {}
      GET    /api/session                                  | elsewhere | who one is oneself: tests of custody.access
      POST   /api/session                                  | elsewhere | signing in
      DELETE /api/session                                  | elsewhere | signing out
      POST   /api/session/renewal                          | elsewhere | one's own session
      POST   /api/session/password                         | elsewhere | one's own password
      GET    /api/sessions                                 | elsewhere | one's own sessions: AccessIT
      DELETE /api/sessions/{session}                       | elsewhere | one's own sessions: AccessIT
      POST   /api/password-links                           | elsewhere | whoever has the link
      GET    /api/users                                    | right | keep-users
      GET    /api/users/{name}                             | right | keep-users
      POST   /api/users                                    | right | keep-users | {}
      PUT    /api/users/{name}                             | right | keep-users | {}
      DELETE /api/users/{name}                             | right | keep-users
      POST   /api/users/{name}/link                        | right | keep-users | {}
      GET    /api/service-accounts                         | right | keep-users
      POST   /api/service-accounts                         | right | keep-users | {}
      DELETE /api/service-accounts/{name}                  | right | keep-users
      POST   /api/service-accounts/{name}/secret           | right | keep-users | {}
      POST   /api/signing-keys/rotation                    | elsewhere | would end the walk: keep-users
      GET    /api/erasures                                 | right | see-erasures
      GET    /api/erasures/{erasure}                       | right | see-erasures
      POST   /api/erasures                                 | right | erase | {"customer":"%UNKNOWN%","basis":"consent"}
      POST   /api/erasures/{erasure}/approve               | right | erase | {}
      POST   /api/erasures/{erasure}/refuse                | right | erase | {}
      """;

  /// Who sees the customer with everything, who sees it masked.
  static final String SEEN =
      """
      rep      | own covered shared                                          | pooled
      gone     |                                                             |
      manager  | own covered shared colleague stewarded left                 | pooled
      steward  | stewarded                                                   |
      auditor  |                                                             | own covered shared colleague stewarded left other moved pooled
      inquirer | own covered shared colleague stewarded left other moved pooled |
      admin    |                                                             |
      reader   | own covered shared colleague stewarded left                 |
      writer   | own covered shared colleague stewarded left                 |
      keeper   | own covered shared colleague stewarded left other moved pooled |
      nothing  |                                                             |
      """;

  /// Which customers an answer of rows is about, and to whom it shows which of them: to those who
  /// see it at all (`seen`), or with everything in it (`open`); or to whom it says here.
  static final String SHOWN =
      """
      nobody   | seen:
      owned    | seen: own covered shared colleague stewarded left other moved
      changed  | seen: moved
      waiting  | seen: pooled
      lost     | open: stewarded left other
      promised | rep: own covered | steward: stewarded
      due      | manager: LATE | reader: LATE | writer: LATE | keeper: LATE moved
      """;

  /// Who sees the case, in which a rep of the north hands over to nobody yet.
  static final String CASE =
      """
      whole    | manager auditor inquirer reader writer keeper
      briefing | manager auditor inquirer reader writer keeper
      """;

  /// Who may do what with which customer.
  static final String ALLOWED =
      """
      amend     | rep: own                | writer: TEAM | keeper: ALL
      follow-up | rep: own covered shared | steward: stewarded | writer: TEAM | keeper: ALL
      complain  | rep: own                | steward: stewarded | writer: TEAM | keeper: ALL
      churn     | rep: own                | writer: TEAM | keeper: ALL
      correct   | rep: own                | manager: TEAM | writer: TEAM | keeper: ALL
      assign    | manager: pooled         | writer: TEAM | keeper: ALL
      transfer  | rep: own                | manager: TEAM | writer: TEAM | keeper: ALL
      release   | rep: own                | manager: TEAM | writer: TEAM | keeper: ALL
      claim     | rep: pooled             | writer: TEAM | keeper: ALL
      cover     | rep: own                | manager: TEAM | writer: TEAM | keeper: ALL
      share     | rep: own                | manager: TEAM | writer: TEAM | keeper: ALL
      steward   | rep: own                | manager: TEAM | writer: TEAM | keeper: ALL
      recycle   | manager: TEAM pooled    | writer: TEAM | keeper: ALL
      """;

  /// Who has rights that are not about one customer.
  static final String HAVING =
      """
      operate-read | auditor inquirer admin
      operate      | admin
      read-access-log | auditor inquirer
      see-alerts   | manager auditor inquirer reader writer keeper
      reveal-many  | inquirer
      import       | admin keeper
      follow       | keeper
      register     | rep writer keeper
      hand-over    | manager writer keeper
      set-rules    | admin
      join         | admin keeper
      move         | admin writer keeper
      dismiss      | manager admin writer keeper
      keep-users   | admin
      erase        | admin
      see-erasures | admin auditor inquirer
      """;

  private static final Map<String, String> GROUPS =
      Map.of(
          "LATE", "shared colleague stewarded",
          "TEAM", "own covered shared colleague stewarded left",
          "ALL", "own covered shared colleague stewarded left other moved pooled");

  /// One line.
  ///
  /// @param more what stands behind the sort
  record Endpoint(String method, String path, String sort, List<String> more) {
    String name() {
      return method + " " + path;
    }

    String more(int index) {
      return index < more.size() ? more.get(index) : "";
    }
  }

  private Table() {}

  static List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String line : ENDPOINTS.lines().toList()) {
      List<String> cells = cells(line, 4);
      String[] address = cells.getFirst().split(" +", 2);
      endpoints.add(
          new Endpoint(address[0], address[1], cells.get(1), cells.subList(2, cells.size())));
    }
    return endpoints;
  }

  /// What the gate answers whoever may not come this far at all; 0 = comes in.
  static int gate(Endpoint endpoint, String viewer) {
    boolean asks = endpoint.method().equals("GET");
    return switch (viewer) {
      case "gone" -> 401;
      case "nothing" -> endpoint.path().startsWith("/api/operations") ? 0 : 403;
      case "reader", "auditor", "inquirer" -> asks ? 0 : 403;
      default -> 0;
    };
  }

  /// The status of a question about a customer.
  static int question(String viewer, String customer, boolean masksIt) {
    List<String> seen = row(SEEN, viewer);
    boolean asksWithoutReason = viewer.equals("auditor");
    if (words(seen.get(1)).contains(customer)) {
      return 200;
    }
    if (words(seen.get(2)).contains(customer)) {
      return masksIt ? 200 : 403;
    }
    // Whoever sees all is told that there is none; who must give a reason, only then.
    return asksWithoutReason && !masksIt ? 403 : 404;
  }

  /// The status of a question who looked at a customer.
  static int looks(String viewer, String customer) {
    boolean auditor = viewer.equals("auditor") || viewer.equals("inquirer");
    boolean answers = List.of("manager", "reader", "writer", "keeper").contains(viewer);
    boolean seen = words(row(SEEN, viewer).get(1)).contains(customer);
    return auditor || (answers && seen) || viewer.equals("keeper")
        ? 200
        : sees(viewer, customer) ? 403 : 404;
  }

  static boolean seesMasked(String viewer, String customer) {
    return words(row(SEEN, viewer).get(2)).contains(customer);
  }

  static boolean sees(String viewer, String customer) {
    List<String> seen = row(SEEN, viewer);
    return words(seen.get(1)).contains(customer) || words(seen.get(2)).contains(customer);
  }

  /// The status of a command with a wrong version.
  static int command(String right, String viewer, String customer) {
    List<String> row = row(ALLOWED, right);
    for (String cell : row.subList(1, row.size())) {
      String[] who = cell.split(":", 2);
      if (who[0].equals(viewer) && words(who[1]).contains(customer)) {
        return 412;
      }
    }
    // An auditor may know of every customer, so learns nothing by being refused.
    boolean auditor = viewer.equals("auditor") || viewer.equals("inquirer");
    return auditor || sees(viewer, customer) ? 403 : 404;
  }

  /// Which customers an answer of rows shows to the viewer.
  static Set<String> shown(String rows, String viewer) {
    Set<String> shown = new TreeSet<>();
    List<String> row = row(SHOWN, rows);
    for (String cell : row.subList(1, row.size())) {
      String[] who = cell.split(":", 2);
      List<String> seen = row(SEEN, viewer);
      for (String customer : words(who[1])) {
        boolean open = words(seen.get(1)).contains(customer);
        boolean masked = words(seen.get(2)).contains(customer);
        if (who[0].equals(viewer)
            || (who[0].equals("open") && open)
            || (who[0].equals("seen") && (open || masked))) {
          shown.add(customer);
        }
      }
    }
    shown.remove("");
    return shown;
  }

  static boolean seesCase(String part, String viewer) {
    return words(row(CASE, part).get(1)).contains(viewer);
  }

  static boolean has(String right, String viewer) {
    return words(row(HAVING, right).get(1)).contains(viewer);
  }

  private static List<String> row(String table, String name) {
    return table
        .lines()
        .map(line -> cells(line, -1))
        .filter(cells -> cells.getFirst().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " has no line in the table"));
  }

  private static List<String> cells(String line, int most) {
    return Arrays.stream(line.split(Pattern.quote("|"), most)).map(String::strip).toList();
  }

  private static Set<String> words(String text) {
    Map<String, String> groups = new LinkedHashMap<>(GROUPS);
    return Arrays.stream(text.strip().split(" +", -1))
        .flatMap(word -> Arrays.stream(groups.getOrDefault(word, word).split(" ", -1)))
        .collect(Collectors.toSet());
  }
}
