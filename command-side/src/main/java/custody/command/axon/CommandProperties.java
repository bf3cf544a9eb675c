package custody.command.axon;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the command side runs.
///
/// @param cachedEvents how many events the customers kept in memory may have, and the reps as many;
///     some 600 bytes each
/// @param attempts how often a command is tried while others change the same stream
@ConfigurationProperties("custody.commands")
public record CommandProperties(
    @DefaultValue("200000") long cachedEvents, @DefaultValue("10") int attempts) {}
