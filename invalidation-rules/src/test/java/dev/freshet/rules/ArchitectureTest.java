// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module may depend on, and who in it may know the libraries. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.rules");

  @Test
  void shouldDependOnEventsAndTheNamedLibrariesAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.xml.stream..",
            "org.jspecify.annotations..",
            "dev.freshet.events",
            "dev.freshet.events.values",
            "dev.freshet.events.wire",
            "dev.freshet.example",
            "dev.freshet.rules..",
            "dev.cel..",
            "org.apache.avro",
            "com.cronutils..",
            "com.fasterxml.jackson..",
            "com.google.re2j..",
            "com.google.common.collect..",
            "org.snakeyaml..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepEachLibraryInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freshet.rules.condition")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.cel..", "com.google..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freshet.rules.yaml")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.snakeyaml..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freshet.rules.job")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.cronutils..")
        .check(CLASSES);
  }

  @Test
  void shouldKnowWireFormatsWhereSchemasAreReadAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freshet.rules.schema")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.freshet.events.wire", "dev.freshet.example", "org.apache.avro")
        .check(CLASSES);
  }

  @Test
  void shouldKeepJsonAtTheEdge() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.freshet.rules",
            "dev.freshet.rules.cases",
            "dev.freshet.rules.condition",
            "dev.freshet.rules.job",
            "dev.freshet.rules.format",
            "dev.freshet.rules.region",
            "dev.freshet.rules.rule",
            "dev.freshet.rules.scaffold",
            "dev.freshet.rules.source",
            "dev.freshet.rules.syntax",
            "dev.freshet.rules.target",
            "dev.freshet.rules.yaml")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson..")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCycles() {
    slices().matching("dev.freshet.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
