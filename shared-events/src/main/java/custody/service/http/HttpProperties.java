package custody.service.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Limits of one HTTP request.
///
/// @param maxBody the largest JSON body
/// @param maxUpload the largest body of any other type: files to import
/// @param bodyTimeout how long a JSON body may take to arrive
@ConfigurationProperties("custody.http")
public record HttpProperties(
    @DefaultValue("1MB") DataSize maxBody,
    @DefaultValue("512MB") DataSize maxUpload,
    @DefaultValue("20s") Duration bodyTimeout) {}
