package custody.query;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;

/// Everything the query side is made of, without a main: imported by [QuerySideApplication] when
/// the side runs on its own, and by `standalone` when both run in one process.
@Configuration(proxyBeanMethods = false)
@ComponentScan(excludeFilters = @Filter(SpringBootConfiguration.class))
public class QuerySide {}
