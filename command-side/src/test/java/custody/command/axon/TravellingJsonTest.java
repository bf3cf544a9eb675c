package custody.command.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import custody.access.TestAccess;
import custody.command.Command;
import custody.command.Outcome;
import custody.command.Receipt;
import custody.command.Rejection;
import custody.command.Request;
import custody.command.Request.Idempotency;
import custody.command.profile.ProfileCommand;
import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.ContactId;
import custody.contract.CustomerId;
import custody.contract.Envelope;
import custody.contract.ErasureEvent;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.service.rights.Authority;
import custody.store.Answer;
import custody.store.Claim;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JacksonException;

class TravellingJsonTest {
  private static final Envelope ENVELOPE =
      new Envelope(
          new Actor(Actor.Kind.USER, "tester"),
          Channel.API,
          Personal.of("因为"),
          Instant.parse("2026-01-01T00:00:00.123456Z"),
          new UUID(0, 1),
          null,
          null);

  @Test
  void everyCommandTravels() {
    Set<Class<?>> all =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("custody.command")
                .stream()
                .filter(type -> type.isAssignableTo(Command.class) && type.isRecord())
                .map(JavaClass::reflect)
                .collect(Collectors.toSet());
    assertThat(new HashSet<>(TravellingJson.COMMANDS.values()))
        .as("add the slice of what is missing to TravellingJson.SLICES")
        .isEqualTo(all);
  }

  @TestFactory
  Stream<DynamicTest> itArrivesAsItWasSent() {
    return TravellingJson.COMMANDS.values().stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.getSimpleName(),
                    () -> {
                      for (boolean full : List.of(true, false)) {
                        Submission sent = submission((Command) example(type, full));
                        byte[] json = TravellingJson.write(sent);
                        assertThat(TravellingJson.readSubmission(json)).isEqualTo(sent);
                        assertThat(new String(json, StandardCharsets.UTF_8))
                            .doesNotContain("custody.command", "java.");
                      }
                    }));
  }

  @Test
  void repliesArriveAsTheyWereSent() {
    Receipt receipt = new Receipt(UUID.randomUUID(), 3, List.of(UUID.randomUUID()), null);
    for (Reply reply :
        List.of(
            new Reply.Done(
                List.of(
                    new Outcome.Accepted(receipt),
                    new Outcome.Rejected(Rejection.stale(7).with(Map.of("existing", "x"))))),
            new Reply.ClaimTaken(new Claim("phone", "ab"), UUID.randomUUID()),
            new Reply.Answered(new Answer("01", "02", "{}")),
            new Reply.Conflict("others"),
            new Reply.Unavailable("away"),
            new Reply.Unknown("perhaps"),
            new Reply.Failed("Oops"))) {
      assertThat(TravellingJson.readReply(TravellingJson.write(reply)).toString())
          .isEqualTo(reply.toString());
    }
  }

  @Test
  void whatIsNotOnTheListIsNoCommand() {
    Submission sent = submission((Command) example(ProfileCommand.Classify.class, true));
    byte[] strange =
        new String(TravellingJson.write(sent), StandardCharsets.UTF_8)
            .replace("profile.Classify", "java.lang.Object")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TravellingJson.readSubmission(strange))
        .isInstanceOf(JacksonException.class);
  }

  private static Submission submission(Command command) {
    return new Submission(
        List.of(
            new Request(
                List.of(command),
                new Authority.Called(TestAccess.everything(ENVELOPE.actor())),
                ENVELOPE,
                3L,
                new Idempotency("key", "POST"))),
        false,
        true,
        Map.of(new Claim("phone", "ab"), UUID.randomUUID()),
        new Submission.AnswerKey("01", "02"));
  }

  /// @param full with every component that may be null
  private static Object example(Class<?> type, boolean full) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        boolean absent = !full && isNullable(components[i]);
        values[i] = absent ? null : value(components[i].getGenericType(), full);
      }
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no example of " + type, e);
    }
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || component.getAccessor().getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
  }

  private static Object value(Type type, boolean full) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Class<?> raw = (Class<?>) generic.getRawType();
      if (raw == List.class) {
        return List.of(value(arguments[0], full));
      }
      if (raw == Set.class) {
        return Set.of(value(arguments[0], full));
      }
      if (raw == Map.class) {
        return Map.of(value(arguments[0], full), value(arguments[1], full));
      }
      if (raw == Personal.class) {
        return Personal.of(value(arguments[0], full));
      }
      throw new AssertionError("no example of " + type);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == String.class) {
      return "文本";
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return true;
    }
    if (raw == int.class || raw == Integer.class) {
      return 7;
    }
    if (raw == long.class || raw == Long.class) {
      return 7L;
    }
    if (raw == BigDecimal.class) {
      return new BigDecimal("12.50");
    }
    if (raw == UUID.class) {
      return UUID.randomUUID();
    }
    if (raw == Instant.class) {
      return Instant.parse("2026-07-01T00:00:00.123456Z");
    }
    if (raw == LocalDate.class) {
      return LocalDate.of(2026, 7, 1);
    }
    if (raw == ZoneId.class) {
      return ZoneId.of("Asia/Shanghai");
    }
    if (raw == Changes.class) {
      return new Changes(
          Map.of("revenue", new FieldValue.Number(new BigDecimal("1.50"))),
          Map.of("name", Personal.of(new FieldValue.Text("东方红"))),
          Set.of("fax"));
    }
    if (raw == ErasureEvent.Subject.class) {
      return ErasureEvent.Subject.customer(
          new CustomerId(UUID.randomUUID()), full ? new ContactId(UUID.randomUUID()) : null);
    }
    if (raw == Actor.class) {
      return new Actor(Actor.Kind.USER, "tester");
    }
    if (raw.isEnum()) {
      return raw.getEnumConstants()[0];
    }
    if (raw.isSealed() && !raw.isRecord()) {
      return value(raw.getPermittedSubclasses()[0], full);
    }
    return example(raw, full);
  }
}
