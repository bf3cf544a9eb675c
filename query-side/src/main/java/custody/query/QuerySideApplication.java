package custody.query;

import custody.service.Carriers;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/// The query side as a process of its own.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(QuerySide.class)
public class QuerySideApplication {
  public static void main(String[] args) {
    Carriers.provide();
    SpringApplication.run(QuerySideApplication.class, args);
  }
}
