package custody.access;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Settings as an application would bind them, defaults included.
final class TestProperties {
  private TestProperties() {}

  /// @param settings without the prefix
  static AccessProperties access(Map<String, String> settings) {
    Map<String, String> prefixed = new HashMap<>();
    settings.forEach((name, value) -> prefixed.put("custody.access." + name, value));
    return new Binder(new MapConfigurationPropertySource(prefixed))
        .bindOrCreate("custody.access", AccessProperties.class);
  }
}
