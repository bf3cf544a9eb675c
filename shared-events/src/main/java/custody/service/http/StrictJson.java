package custody.service.http;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import custody.service.Texts;
import custody.service.Times;
import custody.wire.ContractJson;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.Version;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/// HTTP's JSON: nothing is guessed. A text is no number, a number is no text, a property is known
/// and stands once, nothing follows the value, and what is not `@Nullable` must be there, in lists
/// too.
final class StrictJson implements JsonMapperBuilderCustomizer {
  @Override
  public void customize(JsonMapper.Builder builder) {
    builder
        .addModule(ContractJson.plainModule())
        .addModule(new Scalars())
        .annotationIntrospector(
            tools.jackson.databind.AnnotationIntrospector.pair(
                builder.annotationIntrospector(), new RequiredUnlessNullable()))
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .changeDefaultVisibility( // records are what they are made of
            visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .withCoercionConfigDefaults(
            coercion -> {
              for (CoercionInputShape shape : CoercionInputShape.values()) {
                coercion.setCoercion(shape, CoercionAction.Fail);
              }
            })
        .withCoercionConfig(
            LogicalType.Enum,
            coercion -> coercion.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
        .withCoercionConfig(
            LogicalType.Float,
            coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert))
        // Empty objects and arrays are values of their own.
        .withCoercionConfig(
            LogicalType.POJO,
            coercion -> coercion.setCoercion(CoercionInputShape.EmptyArray, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Collection,
            coercion ->
                coercion.setCoercion(CoercionInputShape.EmptyArray, CoercionAction.TryConvert));
  }

  /// Texts in normal form; times, days and ids as they are written and no other way.
  private static final class Scalars extends SimpleModule {
    Scalars() {
      super("custody-strict");
      addDeserializer(String.class, new FromText<>("a text", StrictJson::text));
      addDeserializer(Instant.class, new FromText<>(Times.EXPECTED_INSTANT, Times::instant));
      addDeserializer(LocalDate.class, new FromText<>(Times.EXPECTED_DAY, Times::day));
      addDeserializer(UUID.class, new FromText<>(Ids.EXPECTED, Ids::uuid));
    }
  }

  private static String text(String text) {
    String normal = Texts.normal(Texts.sound(text));
    if (normal.isEmpty()) {
      throw new IllegalArgumentException("a text that is not empty");
    }
    return normal;
  }

  private static final class FromText<T> extends ValueDeserializer<T> {
    private final String expected;
    private final Function<String, T> parse;

    FromText(String expected, Function<String, T> parse) {
      this.expected = expected;
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) {
      if (!json.hasToken(JsonToken.VALUE_STRING)) {
        throw new UnexpectedValueException(json, expected);
      }
      try {
        return parse.apply(json.getString());
      } catch (IllegalArgumentException e) {
        throw new UnexpectedValueException(json, String.valueOf(e.getMessage()));
      }
    }
  }

  /// Requires every constructor parameter whose type is not `@Nullable`, in null-marked packages.
  private static final class RequiredUnlessNullable extends NopAnnotationIntrospector {
    @Override
    public Version version() {
      return Version.unknownVersion();
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
      return nullable(member).map(nullable -> !nullable).orElse(null);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
      JsonSetter.Value setter =
          nullable(annotated).orElse(true)
              ? JsonSetter.Value.empty()
              : JsonSetter.Value.forValueNulls(Nulls.FAIL);
      // In a map null has a meaning: the field is cleared.
      return Collection.class.isAssignableFrom(annotated.getRawType())
          ? setter.withContentNulls(Nulls.FAIL)
          : setter;
    }

    /// Empty if it is no parameter of a constructor of ours.
    private static Optional<Boolean> nullable(Annotated annotated) {
      if (annotated instanceof AnnotatedParameter parameter
          && parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor
          && constructor.getDeclaringClass().isRecord()
          && constructor.getDeclaringClass().getPackage().isAnnotationPresent(NullMarked.class)) {
        AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
        return Optional.of(type.isAnnotationPresent(Nullable.class));
      }
      return Optional.empty();
    }
  }
}
