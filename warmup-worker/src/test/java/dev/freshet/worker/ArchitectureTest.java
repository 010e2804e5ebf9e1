// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.freshet.worker.source.jdbc.Pools;
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
        .resideOutsideOfPackages("dev.freshet.worker.http", "dev.freshet.worker.source.http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.worker.http",
            "dev.freshet.worker.source.http",
            "dev.freshet.http..",
            "io.vertx..")
        .check(MODULE);
  }

  @Test
  void shouldDoWithoutThePoolWhereAServiceHasItsOwn() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Pools.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.zaxxer..")
        .check(MODULE);
  }

  @Test
  void shouldNameSourcesWithoutKnowingTheirKinds() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.freshet.worker.source", "dev.freshet.worker")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.freshet.worker.source.*..")
        .check(MODULE);
  }

  @Test
  void shouldDoTasksWithoutTheNodeAndWorkWithoutKafka() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.worker.warmup..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.worker", "dev.freshet.worker.member", "dev.freshet.cache.region..")
        .check(MODULE);
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.worker.warmup.work")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "dev.freshet.worker.warmup")
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
