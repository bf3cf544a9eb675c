package custody.service.http;

import custody.contract.CallId;
import custody.contract.CollaboratorId;
import custody.contract.ComplaintId;
import custody.contract.ContactId;
import custody.contract.CoverId;
import custody.contract.CustomerId;
import custody.contract.DateId;
import custody.contract.ErasureId;
import custody.contract.ExemptionId;
import custody.contract.FollowUpId;
import custody.contract.RepId;
import custody.contract.RuleId;
import custody.contract.StewardId;
import custody.service.Callers;
import custody.service.Texts;
import custody.service.Times;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Validator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/// Both sides' HTTP ground.
@AutoConfiguration(
    before = ErrorMvcAutoConfiguration.class,
    after = {JacksonAutoConfiguration.class, ValidationAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(HttpProperties.class)
@Import(ErrorDispatch.class)
public class WebAutoConfiguration implements WebMvcConfigurer {
  /// Nobody's body is read before they are let in; `spring.security.filter.order` is less.
  private static final int AFTER_THE_GATE = Ordered.HIGHEST_PRECEDENCE + 20;

  @Bean
  FilterRegistrationBean<Filter> failureFilter() {
    return filter(new FailureFilter(), AFTER_THE_GATE);
  }

  @Bean
  FilterRegistrationBean<Filter> bodyFilter(HttpProperties limits) {
    return filter(new BodyFilter(limits), AFTER_THE_GATE + 1);
  }

  @Bean
  FilterRegistrationBean<Filter> queryHeader() {
    return filter(new QueryHeader(), Ordered.HIGHEST_PRECEDENCE + 20);
  }

  private static FilterRegistrationBean<Filter> filter(Filter filter, int order) {
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
    registration.setDispatcherTypes(DispatcherType.REQUEST);
    registration.setOrder(order);
    return registration;
  }

  @Bean
  WebMvcRegistrations mappings() {
    return new WebMvcRegistrations() {
      @Override
      public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new QuickMapping();
      }
    };
  }

  @Bean
  StrictJson strictJson() {
    return new StrictJson();
  }

  @Bean
  TomcatProblems tomcatProblems() {
    return new TomcatProblems();
  }

  /// Before Spring's own, so that there is one form of error only.
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  HandlerExceptionResolver problemResolver() {
    return new ProblemResolver();
  }

  private static final class ProblemResolver implements HandlerExceptionResolver, Ordered {
    @Override
    public int getOrder() {
      return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
        HttpServletRequest request,
        HttpServletResponse response,
        @Nullable Object handler,
        Exception failure) {
      return ProblemAnswer.write(failure, request, response) ? new ModelAndView() : null;
    }
  }

  @Bean
  WebMvcConfigurer arguments(Callers callers) {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument(callers));
      }
    };
  }

  @Bean
  MergePatch mergePatch(JsonMapper json, Validator validator) {
    return new MergePatch(json, validator);
  }

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, String.class, Texts::sound);
    registry.addConverter(String.class, Instant.class, Times::instant);
    registry.addConverter(String.class, LocalDate.class, Times::day);
    registry.addConverter(String.class, UUID.class, Ids::uuid);
    registry.addConverter(String.class, CustomerId.class, id(CustomerId::new));
    registry.addConverter(String.class, RepId.class, id(RepId::new));
    registry.addConverter(String.class, ContactId.class, id(ContactId::new));
    registry.addConverter(String.class, DateId.class, id(DateId::new));
    registry.addConverter(String.class, ErasureId.class, id(ErasureId::new));
    registry.addConverter(String.class, FollowUpId.class, id(FollowUpId::new));
    registry.addConverter(String.class, RuleId.class, id(RuleId::new));
    registry.addConverter(String.class, CoverId.class, id(CoverId::new));
    registry.addConverter(String.class, CollaboratorId.class, id(CollaboratorId::new));
    registry.addConverter(String.class, StewardId.class, id(StewardId::new));
    registry.addConverter(String.class, ExemptionId.class, id(ExemptionId::new));
    registry.addConverter(String.class, ComplaintId.class, id(ComplaintId::new));
    registry.addConverter(String.class, CallId.class, id(CallId::new));
  }

  private static <T> Converter<String, T> id(Function<UUID, T> create) {
    return text -> create.apply(Ids.uuid(text));
  }
}
