package custody.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The boundaries between modules. Here, because only standalone sees all of them.
@AnalyzeClasses(packages = "custody", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
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
