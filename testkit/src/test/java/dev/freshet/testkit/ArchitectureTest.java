// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.testkit");

  @Test
  void shouldStandOnTheLocalStackAlone() {
    classes()
        .that()
        .resideInAPackage("dev.freshet.testkit..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.testkit..",
            "dev.freshet.stack..",
            "java..",
            "io.zonky.test.db.postgres.embedded..",
            "org.apache.commons.compress..",
            "org.testcontainers..",
            "net.jqwik.api.lifecycle..",
            "org.awaitility..",
            "org.junit.platform.launcher..",
            "org.jspecify..")
        .check(classes);
  }

  @Test
  void shouldTouchContainersInOneClass() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Containers")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.testcontainers..")
        .check(classes);
  }
}
