// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.coordinator");

  @Test
  void shouldMeetNodesOnTopicsOnly() {
    classes()
        .that()
        .resideInAPackage("dev.freshet.coordinator..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.coordinator..",
            "dev.freshet.events..",
            "dev.freshet.http..",
            "dev.freshet.rules..",
            "dev.freshet.registry..",
            "java..",
            "org.apache.kafka..",
            "org.apache.avro..",
            "io.micrometer..",
            "io.vertx..",
            "com.fasterxml.jackson..",
            "org.slf4j..",
            "org.jspecify..")
        .check(classes);
  }

  @Test
  void shouldBuildTopologyWithoutTalkingToCluster() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.freshet.coordinator.mapping..",
            "dev.freshet.coordinator.registry..",
            "dev.freshet.coordinator.warmup")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "org.apache.kafka.clients.(admin\\..*|consumer.(Kafka)?Consumer|producer.(Kafka)?Producer)"
                + "|org.apache.kafka.streams.KafkaStreams|io.vertx..*")
        .check(classes);
  }

  @Test
  void shouldKeepRuleSetsApartFromMapping() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.coordinator.rulesets..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.freshet.coordinator.mapping..")
        .check(classes);
  }

  @Test
  void shouldKeepRegistryApartFromMapping() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.coordinator.registry..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.coordinator.mapping..",
            "dev.freshet.coordinator.rulesets..",
            "dev.freshet.rules..")
        .check(classes);
  }

  @Test
  void shouldPlanWarmUpWithoutAnyTopic() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.freshet.coordinator.warmup.plan..",
            "dev.freshet.coordinator.warmup.history..",
            "dev.freshet.coordinator.warmup.note..",
            "dev.freshet.coordinator.warmup.world..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.coordinator.mapping..",
            "dev.freshet.coordinator.registry..",
            "dev.freshet.coordinator.rulesets..",
            "dev.freshet.coordinator.streams..",
            "org.apache.kafka..",
            "io.micrometer..",
            "io.vertx..")
        .check(classes);
  }

  @Test
  void shouldKeepPlanningApartFromMapping() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.coordinator.warmup..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.coordinator.mapping..", "dev.freshet.coordinator.registry..")
        .check(classes);
  }

  @Test
  void shouldHideAtLeastHalfOfItsTypes() {
    List<JavaClass> topLevel =
        classes.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .toList();
    long open =
        topLevel.stream().filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)).count();

    assertTrue(2 * open <= topLevel.size(), open + " of " + topLevel.size() + " are public");
  }
}
