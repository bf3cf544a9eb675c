package custody.command;

import custody.service.Carriers;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/// The command side as a process of its own.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(CommandSide.class)
public class CommandSideApplication {
  public static void main(String[] args) {
    Carriers.provide();
    SpringApplication.run(CommandSideApplication.class, args);
  }
}
