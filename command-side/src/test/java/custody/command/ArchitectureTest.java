package custody.command;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import custody.command.customer.Customer;
import java.time.Instant;
import java.time.LocalDate;

@AnalyzeClasses(packages = "custody.command", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] FRAMEWORKS = {
    "org.springframework..", "org.axonframework..", "jakarta..", "tools.jackson.."
  };

  @ArchTest
  static final ArchRule decidersAndAllTheyUseAreFreeOfFrameworks =
      noClasses()
          .that()
          .areAssignableTo(Decider.class)
          .or()
          .areAssignableTo(Command.class)
          .should()
          .transitivelyDependOnClassesThat()
          .resideInAnyPackage(FRAMEWORKS);

  @ArchTest
  static final ArchRule decidersAskNobodyForTheTime =
      noClasses()
          .that()
          .resideOutsideOfPackages("custody.command.axon..", "custody.command.imports..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule onlyTheShellKnowsAxon =
      noClasses()
          .that()
          .resideOutsideOfPackage("custody.command.axon..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.axonframework..");

  @ArchTest
  static final ArchRule theShellIsReachedThroughItsInterfaceOnly =
      classes()
          .that()
          .resideInAPackage("custody.command.axon..")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAPackage("custody.command.axon..");

  /// What the compiler cannot see, because Java seals within a package.
  @ArchTest
  static void everyCommandToACustomerIsDecidedByASlice(JavaClasses classes) {
    JavaClass customer = classes.get(Customer.class);
    assertThat(classes)
        .filteredOn(it -> it.isAssignableTo(CustomerCommand.class) && it.isRecord())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            command ->
                assertThat(command.getInterfaces())
                    .as(command.getName())
                    .anySatisfy(
                        slice ->
                            assertThat(customer.getMethodCallsFromSelf())
                                .anyMatch(
                                    call ->
                                        call.getTarget()
                                            .getRawParameterTypes()
                                            .contains(slice.toErasure()))));
  }
}
