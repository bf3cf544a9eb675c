package custody.query;

import custody.service.Cursors;
import custody.store.KeyedHash;
import java.security.SecureRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CursorConfiguration {
  /// Under a key of the installation, so that any query-side process reads the cursors of any
  /// other.
  @Bean
  @ConditionalOnMissingBean
  Cursors cursors(ObjectProvider<KeyedHash> installation) {
    KeyedHash hash = installation.getIfAvailable();
    if (hash != null) {
      return new Cursors(hash.of("cursor", ""));
    }
    byte[] key = new byte[32]; // an engine without such a key: cursors end with the process
    new SecureRandom().nextBytes(key);
    return new Cursors(key);
  }
}
