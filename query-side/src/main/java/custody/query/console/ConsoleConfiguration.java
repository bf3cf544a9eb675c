package custody.query.console;

import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Serves the console under `/`. A build with `-Dconsole.skip` has no console, and then there is
/// nothing to serve.
@Configuration(proxyBeanMethods = false)
@Order(Ordered.HIGHEST_PRECEDENCE) // before Boot's own handler of /**, which then stands back
class ConsoleConfiguration implements WebMvcConfigurer {
  private static final String FILES = "classpath:/static/";

  /// Names of built files hold a hash of their content.
  private static final String HASHED = "/console-assets/";

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler(HASHED + "**")
        .addResourceLocations(FILES + HASHED.substring(1))
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(FILES)
        // The page holds a value that is good for one answer only.
        .setCacheControl(CacheControl.noStore())
        .resourceChain(false)
        .addResolver(new ConsoleFiles())
        .addTransformer(new StyleNonce());
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addViewController("/").setViewName("forward:/index.html");
  }
}
