package custody.command.handover;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Handover cases.
///
/// @param undoWindow how long after its end a case can be undone
/// @param parallel customers that are moved at the same time
@ConfigurationProperties("custody.handover")
public record HandoverProperties(
    @DefaultValue("14d") Duration undoWindow, @DefaultValue("256") int parallel) {}
