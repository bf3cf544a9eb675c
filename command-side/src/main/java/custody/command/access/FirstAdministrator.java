package custody.command.access;

import custody.access.AccessProperties;
import custody.service.Role;
import java.util.Set;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// As long as nobody can administer, each start prints a link by which the first administrator
/// comes in. Who can read what the process prints could as well read its database.
@Component
class FirstAdministrator {
  static final Users.Wish WISH = new Users.Wish(Set.of(Role.ADMIN), Set.of(), null);

  private final Users users;
  private final Links links;
  private final AccessProperties properties;

  FirstAdministrator(Users users, Links links, AccessProperties properties) {
    this.users = users;
    this.links = links;
    this.properties = properties;
  }

  @EventListener
  void print(ApplicationReadyEvent ready) {
    if (!properties.isOwn()
        || users.hasAdministrator()
        || !(ready.getApplicationContext() instanceof WebServerApplicationContext web)
        || web.getWebServer() == null) {
      return;
    }
    String at =
        properties.publicUrl() == null
            ? "http://localhost:" + web.getWebServer().getPort()
            : properties.publicUrl().toString().replaceFirst("/$", "");
    Links.Link link = links.make(null);
    // For the person at the terminal, hence not a log line, which would be kept.
    System.out.printf(
        """

        Nobody can administer Custody yet. Set up the first administrator, once, until %s:
          %s%s

        """,
        link.expiresAt(), at, link.path());
  }
}
