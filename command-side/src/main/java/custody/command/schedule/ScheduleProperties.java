package custody.command.schedule;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Work that has its time.
///
/// @param enabled false = this process does none of it; another one must
/// @param poll how often a process looks for work that is due
/// @param threads how much of it a process does at the same time
/// @param heartbeat how often a process that works says so
/// @param missedHeartbeats after how many missing signs of life another process takes over; at
///     least 4
/// @param stop how long work may go on when the process is asked to stop, before it is interrupted
@ConfigurationProperties("custody.schedule")
public record ScheduleProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("5s") Duration poll,
    @DefaultValue("4") int threads,
    @DefaultValue("5s") Duration heartbeat,
    @DefaultValue("6") int missedHeartbeats,
    @DefaultValue("10s") Duration stop) {}
