package custody.query.projection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How views are fed (`custody.projection.*`).
///
/// @param enabled false = this process only answers from views that another one feeds
/// @param batch the most events per transaction when live
/// @param rebuildBatch the most events per transaction in a rebuild
/// @param standby how often a process that does not feed the views asks whether it should
/// @param poll the longest wait for events, if nothing wakes the loop; also how often requested
///     rebuilds are looked for that nobody told of
/// @param backOff the first pause after a failure; doubled with each further one
/// @param longestBackOff the longest such pause
@ConfigurationProperties("custody.projection")
public record ProjectionSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("1000") int batch,
    @DefaultValue("5000") int rebuildBatch,
    @DefaultValue("1s") Duration standby,
    @DefaultValue("1s") Duration poll,
    @DefaultValue("100ms") Duration backOff,
    @DefaultValue("30s") Duration longestBackOff) {}
