package custody.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whoever asks in Chinese is told in Chinese what a value must be. Here, because only standalone
/// sees every request there is.
class ExpectedTest {
  @Test
  void whateverAConstraintDemandsIsSaidInChineseToo() {
    Set<String> phrases = new TreeSet<>();
    new ClassFileImporter()
        .withImportOption(new DoNotIncludeTests()).importPackages("custody").stream()
            .map(JavaClass::reflect)
            .flatMap(ExpectedTest::constraints)
            .forEach(
                it -> {
                  phrases.add(Expected.of(it, true, message(it)));
                  phrases.add(Expected.of(it, false, message(it)));
                });

    assertThat(phrases).hasSizeGreaterThan(20);
    assertThat(phrases)
        .as("to add in custody.service.http.Expected")
        .allMatch(phrase -> Expected.inChinese(phrase).isPresent());
  }

  private static Stream<Annotation> constraints(Class<?> type) {
    Stream<Field> fields = Stream.of(type.getDeclaredFields());
    Stream<Executable> executables =
        Stream.concat(
            Stream.of(type.getDeclaredMethods()), Stream.of(type.getDeclaredConstructors()));
    return Stream.concat(
            fields.flatMap(it -> Stream.concat(Stream.of(it), within(it.getAnnotatedType()))),
            executables
                .flatMap(it -> Stream.of(it.getParameters()))
                .flatMap(
                    (Parameter it) -> Stream.concat(Stream.of(it), within(it.getAnnotatedType()))))
        .flatMap(it -> Stream.of(it.getAnnotations()))
        .filter(it -> it.annotationType().isAnnotationPresent(Constraint.class));
  }

  /// What is demanded of each element of a list or map, too.
  private static Stream<AnnotatedElement> within(AnnotatedType type) {
    return type instanceof AnnotatedParameterizedType of
        ? Stream.of(of.getAnnotatedActualTypeArguments())
            .flatMap(it -> Stream.concat(Stream.of(it), within(it)))
        : Stream.empty();
  }

  private static String message(Annotation constraint) {
    try {
      return (String) constraint.annotationType().getMethod("message").invoke(constraint);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("A constraint has no message: " + constraint, e);
    }
  }
}
