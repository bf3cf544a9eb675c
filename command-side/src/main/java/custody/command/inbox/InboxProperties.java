package custody.command.inbox;

import java.time.Duration;
import java.time.LocalTime;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The inbox by mail. Mails are sent as soon as `spring.mail.host` names a server.
///
/// @param at when digests are sent, every day, in the company's zone
/// @param from the sender's address
/// @param retry how long to wait when the server took none of them
@ConfigurationProperties("custody.inbox.mail")
public record InboxProperties(
    @DefaultValue("07:30") LocalTime at,
    @DefaultValue("custody@localhost") String from,
    @DefaultValue("10m") Duration retry) {}
