package custody.standalone;

import custody.command.CommandSide;
import custody.query.QuerySide;
import custody.service.Carriers;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/// Custody in one process: the command side and the query side on a PostgreSQL that comes with it,
/// or on another one when `spring.datasource.url` is set.
@SpringBootApplication
@Import({CommandSide.class, QuerySide.class})
public class StandaloneApplication {
  public static void main(String[] args) {
    Carriers.provide();
    SpringApplication application = new SpringApplication(StandaloneApplication.class);
    application.addListeners(new HeadStart());
    application.run(args);
  }
}
