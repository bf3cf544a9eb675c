package custody.command.imports;

import custody.command.Commands;
import custody.command.Directory;
import custody.service.Operations;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import custody.store.EventLog;
import custody.store.KeyedHash;
import custody.store.Vault;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImportProperties.class)
class ImportConfiguration {
  @Bean
  ImportRun.Tools importTools(
      JdbcTemplate database,
      PlatformTransactionManager transactions,
      Vault vault,
      KeyedHash hash,
      Operations operations,
      Commands commands,
      Directory directory,
      EventLog log,
      FieldCatalog catalog,
      FieldJson fields,
      ImportProperties properties) {
    return new ImportRun.Tools(
        new ImportStore(database, new TransactionTemplate(transactions), vault, hash),
        operations,
        commands,
        directory,
        log,
        new Keys(hash),
        catalog,
        fields,
        properties);
  }

  @Bean
  ImportWorker importWorker(ImportRun.Tools tools) {
    return new ImportWorker(tools);
  }

  @Bean
  ErasedRows erasedRows(ImportRun.Tools tools) {
    return new ErasedRows(tools.store());
  }

  @Bean
  Imports imports(ImportRun.Tools tools, ImportWorker worker, Clock clock) {
    return new Imports(tools, worker, clock);
  }
}
