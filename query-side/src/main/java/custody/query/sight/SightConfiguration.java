package custody.query.sight;

import custody.service.Caller;
import custody.service.Callers;
import custody.service.Problem;
import custody.service.field.FieldCatalog;
import custody.service.looks.Look;
import custody.store.EventLog;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Gives controllers the {@link Sight} as an argument.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MaskingProperties.class)
public class SightConfiguration {
  private static final int LONGEST_REASON = 1000;

  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Sight.class);
  }

  @Bean
  Masking masking(MaskingProperties policy, FieldCatalog catalog) {
    return new Masking(policy, catalog);
  }

  @Bean
  Sights sights(DataSource database, EventLog events, Clock clock) {
    return new Sights(database, events, clock);
  }

  @Bean
  WebMvcConfigurer sightArguments(Callers callers, Sights sights) {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new SightArgument(callers, sights));
      }
    };
  }

  private record SightArgument(Callers callers, Sights sights)
      implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Sight.class;
    }

    @Override
    public Sight resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest web,
        @Nullable WebDataBinderFactory binder) {
      HttpServletRequest request =
          Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
      Caller caller = callers.of(request);
      String reason = reason(request.getHeader("Custody-Reason"));
      Look look = Look.of(request);
      look.by(caller);
      look.because(reason);
      return sights.of(caller, reason, look);
    }

    /// Percent-encoded, because headers carry ASCII only.
    private static @Nullable String reason(@Nullable String header) {
      if (header == null || header.isBlank()) {
        return null;
      }
      String reason;
      try {
        reason = URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8).strip();
      } catch (IllegalArgumentException e) {
        reason = "";
      }
      if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
        throw new Problem(
            400,
            "look-reason-invalid",
            "Custody-Reason must be a text of 1 to 1000 characters, percent-encoded in UTF-8.");
      }
      return reason;
    }
  }
}
