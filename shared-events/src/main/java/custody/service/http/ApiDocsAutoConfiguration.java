package custody.service.http;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
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
import custody.contract.HandoverId;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.RepId;
import custody.contract.RuleId;
import custody.contract.StewardId;
import custody.service.Caller;
import custody.service.Correlation;
import custody.wire.ContractJson;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.Constants;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.csrf.CsrfToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The API's description (OpenAPI 3.1) from the code: what springdoc cannot see by itself.
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = Constants.SPRINGDOC_ENABLED, matchIfMissing = true)
public class ApiDocsAutoConfiguration {
  private static final String PROBLEM = "Problem";

  static {
    // Ids are written as UUIDs, arguments made from headers are no parameters.
    SpringDocUtils.getConfig()
        .replaceWithClass(CustomerId.class, UUID.class)
        .replaceWithClass(RepId.class, UUID.class)
        .replaceWithClass(ContactId.class, UUID.class)
        .replaceWithClass(DateId.class, UUID.class)
        .replaceWithClass(ErasureId.class, UUID.class)
        .replaceWithClass(FollowUpId.class, UUID.class)
        .replaceWithClass(RuleId.class, UUID.class)
        .replaceWithClass(CoverId.class, UUID.class)
        .replaceWithClass(CollaboratorId.class, UUID.class)
        .replaceWithClass(StewardId.class, UUID.class)
        .replaceWithClass(ExemptionId.class, UUID.class)
        .replaceWithClass(ComplaintId.class, UUID.class)
        .replaceWithClass(CallId.class, UUID.class)
        .replaceWithClass(HandoverId.class, UUID.class)
        .replaceWithClass(JsonNode.class, Object.class)
        .replaceWithClass(ObjectNode.class, Object.class)
        .addRequestWrapperToIgnore(Caller.class, CsrfToken.class);
  }

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .schemaRequirement(
            "token",
            new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .bearerFormat("JWT")
                .description(
                    "People get one from POST /api/session, service accounts from POST"
                        + " /oauth2/token (client credentials, RFC 6749)."))
        .addSecurityItem(new SecurityRequirement().addList("token"))
        .info(
            new Info()
                .title("Custody")
                .version("1")
                .license(new License().name("Apache-2.0"))
                .description(
                    """
                    Every fact about a customer, recorded once, with who, when and why, and replayed.

                    Times are RFC 3339 with offset, to the microsecond. Commands may say since when they
                    are true (`effectiveAt`) and why (`reason`). Queries take `asOf` (true then) and
                    `knownAt` (as known then). Every error is a problem (RFC 9457) with a stable `code`
                    and a `detail` that says what to do, in English or Chinese as `Accept-Language`
                    asks.\
                    """));
  }

  @Bean
  GlobalOpenApiCustomizer describe() {
    return api -> {
      api.getComponents().addSchemas(PROBLEM, problem());
      api.getPaths()
          .forEach(
              (path, item) ->
                  item.readOperationsMap()
                      .forEach((method, operation) -> describe(method, operation)));
      ContractJson.kinds().forEach(kind -> tell(kind, api.getComponents().getSchemas()));
      api.getComponents().getSchemas().values().forEach(ApiDocsAutoConfiguration::lowerCase);
    };
  }

  /// Operations are named after what answers them: springdoc numbers those of one name, so that a
  /// new endpoint would rename others.
  @Bean
  GlobalOperationCustomizer nameOfOperation() {
    return (operation, handler) -> {
      operation.setOperationId(
          uncapitalized(handler.getBeanType().getSimpleName().replaceFirst("Controller$", ""))
              + capitalized(handler.getMethod().getName()));
      return operation;
    };
  }

  private static String uncapitalized(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static String capitalized(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /// A record that Jackson marks with its kind. Its sealed interface is never written as such.
  @SuppressWarnings("rawtypes") // as the library keeps them
  private static void tell(ContractJson.Kind kind, Map<String, Schema> schemas) {
    schemas.remove(nameOf(kind.of()));
    Schema<?> schema = schemas.get(nameOf(kind.type()));
    if (schema == null) {
      return;
    }
    List<String> required = new ArrayList<>(List.of(kind.property()));
    Schema<?> own = schema;
    if (schema.getAllOf() != null) {
      own = schema.getAllOf().getLast();
      if (schema.getRequired() != null) {
        required.addAll(schema.getRequired());
      }
    }
    Schema<?> told = object(kind.property(), one(kind.name()));
    if (own.getProperties() != null) {
      own.getProperties().forEach(told::addProperty);
    }
    told.setRequired(required);
    schemas.put(nameOf(kind.type()), told);
  }

  @SuppressWarnings("unchecked") // swagger's own generics
  private static Schema<?> one(String value) {
    Schema<Object> schema = (Schema<Object>) schema("string");
    schema.setEnum(List.of(value));
    return schema;
  }

  /// Records nested in controllers have short names; the description has one namespace.
  private static String nameOf(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return around == null
        ? type.getSimpleName()
        : nameOf(around).replaceFirst("Controller$", "") + type.getSimpleName();
  }

  private static void describe(PathItem.HttpMethod method, Operation operation) {
    operation.addParametersItem(
        header(Correlation.HEADER, false, "A UUID that log lines, events and the answer share."));
    if (method == PathItem.HttpMethod.GET) {
      operation.addParametersItem(
          header(
              "Custody-Reason",
              false,
              "Why you look: needed for what opens or takes along personal data, and by an auditor"
                  + " wherever it shows. On record. Percent-encoded in UTF-8."));
      operation.addParametersItem(
          header(
              "Custody-At-Least",
              false,
              "now = wait until the views show everything recorded when this was asked: for"
                  + " whoever has just changed something. 503 not-yet-visible after 5 s."));
      if (operation.getParameters().stream().anyMatch(it -> "query".equals(it.getIn()))) {
        operation.addParametersItem(
            header(
                QueryHeader.HEADER,
                false,
                "The query, or a part of it, as it would stand in the address: what is personal"
                    + " belongs here, since addresses end up in logs."));
      }
    } else {
      operation.addParametersItem(
          header("Custody-Channel", false, "api (if left out), console or cti."));
      boolean mayLoseUpdates = method != PathItem.HttpMethod.POST;
      operation.addParametersItem(
          header(
              "If-Match",
              mayLoseUpdates,
              "The ETag of the last answer seen; 412 if there is a later version."
                  + (mayLoseUpdates ? " 428 if left out; * for any version." : "")));
      operation.addParametersItem(
          header(
              "Idempotency-Key",
              false,
              "Repeating the same request with the same key gives the same answer, once"
                  + " recorded."));
    }
    operation.getResponses().values().forEach(ApiDocsAutoConfiguration::bytesAreJson);
    operation
        .getResponses()
        .addApiResponse(
            "default",
            new ApiResponse()
                .description("A problem: code and detail say what is wrong and what to do.")
                .content(
                    new Content()
                        .addMediaType(
                            "application/problem+json",
                            new MediaType()
                                .schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)))));
  }

  /// What writes its JSON itself, and does not say of which form it is, answers an object.
  private static void bytesAreJson(ApiResponse response) {
    MediaType json =
        response.getContent() == null ? null : response.getContent().get("application/json");
    if (json != null && json.getSchema() != null && "byte".equals(json.getSchema().getFormat())) {
      json.setSchema(schema("object"));
    }
  }

  private static Parameter header(String name, boolean required, String description) {
    return new Parameter()
        .in("header")
        .name(name)
        .required(required)
        .description(description)
        .schema(schema("string"));
  }

  private static Schema<?> problem() {
    Schema<?> schema = schema("object");
    schema.setDescription("RFC 9457, with further members by code.");
    schema.setProperties(
        Map.of(
            "type", schema("string"),
            "title", schema("string"),
            "status", schema("integer"),
            "code", code(),
            "detail", described("What to do."),
            "correlationId", described("The log has more under it.")));
    schema.setRequired(List.of("type", "title", "status", "code", "detail", "correlationId"));
    return schema;
  }

  /// No enum: a client that is generated today meets codes that come tomorrow.
  private static Schema<?> code() {
    StringBuilder description = new StringBuilder("Stable, kebab-case; more will come.\n");
    Titles.all()
        .forEach(
            (code, title) -> description.append("\n- `").append(code).append("`: ").append(title));
    return described(description.toString());
  }

  private static Schema<?> described(String description) {
    Schema<?> schema = schema("string");
    schema.setDescription(description);
    return schema;
  }

  private static Schema<?> schema(String type) {
    Schema<?> schema = new Schema<>();
    schema.setType(type);
    schema.setTypes(Set.of(type));
    return schema;
  }

  /// Names of enums as JSON has them.
  private static void lowerCase(Schema<?> schema) {
    enumsToLowerCase(schema);
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(ApiDocsAutoConfiguration::lowerCase);
    }
    if (schema.getItems() != null) {
      lowerCase(schema.getItems());
    }
  }

  @SuppressWarnings("unchecked") // swagger's own generics
  private static void enumsToLowerCase(Schema<?> schema) {
    if (schema.getEnum() != null) {
      ((Schema<Object>) schema)
          .setEnum(
              new ArrayList<>(
                  schema.getEnum().stream()
                      .map(value -> (Object) value.toString().toLowerCase(Locale.ROOT))
                      .toList()));
    }
  }

  @Bean
  ModelResolver modelResolver(ObjectMapperProvider mappers) {
    return new ModelResolver(
            mappers.jsonMapper(),
            new TypeNameResolver() {
              private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

              @Override
              protected String nameForClass(Class<?> type, Set<Options> options) {
                String name = nameOf(type);
                Class<?> former = named.putIfAbsent(name, type);
                if (former != null && former != type) {
                  throw new IllegalStateException(
                      "Both %s and %s would be called %s".formatted(former, type, name));
                }
                return name;
              }
            })
        .openapi31(true);
  }

  /// What the contract's own types look like in plain JSON.
  @Bean
  ModelConverter contractTypes() {
    return (type, context, chain) -> {
      JavaType java = TypeFactory.defaultInstance().constructType(type.getType());
      if (java.hasRawClass(Holder.class)) {
        return new Schema<>()
            .addOneOfItem(object("rep", schema("string").format("uuid")))
            .addOneOfItem(object("pool", schema("string")));
      }
      if (java.hasRawClass(Personal.class)) {
        return new Schema<>()
            .addOneOfItem(context.resolve(new AnnotatedType(java.containedTypeOrUnknown(0))))
            .addOneOfItem(object("erased", schema("boolean")));
      }
      return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
    };
  }

  private static Schema<?> object(String property, Schema<?> value) {
    Schema<?> object = schema("object");
    object.addProperty(property, value);
    object.setRequired(List.of(property));
    return object;
  }

  /// What a record's constructor requires: all that is not `@Nullable`, as [StrictJson] enforces.
  @Bean
  ModelConverter requiredUnlessNullable() {
    return (type, context, chain) -> {
      if (!chain.hasNext()) {
        return null;
      }
      Schema<?> schema = chain.next().resolve(type, context, chain);
      Class<?> raw = TypeFactory.rawClass(type.getType());
      if (schema != null
          && raw.isRecord()
          && raw.getPackage().isAnnotationPresent(NullMarked.class)) {
        Schema<?> defined =
            schema.get$ref() == null
                ? schema
                : context.getDefinedModels().get(schema.get$ref().replaceFirst(".*/", ""));
        if (defined != null && defined.getProperties() != null) {
          defined.setRequired(
              required(raw).stream().filter(defined.getProperties()::containsKey).toList());
        }
      }
      return schema;
    };
  }

  private static List<String> required(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    java.lang.reflect.AnnotatedType[] parameters;
    try {
      parameters = record.getDeclaredConstructor(types).getAnnotatedParameterTypes();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has it", e);
    }
    return IntStream.range(0, components.length)
        .filter(i -> !parameters[i].isAnnotationPresent(Nullable.class))
        .mapToObj(i -> components[i].getName())
        .toList();
  }
}
