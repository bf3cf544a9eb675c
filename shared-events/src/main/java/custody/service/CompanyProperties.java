package custody.service;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The company.
///
/// @param zone in which its days begin and end: due days, last working days, birthdays
@ConfigurationProperties("custody.company")
public record CompanyProperties(@DefaultValue("Asia/Shanghai") ZoneId zone) {}
