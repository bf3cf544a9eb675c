package custody.command.axon;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the command side runs.
///
/// @param cachedAggregates how many customers and how many reps are kept in memory
/// @param attempts how often a command is tried while others change the same stream
@ConfigurationProperties("custody.commands")
public record CommandProperties(
    @DefaultValue("10000") int cachedAggregates, @DefaultValue("10") int attempts) {}
