package custody.standalone.walk;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.service.Access;
import custody.service.Caller;
import custody.service.Callers;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// Knows callers by a header of tests.
final class TestCallers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private final Map<String, Caller> known = new ConcurrentHashMap<>();

  String authorization(Viewer viewer) {
    known.putIfAbsent(
        viewer.name(),
        new Caller(Actor.parse(viewer.actor()), viewer.access(), Channel.API, UUID.randomUUID()));
    return viewer.name();
  }

  @Override
  public void initialize(ConfigurableApplicationContext application) {
    ((GenericApplicationContext) application)
        .registerBean(
            Callers.class,
            () ->
                request ->
                    known.getOrDefault(
                        String.valueOf(request.getHeader("Authorization")),
                        new Caller(
                            Actor.parse("user:nobody"),
                            Access.none(),
                            Channel.API,
                            UUID.randomUUID())));
  }
}
