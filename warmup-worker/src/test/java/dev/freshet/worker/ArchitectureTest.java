// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.worker");

  @Test
  void shouldMeetTheCoordinatorOnTheTopicsAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.freshet.coordinator..", "org.apache.kafka.streams..")
        .check(MODULE);
  }

  @Test
  void shouldDoWithoutTheServerWhereNobodyServesHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freshet.worker.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.freshet.worker.http", "dev.freshet.http..", "io.vertx..")
        .check(MODULE);
  }

  @Test
  void shouldLeaveTheFenceToTheCache() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.freshet.cache.fence")
        .check(MODULE);
  }
}
