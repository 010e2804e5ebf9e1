// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.http");

  @Test
  void shouldKnowNothingElseOfFreshet() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.http..",
            "java..",
            "com.fasterxml.jackson..",
            "io.micrometer..",
            "io.netty.handler.codec..",
            "io.vertx..",
            "org.jspecify..",
            "org.slf4j..",
            "org.snakeyaml.engine..")
        .check(MODULE);
  }

  @Test
  void shouldKeepProblemsBelowAllElse() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.http.problem")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.http",
            "dev.freshet.http.contract",
            "dev.freshet.http.management",
            "dev.freshet.http.stream")
        .check(MODULE);
  }

  @Test
  void shouldReadContractsWithoutServer() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.http.contract")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.http",
            "dev.freshet.http.management",
            "dev.freshet.http.stream",
            "io.vertx.ext.web..")
        .check(MODULE);
  }
}
