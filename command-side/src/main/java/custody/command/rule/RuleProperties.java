package custody.command.rule;

import java.time.Duration;
import java.time.LocalTime;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What rules do by themselves.
///
/// @param at when customers are taken back, every day, in the company's zone
/// @param retry how long to wait when the agenda was not ready, or the run broke off
@ConfigurationProperties("custody.rules")
public record RuleProperties(
    @DefaultValue("03:00") LocalTime at, @DefaultValue("1m") Duration retry) {}
