package custody.standalone;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The PostgreSQL that comes with standalone. Not used when `spring.datasource.url` names another.
///
/// @param dataDir where the embedded PostgreSQL and the master key are kept; one process at a
///     time
/// @param postgres where it listens
@ConfigurationProperties("custody")
record EmbeddedDatabaseProperties(Path dataDir, @DefaultValue Postgres postgres) {

  /// @param port the embedded PostgreSQL's, on the loopback interface; 0 takes any free one
  record Postgres(@DefaultValue("0") int port) {}
}
