package custody.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import custody.contract.Actor;
import custody.contract.CallId;
import custody.contract.CollaboratorId;
import custody.contract.ComplaintId;
import custody.contract.ContactId;
import custody.contract.CoverId;
import custody.contract.CustomerId;
import custody.contract.DateId;
import custody.contract.ErasureId;
import custody.contract.ExemptionId;
import custody.contract.FieldValue;
import custody.contract.FollowUpId;
import custody.contract.HandoverId;
import custody.contract.HandoverPlan;
import custody.contract.Holder;
import custody.contract.Id;
import custody.contract.Personal;
import custody.contract.RepId;
import custody.contract.Rule;
import custody.contract.RuleId;
import custody.contract.StewardId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// The contract's types as JSON. Strict: an unknown property or a missing creator value is
/// an error.
///
/// Two forms differ only in personal data: {@link #plain()} writes it open, for views and answers;
/// {@link Wire} seals it.
public final class ContractJson {
  private static final JsonMapper PLAIN = mapper(plainModule());

  private ContractJson() {}

  /// Personal data open, erased values as `{"erased":true}`: for views and for processes that talk
  /// to each other, never for the event store.
  public static JsonMapper plain() {
    return PLAIN;
  }

  /// The same, to add to another mapper, such as the one that reads and writes HTTP bodies.
  public static JacksonModule plainModule() {
    return contractModule("custody-plain")
        .addSerializer(new PlainSerializer())
        .addDeserializer(Personal.class, new PlainDeserializer(null));
  }

