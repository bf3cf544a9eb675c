package custody.service;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/// What every Custody process does so that it can be watched.
@AutoConfiguration
public class ObservabilityAutoConfiguration {
  @Bean
  Correlation correlation() {
    return new Correlation();
  }
}
