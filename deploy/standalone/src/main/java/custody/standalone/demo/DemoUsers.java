package custody.standalone.demo;

import custody.access.AccessProperties;
import custody.access.Accounts;
import custody.command.access.Users;
import custody.command.access.Users.Wish;
import custody.contract.Actor;
import custody.service.Access;
import custody.service.Role;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.stereotype.Component;

/// Somebody of each sort, to look at the demo company with different eyes. Their passwords are made
/// up and shown once.
@Component
@Profile("demo")
@Order(Demo.FIRST + 1) // they are of its reps
@EnableConfigurationProperties(DemoProperties.class)
class DemoUsers implements ApplicationRunner {
  private static final Actor DEMO = new Actor(Actor.Kind.SERVICE, "demo");
  private static final Set<String> EVERY_TEAM = Set.of(Access.EVERY_TEAM);

  /// One who may do nearly everything stands first.
  private static final Map<String, Wish> USERS = new LinkedHashMap<>();

  static {
    USERS.put(
        "alice",
        new Wish(
            Set.of(Role.REP, Role.MANAGER, Role.ADMIN), EVERY_TEAM, DemoCompany.rep("liuyang")));
    USERS.put("rep", new Wish(Set.of(Role.REP), Set.of(), DemoCompany.rep("sunqiang")));
    USERS.put("manager", new Wish(Set.of(Role.MANAGER), EVERY_TEAM, null));
    USERS.put("steward", new Wish(Set.of(Role.STEWARD), Set.of(), null));
    USERS.put("auditor", new Wish(Set.of(Role.AUDITOR), Set.of(), null));
  }

  private final Users users;
  private final Accounts accounts;
  private final AccessProperties access;
  private final DemoProperties demo;
  private final StringKeyGenerator passwords =
      new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);
  private final Map<String, String> shown = new LinkedHashMap<>();

  DemoUsers(Users users, Accounts accounts, AccessProperties access, DemoProperties demo) {
    this.users = users;
    this.accounts = accounts;
    this.access = access;
    this.demo = demo;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (!access.isOwn()) {
      return;
    }
    USERS.forEach(
        (name, wish) -> {
          boolean there = accounts.user(name).isPresent();
          if (!there) {
            users.create(DEMO, name, wish);
          }
          if (!there || demo.newPasswords()) {
            String password = passwords.generateKey().substring(0, 20);
            users.setPassword(name, password);
            shown.put(name, password);
          }
        });
  }

  @EventListener
  void print(ApplicationReadyEvent ready) {
    if (shown.isEmpty()) {
      return;
    }
    StringBuilder text =
        new StringBuilder(
            "  The demo's users and their passwords, which are shown this once and kept"
                + " nowhere:\n");
    shown.forEach((name, password) -> text.append("    %-9s %s%n".formatted(name, password)));
    // For the person at the terminal, hence not a log line, which would be kept.
    System.out.println(text);
    shown.clear();
  }
}
