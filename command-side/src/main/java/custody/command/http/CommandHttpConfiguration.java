package custody.command.http;

import custody.service.Callers;
import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Lets controllers take an [Incoming].
@Configuration(proxyBeanMethods = false)
class CommandHttpConfiguration implements WebMvcConfigurer {
  private final Callers callers;

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Incoming.class);
  }

  CommandHttpConfiguration(Callers callers) {
    this.callers = callers;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new IncomingArgument(callers));
  }
}
