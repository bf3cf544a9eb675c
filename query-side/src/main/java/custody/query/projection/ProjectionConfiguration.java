package custody.query.projection;

import custody.service.Operations;
import custody.store.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProjectionSettings.class)
class ProjectionConfiguration {
  @Bean
  ProjectionStatus projectionStatus(Clock clock) {
    return new ProjectionStatus(clock);
  }

  @Bean
  Projection projection(
      DataSource database,
      EventLog events,
      ObjectProvider<View> views,
      Operations operations,
      MeterRegistry metrics,
      ProjectionStatus status,
      ProjectionSettings settings) {
    return new Projection(
        database,
        events,
        views.stream().toList(),
        operations,
        new Applier(events, metrics),
        status,
        settings);
  }

  @Bean
  RebuildsAsked rebuildsAsked(EventLog events) {
    return new RebuildsAsked(events);
  }

  @Bean
  StreamReader streamReader(EventLog events) {
    return events::streams;
  }

  @Bean
  WebMvcConfigurer questionsUpToNow(
      DataSource database, EventLog events, ObjectProvider<View> views) {
    UpToNow upToNow = new UpToNow(database, events, views.stream().toList());
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(upToNow).addPathPatterns("/api/**");
      }
    };
  }

  /// Named `projection` on `/actuator/health`.
  @Bean
  ProjectionHealth projectionHealthIndicator(ProjectionStatus status) {
    return new ProjectionHealth(status);
  }

  /// Named `views` on `/actuator/health`, and part of readiness.
  @Bean
  ViewsHealth viewsHealthIndicator(JdbcClient database, ObjectProvider<View> views) {
    return new ViewsHealth(database, views.stream().toList());
  }

  @Bean
  ProjectionMetrics projectionMetrics(
      ProjectionStatus status, EventLog events, ObjectProvider<View> views) {
    return new ProjectionMetrics(status, events, views.stream().toList());
  }
}
