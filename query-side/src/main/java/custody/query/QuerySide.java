package custody.query;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/// Everything the query side is made of, without a main: imported by [QuerySideApplication] when
/// the side runs on its own, and by `standalone` when both run in one process.
@Configuration(proxyBeanMethods = false)
// Full names, because both sides have an OwnershipController and the like. Nested classes are no
// components (a test sees to that), and reading them would be half of the scan.
@ComponentScan(
    resourcePattern = "**/{outermost:[^$]+}.class",
    excludeFilters = @Filter(SpringBootConfiguration.class),
    nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class QuerySide {}
