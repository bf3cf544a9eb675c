package custody.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import custody.service.Caches;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// The boundaries between modules. Here, because only standalone sees all of them.
@AnalyzeClasses(
    packages = "custody",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
  /// What the modules share for their tests is a jar once they are packaged.
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule commandSideKnowsNothingOfTheQuerySide =
      noClasses()
          .that()
          .resideInAPackage("custody.command..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("custody.query..", "custody.standalone..");

  @ArchTest
  static final ArchRule querySideKnowsNothingOfTheCommandSide =
      noClasses()
          .that()
          .resideInAPackage("custody.query..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("custody.command..", "custody.standalone..");

  @ArchTest
  static final ArchRule whatIsSharedKnowsNeitherSide =
      noClasses()
          .that()
          .resideInAnyPackage(
              "custody.contract..", "custody.wire..", "custody.store..", "custody.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("custody.command..", "custody.query..", "custody.standalone..");

  /// The tables are named in full where they are used, and texts stand in class files as they are.
  @ArchTest
  static void onlyTheStoreSpeaksSqlToTheEventTables(JavaClasses classes) throws IOException {
    Pattern table = Pattern.compile("custody\\.(event|data_key|claim|answer|likeness)\\b");
    for (JavaClass type : classes) {
      if (!type.getPackageName().startsWith("custody.store")) {
        try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
          String texts = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
          assertThat(texts).as(type.getName()).doesNotContainPattern(table);
        }
      }
    }
  }

  /// Where a component is nested in a class, the scan passes it by.
  @ArchTest
  static final ArchRule componentsAreNotNested =
      noClasses().that().areNestedClasses().should().beMetaAnnotatedWith(Component.class);

  @ArchTest
  static final ArchRule cachesAreMadeInOnePlace =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Caches.class)
          .should()
          .callMethod(Caffeine.class, "newBuilder");

  @ArchTest
  static final ArchRule theContractStandsOnTheJdkAlone =
      classes()
          .that()
          .resideInAPackage("custody.contract..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("custody.contract..", "java..", "org.jspecify..")
          .allowEmptyShould(true);
}
