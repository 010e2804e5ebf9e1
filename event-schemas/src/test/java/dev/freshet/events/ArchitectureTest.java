// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String EVENTS = "dev.freshet.events";
  private static final String[] JDK = {"java..", "org.jspecify.."};

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.events", "dev.freshet.example");

  @Test
  void shouldKeepValuesFreeOfEverythingButTheJdk() {
    classes()
        .that()
        .resideInAPackage(EVENTS + ".values")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(JDK[0], JDK[1], EVENTS + ".values")
        .because("the cache knows values and neither Kafka nor Avro")
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheDomainEventFreeOfEverythingButTheJdk() {
    classes()
        .that()
        .areAssignableTo(DomainEvent.class)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(JDK).or(equivalentTo(DomainEvent.class)))
        .because("rules match events without knowing how they travelled")
        .check(CLASSES);
  }

  @Test
  void shouldKnowConfluentInTheCodecAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(EVENTS + ".wire")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.confluent..", "org.apache.pinot..")
        .check(CLASSES);
  }

  @Test
  void shouldNotUseWhatTheConfluentClientBroughtAlong() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.pinot..")
        .check(CLASSES);
  }

  @Test
  void shouldPointInwardFromPublisherToMappingToCodec() {
    noClasses()
        .that()
        .resideInAnyPackage(EVENTS + ".wire", EVENTS + ".topics", EVENTS + ".avro")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(EVENTS, EVENTS + ".cloudevents", "dev.freshet.example..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(EVENTS + ".cloudevents")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(EVENTS + ".avro", EVENTS + ".topics", "dev.freshet.example..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(EVENTS)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(EventPublisher.class)
        .check(CLASSES);
  }

  @Test
  void shouldDependOnNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            EVENTS + "..",
            "dev.freshet.example..",
            "org.apache.avro..",
            "org.apache.kafka.clients..",
            "org.apache.kafka.common..",
            "io.confluent..",
            "com.fasterxml.jackson..")
        .check(CLASSES);
  }
}
