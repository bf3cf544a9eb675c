package custody.command.looks;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What of a rep who is about to leave is unusual: on one day of the company more different
/// customers than `times` the median of the days of the 30 before it on which they looked at any,
/// and more than
/// `floor` in any case.
///
/// @param floor how many customers a day are never unusual
/// @param times how many times as many as usual are
/// @param daysBack how many days before today are looked at too: what happened just before the
///     leaving was announced
/// @param every how often it is looked at
@ConfigurationProperties("custody.unusual-looks")
public record UnusualProperties(
    @DefaultValue("20") int floor,
    @DefaultValue("3") int times,
    @DefaultValue("14") int daysBack,
    @DefaultValue("5m") Duration every) {}