  static JsonMapper mapper(JacksonModule module) {
    return JsonMapper.builder()
        .addModule(module)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .changeDefaultVisibility( // record components only
            visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }

  static SimpleModule contractModule(String name) {
    return new SimpleModule(name)
        .setValueInstantiators(new RecordInstantiators())
        .addSerializer(Id.class, new TextSerializer<>(id -> id.value().toString()))
        .addSerializer(Actor.class, new TextSerializer<>(Actor::toString))
        .addDeserializer(CustomerId.class, new TextDeserializer<>(CustomerId::of))
        .addDeserializer(RepId.class, new TextDeserializer<>(RepId::of))
        .addDeserializer(HandoverId.class, new TextDeserializer<>(HandoverId::of))
        .addDeserializer(ContactId.class, new TextDeserializer<>(ContactId::of))
        .addDeserializer(DateId.class, new TextDeserializer<>(DateId::of))
        .addDeserializer(FollowUpId.class, new TextDeserializer<>(FollowUpId::of))
        .addDeserializer(RuleId.class, new TextDeserializer<>(RuleId::of))
        .addDeserializer(CoverId.class, new TextDeserializer<>(CoverId::of))
        .addDeserializer(CollaboratorId.class, new TextDeserializer<>(CollaboratorId::of))
        .addDeserializer(StewardId.class, new TextDeserializer<>(StewardId::of))
        .addDeserializer(ExemptionId.class, new TextDeserializer<>(ExemptionId::of))
        .addDeserializer(ComplaintId.class, new TextDeserializer<>(ComplaintId::of))
        .addDeserializer(CallId.class, new TextDeserializer<>(CallId::of))
        .addDeserializer(ErasureId.class, new TextDeserializer<>(ErasureId::of))
        .addDeserializer(Actor.class, new TextDeserializer<>(Actor::parse))
        .addDeserializer(Holder.class, new HolderDeserializer())
        .setMixInAnnotation(FieldValue.class, FieldValueTypes.class)
        .setMixInAnnotation(Rule.class, RuleKinds.class)
        .setMixInAnnotation(Rule.Rhythm.class, Rhythms.class)
        .setMixInAnnotation(HandoverPlan.Split.class, SplitTypes.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = FieldValue.Text.class, name = "text"),
    @JsonSubTypes.Type(value = FieldValue.Number.class, name = "number"),
    @JsonSubTypes.Type(value = FieldValue.Money.class, name = "money"),
    @JsonSubTypes.Type(value = FieldValue.Date.class, name = "date"),
    @JsonSubTypes.Type(value = FieldValue.Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = FieldValue.Phone.class, name = "phone"),
    @JsonSubTypes.Type(value = FieldValue.Mail.class, name = "mail"),
    @JsonSubTypes.Type(value = FieldValue.Url.class, name = "url"),
    @JsonSubTypes.Type(value = FieldValue.GeoPoint.class, name = "geo-point")
  })
  private interface FieldValueTypes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Rule.Cadence.class, name = "cadence"),
    @JsonSubTypes.Type(value = Rule.Tenure.class, name = "tenure"),
    @JsonSubTypes.Type(value = Rule.Recycling.class, name = "recycling"),
    @JsonSubTypes.Type(value = Rule.FirstContact.class, name = "first-contact"),
    @JsonSubTypes.Type(value = Rule.PoolLimits.class, name = "pool-limits")
  })
  private interface RuleKinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Rule.Rhythm.Weekdays.class, name = "weekdays"),
    @JsonSubTypes.Type(value = Rule.Rhythm.EveryDays.class, name = "every-days")
  })
  private interface Rhythms {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = HandoverPlan.Split.ByField.class, name = "field"),
    @JsonSubTypes.Type(value = HandoverPlan.Split.ByRelationship.class, name = "relationship"),
    @JsonSubTypes.Type(value = HandoverPlan.Split.RoundRobin.class, name = "round-robin"),
    @JsonSubTypes.Type(value = HandoverPlan.Split.Balanced.class, name = "balance")
  })
  private interface SplitTypes {}

  /// A record whose JSON says by a property which one it is of a sealed interface.
  ///
  /// @param of the sealed interface
  public record Kind(Class<?> of, Class<?> type, String property, String name) {}

  /// Those that stand in requests and answers.
  public static List<Kind> kinds() {
    return Stream.of(RuleKinds.class, Rhythms.class, SplitTypes.class)
        .flatMap(
            mixin -> {
              String property = mixin.getAnnotation(JsonTypeInfo.class).property();
              return Arrays.stream(mixin.getAnnotation(JsonSubTypes.class).value())
                  .map(
                      it ->
                          new Kind(it.value().getInterfaces()[0], it.value(), property, it.name()));
            })
        .toList();
  }

  private static final class TextSerializer<T> extends ValueSerializer<T> {
    private final Function<T, String> text;

    TextSerializer(Function<T, String> text) {
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializationContext context) {
      json.writeString(text.apply(value));
    }
  }

  private static final class TextDeserializer<T> extends ValueDeserializer<T> {
    private final Function<String, T> parse;

    TextDeserializer(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) {
      String text = json.getValueAsString();
      if (text == null) {
        return context.reportInputMismatch(this, "expected a text");
      }
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        return context.reportInputMismatch(this, "%s", e.getMessage());
      }
    }
  }

  /// `{"rep": id}` or `{"pool": name}`.
  private static final class HolderDeserializer extends ValueDeserializer<Holder> {
    private @Nullable ValueDeserializer<Object> owner;
    private @Nullable ValueDeserializer<Object> pool;

    /// Once: looked for while reading, they would be made anew each time, annotations and all.
    @Override
    public void resolve(DeserializationContext context) {
      owner = context.findRootValueDeserializer(context.constructType(Holder.Owner.class));
      pool = context.findRootValueDeserializer(context.constructType(Holder.Pool.class));
    }

    @Override
    public Holder deserialize(JsonParser json, DeserializationContext context) {
      boolean named = json.isExpectedStartObjectToken() && "pool".equals(json.nextName());
      return (Holder) Objects.requireNonNull(named ? pool : owner).deserialize(json, context);
    }
  }

  /// Writes a known value one way or the other, an erased one as `{"erased":true}`.
  abstract static class PersonalSerializer extends ValueSerializer<Personal<?>> {
    abstract void writeKnown(Object known, JsonGenerator json, SerializationContext context);

    @Override
    public final void serialize(
        Personal<?> value, JsonGenerator json, SerializationContext context) {
      switch (value) {
        case Personal.Known<?>(var known) -> writeKnown(known, json, context);
        case Personal.Erased<?> _ -> {
          json.writeStartObject();
          json.writeBooleanProperty("erased", true);
          json.writeEndObject();
        }
      }
    }

    @Override
    @SuppressWarnings("unchecked") // there is no class literal of a parameterised type
    public final Class<Personal<?>> handledType() {
      return (Class<Personal<?>>) (Class<?>) Personal.class;
    }
  }

  /// Reads what the matching serializer wrote, as the type that the property declares.
  abstract static class PersonalDeserializer extends ValueDeserializer<Personal<?>> {

    /// @param content the type of the value
    abstract PersonalDeserializer of(JavaType content, DeserializationContext context);

    @Override
    public final ValueDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      return of(context.getContextualType().containedTypeOrUnknown(0), context);
    }
  }

  private static final class PlainSerializer extends PersonalSerializer {
    @Override
    void writeKnown(Object known, JsonGenerator json, SerializationContext context) {
      context.writeValue(json, known);
    }
  }

  private static final class PlainDeserializer extends PersonalDeserializer {
    private final @Nullable ValueDeserializer<Object> content;

    PlainDeserializer(@Nullable ValueDeserializer<Object> content) {
      this.content = content;
    }

    @Override
    PersonalDeserializer of(JavaType content, DeserializationContext context) {
      return new PlainDeserializer(context.findRootValueDeserializer(content));
    }

    @Override
    public Personal<?> deserialize(JsonParser json, DeserializationContext context) {
      // At the first property then, from which an object can be read as well.
      if (json.isExpectedStartObjectToken() && "erased".equals(json.nextName())) {
        return json.nextToken().isBoolean() && json.nextToken() == JsonToken.END_OBJECT
            ? Personal.erased()
            : context.reportInputMismatch(this, "what was erased has nothing else");
      }
      return Personal.of(Objects.requireNonNull(content).deserialize(json, context));
    }
  }
}
