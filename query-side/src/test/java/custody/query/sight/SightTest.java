package custody.query.sight;

import static org.assertj.core.api.Assertions.assertThat;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Histories;
import custody.contract.Recorded;
import custody.contract.RepEvent;
import custody.contract.RepId;
import custody.contract.ResponsibilityEvent;
import custody.contract.Seed;
import custody.query.ownership.OwnershipFixture;
import custody.query.projection.InMemoryEventLog;
import custody.query.reps.RepsFixture;
import custody.service.Access;
import custody.service.Caller;
import custody.service.Role;
import custody.service.Scope;
import custody.service.looks.LooksFixture;
import custody.store.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// However a query asks who is seen, row by row or beginning with them, they are the same.
class SightTest {
  @RegisterExtension static final TestDatabase database = TestDatabase.create();

  private static final long SEED = Seed.get();
  private static final int MOMENTS = 8;
  private static final List<Recorded> HISTORY = Histories.of(SEED, 60, 8, 1500);

  @BeforeAll
  static void project() {
    OwnershipFixture.view(database.dataSource()).apply(HISTORY, new Random(SEED), 100);
    RepsFixture.view(database.dataSource()).apply(HISTORY, new Random(SEED), 100);
  }

  @Test
  void whoIsSeenDoesNotDependOnHowItIsAsked() throws SQLException {
    int some = 0;
    List<Instant> moments = Histories.moments(HISTORY);
    for (int i = 0; i < MOMENTS; i++) {
      Instant now = moments.get((moments.size() - 1) * i / (MOMENTS - 1));
      for (Caller caller : callers()) {
        Sight few = sight(caller, now, Integer.MAX_VALUE);
        Sight many = sight(caller, now, -1);
        Set<UUID> seen = customers(few.seen("h.customer"));
        Set<UUID> open = customers(few.open("h.customer"));
        assertThat(customers(many.seen("h.customer"))).as("%s at %s", caller, now).isEqualTo(seen);
        assertThat(customers(many.open("h.customer"))).as("%s at %s", caller, now).isEqualTo(open);
        assertThat(seen).containsAll(open);
        some += seen.isEmpty() || open.equals(seen) ? 0 : 1;
      }
    }
    assertThat(some).isGreaterThan(10);
  }

  private static List<Caller> callers() {
    List<Caller> callers = new ArrayList<>();
    HISTORY.stream()
        .filter(it -> it.event() instanceof RepEvent.Joined)
        .map(it -> new RepId(it.stream()))
        .distinct()
        .forEach(
            rep -> {
              callers.add(person("rep-" + rep, Set.of(Role.REP), rep, Set.of()));
              callers.add(person("both-" + rep, Set.of(Role.REP, Role.MANAGER), rep, teams()));
            });
    callers.add(person("manager", Set.of(Role.MANAGER), null, teams()));
    callers.add(person("boss", Set.of(Role.MANAGER), null, Set.of(Access.EVERY_TEAM)));
    callers.add(person("nobody", Set.of(Role.MANAGER), null, Set.of()));
    callers.add(person("auditor", Set.of(Role.AUDITOR), null, Set.of()));
    callers.add(person("admin", Set.of(Role.ADMIN), null, Set.of()));
    for (Set<String> teams : List.of(teams(), Set.of(Access.EVERY_TEAM), Set.<String>of())) {
      callers.add(
          caller(
              new Actor(Actor.Kind.SERVICE, "reader"),
              new Access(Set.of(), EnumSet.of(Scope.READ), null, teams)));
    }
    HISTORY.stream()
        .map(Recorded::event)
        .filter(ResponsibilityEvent.StewardAssigned.class::isInstance)
        .map(it -> ((ResponsibilityEvent.StewardAssigned) it).account())
        .distinct()
        .forEach(
            account ->
                callers.add(
                    caller(account, new Access(Set.of(Role.STEWARD), Set.of(), null, Set.of()))));
    return callers;
  }

  private static Set<String> teams() {
    Set<String> teams = new TreeSet<>();
    for (Recorded recorded : HISTORY) {
      if (recorded.event() instanceof RepEvent.Joined joined && teams.size() < 2) {
        teams.add(joined.team());
      }
    }
    return teams;
  }

  private static Caller person(
      String name, Set<Role> roles, @Nullable RepId rep, Set<String> teams) {
    return caller(new Actor(Actor.Kind.USER, name), new Access(roles, Set.of(), rep, teams));
  }

  private static Caller caller(Actor actor, Access access) {
    return new Caller(actor, access, Channel.API, new UUID(0, 1));
  }

  private static Sight sight(Caller caller, Instant now, int few) {
    Sights sights =
        new Sights(
            database.dataSource(), new InMemoryEventLog(), Clock.fixed(now, ZoneOffset.UTC), few);
    Sight sight = new Sight(caller, now, null, sights, LooksFixture.look());
    sight.gauge();
    return sight;
  }

  private static Set<UUID> customers(Condition condition) throws SQLException {
    try (Connection db = database.dataSource().getConnection();
        PreparedStatement query =
            db.prepareStatement(
                // Called as the product's queries call it.
                "SELECT h.customer FROM (SELECT DISTINCT customer FROM view_ownership.held) h"
                    + " WHERE "
                    + condition.sql())) {
      condition.bind(query, 1);
      Set<UUID> customers = new TreeSet<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          customers.add(row.getObject(1, UUID.class));
        }
      }
      return customers;
    }
  }
}
