// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet");

  @Test
  void shouldBeUsedByNoOtherModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freshet.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.freshet.cli..")
        .check(MAIN);
  }

  @Test
  void shouldKeepTheOracleFreeOfTheRuleEngine() {
    classes()
        .that()
        .resideInAPackage("dev.freshet.cli.demo.oracle..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.apache.avro..",
            "org.jspecify..",
            "dev.freshet.events..",
            "dev.freshet.example..",
            "dev.freshet.cli",
            "dev.freshet.cli.demo.oracle")
        .orShould()
        .haveSimpleName("Keyspace")
        .because("it must not agree with the rules by asking them; the keyspace reads regions only")
        .check(MAIN);
  }

  @Test
  void shouldKeepCommandsOutOfReachOfWhatTheyAssemble() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.cli.*..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.freshet.cli").and(simpleNameEndingWith("Command")))
        .check(MAIN);
  }

  @Test
  void shouldHaveNoCyclesBetweenItsParts() {
    slices().matching("dev.freshet.cli.(*)..").should().beFreeOfCycles().check(MAIN);
  }
}
